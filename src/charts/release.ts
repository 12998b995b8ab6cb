import { Version } from './versions';

/** A Helm release of one of Kong's charts. */
export interface Release {
  readonly chart: 'kong' | 'ingress';
  /** The chart's version, such as `2.52.0`, or what selects one, such as `2.x`. Helm takes the newest without one. */
  readonly version?: string;
  /** The name under which another chart depends on this one, where it is not the chart's own. */
  readonly alias?: string;
  readonly name: string;
  readonly namespace: string;
  /** Parsed values in Helm's order: what comes later wins. */
  readonly values: readonly unknown[];
}

/** Keys from the top of the values down, and the places in lists: `['proxy', 'annotations', 'a.b/c']`. */
export type ValuePath = readonly (string | number)[];

/** A Kubernetes object that a chart makes. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Tree;
  readonly [field: string]: unknown;
}

/** A map of YAML. */
export interface Tree {
  readonly [key: string]: unknown;
}

/** What a chart makes of values. */
export interface RenderedObjects {
  /** The workloads, Services, Ingresses and ConfigMaps: what touches the client's address. */
  readonly objects: readonly KubernetesObject[];
  /** What cannot be known here, in whole sentences. Where there is one, the objects can differ from those of Helm. */
  readonly questions: readonly string[];
  /** Values that the chart does not read. */
  readonly ignored: readonly ValuePath[];
}

/** What a chart makes of values, or why Helm refuses them. */
export type Rendered = RenderedObjects | { readonly refused: string };

/** A path as people write it: `proxy.annotations."a.b/c"`, `proxy.stream[0].parameters`. */
export function pathText(path: ValuePath): string {
  return path.map((step, index) => stepText(step, index === 0)).join('');
}

function stepText(step: string | number, first: boolean): string {
  if (typeof step === 'number') {
    return `[${step}]`;
  }
  const name = /^[\w-]+$/.test(step) ? step : JSON.stringify(step);
  return first ? name : `.${name}`;
}

/** The chart `kong` as its templates see it: with its values, and in the chart `ingress` under another name. */
export interface Chart {
  /** `kong`, or `gateway` or `controller` in the chart `ingress`. */
  readonly name: string;
  /** The name under which another chart depends on it, where that is a different one. */
  readonly alias?: string;
  readonly version: Version;
  readonly release: string;
  readonly releaseNamespace: string;
  /** The user's values over the chart's own. */
  readonly values: Tree;
}
