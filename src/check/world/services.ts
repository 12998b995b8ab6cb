import { Catalogue } from './catalogue';
import { Spot } from './environment';
import { Gateway } from './gateways';
import { KubernetesObject } from '../../controllers/balancer';
import { isObject } from '../../controllers/values';
import { ManifestObject } from '../../forms/manifests';

/** A Service whose pods are the gateway's. */
export interface GatewayService {
  readonly object: KubernetesObject;
  readonly name: string;
  readonly spot: (field?: string) => Spot;
}

/** Finds the Services of one gateway after the other. */
export class ServiceFinder {
  private readonly services = new Map<string, ManifestObject[]>();

  constructor(catalogue: Catalogue) {
    for (const service of catalogue.all('Service')) {
      const others = this.services.get(service.namespace);
      if (others) others.push(service);
      else this.services.set(service.namespace, [service]);
    }
  }

  public of(gateway: Gateway): GatewayService[] {
    const found = (this.services.get(gateway.workload.namespace) ?? [])
      .filter(({ object }) => object.spec?.type !== 'ExternalName' && selects(object.spec?.selector, gateway))
      .map((at): GatewayService => ({ object: at.object, name: at.name, spot: (field) => ({ at, field }) }));
    const { operatorService: operator } = gateway;
    return operator
      ? [...found, { object: operator.object, name: String(operator.object.metadata.name), spot: operator.spot }]
      : found;
  }
}

/** Whether a selector of a Service takes the gateway's pods: all its labels, and at least one. */
export function selects(selector: unknown, { podLabels }: Gateway): boolean {
  const pairs = isObject(selector) ? Object.entries(selector) : [];
  return pairs.length > 0 && pairs.every(([key, value]) => Object.hasOwn(podLabels, key) && podLabels[key] === value);
}
