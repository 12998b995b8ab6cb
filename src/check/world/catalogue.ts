import { Cluster, KubernetesObject } from '../../controllers/balancer';
import { ManifestObject } from '../../forms/manifests';

/** What the cluster is known to hold. Of an object that is given twice the last one counts, as when both are applied. */
export class Catalogue implements Cluster {
  private readonly kinds = new Map<string, ManifestObject[]>();
  private readonly bare = new Map<string, KubernetesObject[]>();
  private readonly ids: Map<string, ManifestObject>;

  constructor(objects: readonly ManifestObject[], public readonly cloud?: string, public readonly controller?: string) {
    this.ids = new Map(objects.map((object) => [object.id, object]));
    for (const object of this.ids.values()) {
      const others = this.kinds.get(object.kind);
      if (others) others.push(object);
      else this.kinds.set(object.kind, [object]);
    }
  }

  /** Every object, of whatever kind. */
  public objects(): readonly ManifestObject[] {
    return [...this.ids.values()];
  }

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
