import { Catalogue } from './catalogue';
import { Spot } from './environment';
import { Gateway } from './gateways';
import { KubernetesObject } from '../../controllers/balancer';
import { ManifestObject } from '../../forms/manifests';
import { isObject } from '../../input/objects';

/** A Service whose pods are the gateway's. */
export interface GatewayService {
  readonly object: KubernetesObject;
  readonly name: string;
  readonly spot: (field?: string) => Spot;
}

/** Finds the Services of one gateway after the other. */
export class ServiceFinder {
  private readonly services: readonly ManifestObject[];
  /** The places of Services among all, by the label of their selector that the fewest of them ask for. */
  private readonly places = new Map<string, number[]>();

  constructor(catalogue: Catalogue) {
    this.services = catalogue.all('Service').filter(({ object }) => object.spec?.type !== 'ExternalName');
    const asked = this.services.map(({ namespace, object }) => labelsOf(namespace, object.spec?.selector));
    const counts = new Map<string, number>();
    for (const label of asked.flat()) counts.set(label, (counts.get(label) ?? 0) + 1);
    for (const [place, labels] of asked.entries()) {
      if (labels.length === 0) continue;
      const rarest = labels.reduce((one, other) => (counts.get(other)! < counts.get(one)! ? other : one));
      const others = this.places.get(rarest);
      if (others) others.push(place);
      else this.places.set(rarest, [place]);
    }
  }

  public of(gateway: Gateway): GatewayService[] {
    const labels = labelsOf(gateway.workload.namespace, gateway.podLabels);
    const found = labels
      .flatMap((label) => this.places.get(label) ?? [])
      .sort((one, other) => one - other)
      .map((place) => this.services[place])
      .filter(({ object }) => selects(object.spec?.selector, gateway))
      .map((at): GatewayService => ({ object: at.object, name: at.name, spot: (field) => ({ at, field }) }));
    const { operatorService: operator } = gateway;
    return operator
      ? [...found, { object: operator.object, name: String(operator.object.metadata.name), spot: operator.spot }]
      : found;
  }
}

/** Each label, with its namespace, as one text. */
function labelsOf(namespace: string, labels: unknown): string[] {
  return isObject(labels) ? Object.entries(labels).map(([key, value]) => JSON.stringify([namespace, key, value])) : [];
}

/** Whether a selector of a Service takes the gateway's pods: all its labels, and at least one. */
export function selects(selector: unknown, { podLabels }: Gateway): boolean {
  const pairs = isObject(selector) ? Object.entries(selector) : [];
  return pairs.length > 0 && pairs.every(([key, value]) => Object.hasOwn(podLabels, key) && podLabels[key] === value);
}
