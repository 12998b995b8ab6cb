import { Catalogue } from './catalogue';
import { Entrance } from './entrance';
import { furtherWays } from './further-ways';
import { Gateway } from './gateways';
import { hostPorts } from './host-ports';
import { ROUTE_KINDS, sendingsOf } from './routes';
import { Sending } from './sending';
import { GatewayService, ServiceFinder } from './services';
import { TunnelFinder } from './tunnels';
import { Cluster, KubernetesObject } from '../../controllers/balancer';
import { annotation } from '../../controllers/fields';
import { routeReadings } from '../../controllers/gateway-api/gateways';
import { externalAddresses, frontProxy, outside } from '../../controllers/others';
import { Dial, Reading } from '../../controllers/reading';
import { readings, readingsByAnnotation } from '../../controllers/registry';
import { servicePorts } from '../../controllers/services';
import { json } from '../../controllers/values';
import { ManifestObject } from '../../forms/manifests';
import { isObject } from '../../input/objects';

export { Entrance, GatewayService };

interface Sender {
  readonly object: ManifestObject;
  readonly sending: Sending;
}

/** Finds Services and entrances of one gateway after the other. */
export class EntranceFinder {
  private readonly services: ServiceFinder;
  private readonly tunnels: TunnelFinder;
  /** What sends to a Service, by `namespace/name`. */
  private readonly senders = new Map<string, Sender[]>();

  constructor(private readonly catalogue: Catalogue) {
    this.services = new ServiceFinder(catalogue);
    this.tunnels = new TunnelFinder(catalogue);
    for (const kind of ROUTE_KINDS) {
      for (const object of catalogue.all(kind)) {
        for (const sending of sendingsOf(object)) this.addSender(object, sending);
      }
    }
  }

  public servicesOf(gateway: Gateway): GatewayService[] {
    return this.services.of(gateway);
  }

  /**
   * @param listening the ports that the gateway takes requests on, all of which are open where it shares the node's
   * network
   */
  public entrancesOf(gateway: Gateway, services: readonly GatewayService[], listening: readonly number[]): Entrance[] {
    const found = [
      ...services.flatMap((service) => this.ofService(service)),
      ...this.ofSenders(services, gateway),
      ...hostPorts(gateway, listening),
    ];
    return amongOthers([...found, ...this.tunnels.of(services, gateway, found.length === 0)]);
  }

  private ofService(service: GatewayService): Entrance[] {
    // The operator of Tailscale takes its class; see the further ways.
    const found =
      service.object.spec?.loadBalancerClass === 'tailscale'
        ? []
        : readings(service.object, this.around(service.object));
    const named = new Map([[service.name, service]]);
    const { at } = service.spot();
    const own = (
      [
        [service.object.spec?.type === 'LoadBalancer' ? 'balancer' : 'node', found],
        ['balancer', readingsByAnnotation(service.object, this.catalogue)],
        ['node', externalAddresses(service.object)],
      ] as const
    )
      .filter(([, all]) => all.length > 0)
      .map(([kind, all]): Entrance => ({ kind, at, spot: service.spot, readings: all, services: named }));
    const all = furtherWays(service, own, this.catalogue);
    const exposed = json(annotation(service.object, 'cloud.google.com/neg'))?.exposed_ports;
    return isObject(exposed)
      ? [...all, { kind: 'outside', at, spot: service.spot, readings: [exposedGroup()], services: named }]
      : all;
  }

  private ofSenders(services: readonly GatewayService[], gateway: Gateway): Entrance[] {
    const found = new Map<ManifestObject, { named: Map<string, GatewayService>; dials: Dial[]; field: string }>();
    for (const service of services) {
      for (const { object, sending } of this.senders.get(`${gateway.workload.namespace}/${service.name}`) ?? []) {
        const { field = 'spec' } = sending;
        const known = found.get(object) ?? { named: new Map<string, GatewayService>(), dials: [], field };
        known.named.set(sending.service, service);
        known.dials.push({ ...sending, port: portOf(object, sending, service) });
        found.set(object, known);
      }
    }
    return [...found].flatMap(([at, { named, dials, field: told }]): Entrance[] => {
      const spot = (field?: string) => ({ at, field });
      const ofGateways = routeReadings(at.object, this.catalogue);
      const behindGateways = ofGateways
        .filter((reading) => reading !== undefined)
        .map((reading): Entrance => ({ kind: kindOf([reading]), at, spot, readings: [reading], services: named }));
      if (behindGateways.length > 0 && !ofGateways.includes(undefined)) return behindGateways;
      if (
        at.kind !== 'Ingress' &&
        dials.every(isPlain) &&
        [...named.values()].every((service) => this.isPromised(service))
      ) {
        return behindGateways;
      }
      // A Gateway that is not in the input may pass packets on with their source.
      if (ofGateways.includes(undefined) && dials.some(({ passesTcp }) => passesTcp)) {
        const elsewhere = outside('spec.parentRefs', 'The Gateway that the route names is not in the input.', dials);
        return [...behindGateways, { kind: 'outside', at, spot, readings: [elsewhere], services: named }];
      }
      const known = at.kind === 'Ingress' || at.kind === 'TargetGroupBinding';
      const read = known ? readings(at.object, this.around(at.object)) : [frontProxy(told)];
      const dialled = read.map((reading) =>
        reading.state === 'unsettled' && reading.doubt === 'front-proxy' ? { ...reading, dials } : reading,
      );
      return [...behindGateways, { kind: kindOf(dialled), at, spot, readings: dialled, services: named }];
    });
  }

  /** Whether a Service that only the cluster reaches states what the proxy in front of it sends. */
  private isPromised({ object }: GatewayService): boolean {
    if (['LoadBalancer', 'NodePort'].includes(object.spec?.type)) return false;
    const found = readings(object, this.around(object));
    return (
      found.length > 0 &&
      found.every(({ controller, balancer }) => controller === 'promised' && balancer?.http !== undefined)
    );
  }

  /** The catalogue as a controller needs it for one object: for a Service, of Ingresses only those that send to it. */
  private around(object: KubernetesObject): Cluster {
    const { catalogue } = this;
    if (object.kind === 'Ingress') return catalogue;
    const senders = this.ingressesTo(String(object.metadata?.namespace ?? 'default'), object.metadata?.name);
    return {
      cloud: catalogue.cloud,
      controller: catalogue.controller,
      list: (kind) => (kind === 'Ingress' ? senders : catalogue.list(kind)),
    };
  }

  private ingressesTo(namespace: string, service: unknown): KubernetesObject[] {
    const senders = (this.senders.get(`${namespace}/${service}`) ?? []).map(({ object }) => object);
    return [...new Set(senders)].map(({ object }) => object).filter(({ kind }) => kind === 'Ingress');
  }

  private addSender(object: ManifestObject, sending: Sending): void {
    const at = sending.namespace ?? object.namespace;
    const [name, namespace = at] = this.throughBridge(at, sending.service);
    const key = `${namespace}/${name}`;
    const others = this.senders.get(key);
    if (others) others.push({ object, sending });
    else this.senders.set(key, [{ object, sending }]);
  }

  /** The Service that an ExternalName Service, or a host name, leads to. */
  private throughBridge(namespace: string, name: string): [name: string, namespace?: string] {
    const bridge = this.catalogue.find('Service', namespace, name)?.object.spec;
    const host = bridge?.type === 'ExternalName' ? String(bridge.externalName) : name;
    const [service, of] = host.replace(/\.svc(\..*)?$/, '').split('.');
    return [service, of];
  }
}

/** Whether plain HTTP is spoken to the port, without a PROXY header. */
function isPlain({ passesTcp, tls, proxyProtocol }: Dial): boolean {
  return !passesTcp && !tls && proxyProtocol === undefined;
}

/** Each entrance with what the others write. */
function amongOthers(entrances: readonly Entrance[]): Entrance[] {
  const written = entrances.map(({ readings: found }) =>
    found.flatMap(({ balancer }) => Object.keys(balancer?.http?.overwrites ?? {})),
  );
  return entrances.map((entrance, index) => ({
    ...entrance,
    writtenElsewhere: written
      .filter((_, other) => other !== index)
      .flat()
      .map((header) => header.toLowerCase()),
  }));
}

/** A Route of OpenShift names a port of the pods, or a port of the Service by its name. */
function portOf({ kind }: ManifestObject, { port }: Sending, { object }: GatewayService): Sending['port'] {
  if (kind !== 'Route' || typeof port !== 'number') return port;
  return servicePorts(object).find((one) => (one.targetPort ?? one.port) === port)?.port;
}

function kindOf(found: readonly Reading[]): Entrance['kind'] {
  const doubts = found.flatMap((reading) => (reading.state === 'unsettled' ? reading.doubt : []));
  if (doubts.includes('front-proxy')) return 'front-proxy';
  return doubts.includes('outside') ? 'outside' : 'balancer';
}

function exposedGroup(): Reading {
  return outside(
    'metadata.annotations[cloud.google.com/neg]',
    'The network endpoint group is made for a balancer that is set up elsewhere: ' +
      'whether it sends PROXY protocol, and from where it dials, is not in the input.',
  );
}
