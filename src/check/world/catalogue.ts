import { Cluster, KubernetesObject } from '../../controllers/balancer';
import { ManifestObject } from '../../forms/manifests';

/** Kinds that several groups of APIs have, and the group that is meant by the bare name. */
const GROUPS: Readonly<Record<string, RegExp>> = {
  Service: /^v1$/,
  Ingress: /^(networking\.k8s\.io|extensions)\//,
  Gateway: /^gateway\.networking\.k8s\.io\//,
  Route: /^(route\.openshift\.io\/|v1$)/,
  VirtualServer: /^k8s\.nginx\.org\//,
  TransportServer: /^k8s\.nginx\.org\//,
  VirtualService: /^networking\.istio\.io\//,
};

/** The kind of an object; with its group where the bare kind means that of another. */
export function kindOf({ kind, object: { apiVersion } }: ManifestObject): string {
  const group = Object.hasOwn(GROUPS, kind) ? GROUPS[kind] : undefined;
  return !group || typeof apiVersion !== 'string' || group.test(apiVersion)
    ? kind
    : `${kind}.${apiVersion.split('/')[0]}`;
}

/**
 * What the cluster is known to hold. Of an object that is given twice the last one counts, as when both are applied.
 */
export class Catalogue implements Cluster {
  private readonly kinds = new Map<string, ManifestObject[]>();
  private readonly bare = new Map<string, KubernetesObject[]>();
  private readonly ids: Map<string, ManifestObject>;

  constructor(
    objects: readonly ManifestObject[],
    public readonly cloud?: string,
    public readonly controller?: string,
  ) {
    this.ids = new Map(objects.map((object) => [`${kindOf(object)}/${object.namespace}/${object.name}`, object]));
    for (const object of this.ids.values()) {
      const kind = kindOf(object);
      const others = this.kinds.get(kind);
      if (others) others.push(object);
      else this.kinds.set(kind, [object]);
    }
  }

  /** Every object, of whatever kind. */
  public objects(): readonly ManifestObject[] {
    return [...this.ids.values()];
  }

  /** Every object whose kind is none of some. */
  public beyond(kinds: ReadonlySet<string>): readonly ManifestObject[] {
    return [...this.kinds].flatMap(([kind, objects]) => (kinds.has(kind) ? [] : objects));
  }

  /** All objects of a kind, in every namespace. */
  public all(kind: string): readonly ManifestObject[] {
    return this.kinds.get(kind) ?? [];
  }

  public find(kind: string, namespace: string, name: unknown): ManifestObject | undefined {
    return this.ids.get(`${kind}/${namespace}/${String(name)}`);
  }

  public list(kind: string): readonly KubernetesObject[] {
    const known = this.bare.get(kind) ?? this.all(kind).map(({ object }) => object);
    this.bare.set(kind, known);
    return known;
  }
}

/** What is found among all objects, once for all gateways. */
export function once<T>(find: (catalogue: Catalogue) => T): (catalogue: Catalogue) => T {
  const known = new WeakMap<Catalogue, { readonly found: T }>();
  return (catalogue) => {
    const result = known.get(catalogue) ?? { found: find(catalogue) };
    known.set(catalogue, result);
    return result.found;
  };
}
