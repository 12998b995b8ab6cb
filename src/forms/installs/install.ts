import { Place, Unreadable } from '../documents';
import { Layer, Layers } from '../layer';

/** A release of one of Kong's charts, as users keep it in files. */
export interface Install {
  /** What installs it, such as `Application/argocd/kong`, `helm_release.kong`, or a values file. */
  readonly name: string;
  readonly at: Place;
  readonly chart: 'kong' | 'ingress';
  readonly version?: string;
  /** The name of the chart in the umbrella chart that depends on it, where that is another. */
  readonly alias?: string;
  readonly repository?: string;
  readonly release: string;
  readonly namespace: string;
  /** The key under which an umbrella chart keeps the values. */
  readonly within?: string;
  /** In Helm's order: what comes later wins. */
  readonly layers: readonly Layer[];
  /** What the files do not tell of it, each as a question. */
  readonly doubts: readonly string[];
  /** The command that renders it. */
  readonly run: string;
}

/** Something that looks like Kong, and cannot be judged. */
export interface NotJudged {
  readonly path: string;
  readonly line: number;
  readonly why: string;
  /** The command whose output can be judged. */
  readonly run: string;
  /** The folder that a tool can render. */
  readonly folder?: { readonly tool: 'helm' | 'kustomize'; readonly path: string };
}

/**
 * Renders what the input holds, where the user asks for it. Each answers nothing where its tool is not there, and
 * throws what it says.
 */
export interface Renderer {
  release(install: Install): string | undefined;
  folder(tool: 'helm' | 'kustomize', path: string): string | undefined;
}

/** What was found in a document or a file. */
export interface Found {
  readonly installs: readonly Install[];
  readonly notJudged: readonly NotJudged[];
  readonly unreadable: readonly Unreadable[];
  /** Files that were read as a part of something else, and are nothing by themselves. */
  readonly used: readonly string[];
}

export const NOTHING: Found = { installs: [], notJudged: [], unreadable: [], used: [] };

export function gather(all: readonly Found[]): Found {
  return {
    installs: all.flatMap(({ installs }) => installs),
    notJudged: all.flatMap(({ notJudged }) => notJudged),
    unreadable: all.flatMap(({ unreadable }) => unreadable),
    used: all.flatMap(({ used }) => used),
  };
}

/** Values, what is not known of them, and the files they are in. */
export interface Values extends Layers {
  readonly doubts: readonly string[];
  readonly used: readonly string[];
}

export const NO_VALUES: Values = { layers: [], unreadable: [], doubts: [], used: [] };

export function inOrder(...all: readonly Values[]): Values {
  return {
    layers: all.flatMap(({ layers }) => layers),
    unreadable: all.flatMap(({ unreadable }) => unreadable),
    doubts: all.flatMap(({ doubts }) => doubts),
    used: all.flatMap(({ used }) => used),
  };
}

export function known(layers: Layers): Values {
  return { ...NO_VALUES, ...layers };
}

export function doubted(question: string): Values {
  return { ...NO_VALUES, doubts: [question] };
}

/** A command that renders, with the check of what it writes. */
export function checkOf(command: string): string {
  return `${command} | npx cdk8s-kong-client-ip check -`;
}
