import { Catalogue } from './catalogue';
import { Spot } from './environment';
import { Gateway } from './gateways';
import { Cluster, Dial, KubernetesObject, made, Reading, STATEMENT } from '../../controllers/balancer';
import { annotation, isObject, json, objectsIn, ServicePort, servicePorts } from '../../controllers/manifest';
import { externalAddresses, frontProxy, outside } from '../../controllers/others';
import { readings } from '../../controllers/registry';
import { ManifestObject } from '../../forms/manifests';

/** A Service whose pods are the gateway's. */
export interface GatewayService {
  readonly object: KubernetesObject;
  readonly name: string;
  readonly spot: (field?: string) => Spot;
}

/** A way by which clients from outside come in. */
export interface Entrance {
  /** What makes it: a Service, an Ingress, a route of another proxy, or the workload itself. */
  readonly kind: 'balancer' | 'node' | 'host-port' | 'host-network' | 'front-proxy' | 'outside';
  readonly at: ManifestObject;
  readonly spot: (field?: string) => Spot;
  /** What each controller that may take it makes of it. */
  readonly readings: readonly Reading[];
  /** The Service behind it, by the name that the readings' front ends use. */
  readonly services: ReadonlyMap<string, GatewayService>;
}

/** Objects of other proxies that send to Services, and the ports that they dial. */
const ROUTES: Readonly<Record<string, (spec: unknown) => Dial[]>> = {
  HTTPRoute: (spec) => backendRefs(spec, false),
  GRPCRoute: (spec) => backendRefs(spec, false),
  TLSRoute: (spec) => backendRefs(spec, true),
  TCPRoute: (spec) => backendRefs(spec, true),
  IngressRoute: (spec) => itemsOf(spec, 'routes').flatMap((route) => servicesOf(route, false)),
  IngressRouteTCP: (spec) => itemsOf(spec, 'routes').flatMap((route) => servicesOf(route, true)),
  HTTPProxy: (spec) => [
    ...itemsOf(spec, 'routes').flatMap((route) => servicesOf(route, false)),
    ...isObject(spec) && isObject(spec.tcpproxy) ? servicesOf(spec.tcpproxy, true) : [],
  ],
  VirtualService: (spec) => [
    ...itemsOf(spec, 'http').flatMap((route) => destinationsOf(route, false)),
    ...['tcp', 'tls'].flatMap((kind) => itemsOf(spec, kind)).flatMap((route) => destinationsOf(route, true)),
  ],
};

/** Finds Services and entrances of one gateway after the other. */
export class EntranceFinder {
  private readonly services = new Map<string, ManifestObject[]>();
  /** What sends to a Service, by `namespace/name`, and the name by which it does. */
  private readonly senders = new Map<string, { object: ManifestObject; as: string }[]>();

  constructor(private readonly catalogue: Catalogue) {
    for (const service of catalogue.all('Service')) {
      const others = this.services.get(service.namespace);
      if (others) others.push(service);
      else this.services.set(service.namespace, [service]);
    }
    for (const ingress of catalogue.all('Ingress')) {
      for (const name of backendNames(ingress.object)) this.addSender(ingress, name);
    }
    for (const [kind, dials] of Object.entries(ROUTES)) {
      for (const route of catalogue.all(kind)) {
        for (const name of new Set(dials(route.object.spec).map(({ service }) => service))) this.addSender(route, name);
      }
    }
    for (const binding of catalogue.all('TargetGroupBinding')) {
      this.addSender(binding, String(binding.object.spec?.serviceRef?.name));
    }
  }

  public servicesOf(gateway: Gateway): GatewayService[] {
    const found = (this.services.get(gateway.workload.namespace) ?? [])
      .filter(({ object }) => object.spec?.type !== 'ExternalName' && selects(object.spec?.selector, gateway))
      .map((at): GatewayService => ({ object: at.object, name: at.name, spot: (field) => ({ at, field }) }));
    const { operatorService: operator, workload: at } = gateway;
    return operator ? [...found, {
      object: operator.object,
      name: String(operator.object.metadata.name),
      spot: (field) => ({ at, field: field === undefined ? undefined : operator.field(field) }),
    }] : found;
  }

  /** @param listening the ports that the gateway takes requests on, all of which are open where it shares the node's network */
  public entrancesOf(gateway: Gateway, services: readonly GatewayService[], listening: readonly number[]): Entrance[] {
    const found = [
      ...services.flatMap((service) => this.ofService(service)),
      ...this.ofSenders(services, gateway),
      ...ofHost(gateway, listening),
    ];
    return found.length > 0 ? found : this.ofTunnel(services, gateway);
  }

  private ofService(service: GatewayService): Entrance[] {
    const found = readings(service.object, this.around(service.object));
    const named = new Map([[service.name, service]]);
    const { at } = service.spot();
    const own = ([
      [service.object.spec?.type === 'LoadBalancer' ? 'balancer' : 'node', found],
      ['node', externalAddresses(service.object)],
    ] as const).filter(([, all]) => all.length > 0)
      .map(([kind, all]): Entrance => ({ kind, at, spot: service.spot, readings: all, services: named }));
    const exposed = json(annotation(service.object, 'cloud.google.com/neg'))?.exposed_ports;
    return isObject(exposed) ? [...own, { kind: 'outside', at, spot: service.spot, readings: [exposedGroup()], services: named }] : own;
  }

  private ofSenders(services: readonly GatewayService[], gateway: Gateway): Entrance[] {
    const found = new Map<ManifestObject, Map<string, GatewayService>>();
    for (const service of services) {
      for (const { object, as } of this.senders.get(`${gateway.workload.namespace}/${service.name}`) ?? []) {
        const named = found.get(object) ?? new Map<string, GatewayService>();
        found.set(object, named.set(as, service));
      }
    }
    return [...found].map(([at, named]): Entrance => {
      const spot = (field?: string) => ({ at, field });
      const known = at.kind === 'Ingress' || at.kind === 'TargetGroupBinding';
      const read = known ? readings(at.object, this.around(at.object)) : [frontProxy('spec', ROUTES[at.kind](at.object.spec))];
      return { kind: kindOf(read), at, spot, readings: read, services: named };
    });
  }

  /** Pods of a Cloudflare tunnel dial the gateway's Service; where to, their configuration says, if it is in the input. */
  private ofTunnel(services: readonly GatewayService[], gateway: Gateway): Entrance[] {
    const tunnels = ['Deployment', 'DaemonSet', 'StatefulSet'].flatMap((kind) => this.catalogue.all(kind)).filter(({ object }) =>
      objectsIn(object.spec?.template?.spec?.containers).some(({ image }) => /(^|\/)cloudflared([:@]|$)/.test(String(image))));
    const configured = this.catalogue.all('ConfigMap').flatMap(({ object }) => Object.values(isObject(object.data) ? object.data : {}))
      .map(String).filter((text) => /^ingress:/m.test(text) && /service:/.test(text));
    return tunnels.length === 0 ? [] : services
      .filter(({ name }) => configured.length === 0 || configured.some((text) => text.includes(`${name}.${gateway.workload.namespace}`) || text.includes(`//${name}:`)))
      .filter(({ object }) => servicePorts(object).length > 0)
      .map((service): Entrance => {
        const annotations = { ...service.object.metadata?.annotations, [STATEMENT]: 'cloudflare-tunnel' };
        const stated = { ...service.object, metadata: { ...service.object.metadata, annotations } };
        const { at } = service.spot();
        return { kind: 'balancer', at, spot: service.spot, readings: readings(stated, this.catalogue), services: new Map([[service.name, service]]) };
      });
  }

  /** The catalogue as a controller needs it for one object: of Ingresses and Services only those that have to do with it. */
  private around(object: KubernetesObject): Cluster {
    const { catalogue } = this;
    const namespace = String(object.metadata?.namespace ?? 'default');
    const [kind, related] = object.kind === 'Ingress'
      ? ['Service', backendNames(object).flatMap((name) => catalogue.find('Service', namespace, name)?.object ?? [])] as const
      : ['Ingress', (this.senders.get(`${namespace}/${object.metadata?.name}`) ?? []).map((sender) => sender.object.object).filter((one) => one.kind === 'Ingress')] as const;
    return { cloud: catalogue.cloud, controller: catalogue.controller, list: (wanted) => wanted === kind ? related : catalogue.list(wanted) };
  }

  private addSender(object: ManifestObject, as: string): void {
    const [name, namespace = object.namespace] = this.throughBridge(object.namespace, as);
    const key = `${namespace}/${name}`;
    const others = this.senders.get(key);
    if (others) others.push({ object, as });
    else this.senders.set(key, [{ object, as }]);
  }

  /** The Service that an ExternalName Service, or a host name, stands for. */
  private throughBridge(namespace: string, name: string): [name: string, namespace?: string] {
    const bridge = this.catalogue.find('Service', namespace, name)?.object.spec;
    const host = bridge?.type === 'ExternalName' ? String(bridge.externalName) : name;
    const [service, of] = host.replace(/\.svc(\..*)?$/, '').split('.');
    return [service, of];
  }
}

function selects(selector: unknown, { podLabels }: Gateway): boolean {
  const pairs = isObject(selector) ? Object.entries(selector) : [];
  return pairs.length > 0 && pairs.every(([key, value]) => Object.hasOwn(podLabels, key) && podLabels[key] === value);
}

function itemsOf(spec: unknown, field: string): Record<string, any>[] {
  return isObject(spec) ? objectsIn(spec[field]) : [];
}

function backendRefs(spec: unknown, passesTcp: boolean): Dial[] {
  return itemsOf(spec, 'rules').flatMap((rule) => objectsIn(rule.backendRefs)).map(({ name, port }) => ({ service: String(name), port, passesTcp }));
}

function servicesOf(route: Record<string, any>, passesTcp: boolean): Dial[] {
  return objectsIn(route.services).map(({ name, port }) => ({ service: String(name), port, passesTcp }));
}

function destinationsOf(route: Record<string, any>, passesTcp: boolean): Dial[] {
  return objectsIn(route.route).map(({ destination }) => ({ service: String(destination?.host), port: destination?.port?.number, passesTcp }));
}

/** The Services that an Ingress sends to, in the notation of networking.k8s.io/v1 and of before. */
function backendNames({ spec }: KubernetesObject): string[] {
  const paths = objectsIn(spec?.rules).flatMap((rule) => objectsIn(rule.http?.paths));
  const backends = [spec?.defaultBackend, spec?.backend, ...paths.map(({ backend }) => backend)];
  return [...new Set(backends.map((backend) => backend?.service?.name ?? backend?.serviceName).filter((name) => typeof name === 'string'))];
}

function kindOf(found: readonly Reading[]): Entrance['kind'] {
  const doubts = found.flatMap((reading) => reading.state === 'unsettled' ? reading.doubt : []);
  if (doubts.includes('front-proxy')) return 'front-proxy';
  return doubts.includes('outside') ? 'outside' : 'balancer';
}

function exposedGroup(): Reading {
  return outside(
    'metadata.annotations[cloud.google.com/neg]',
    'The network endpoint group is made for a balancer that is set up elsewhere: whether it sends PROXY protocol, and from where it dials, is not in the input.',
  );
}

/** The pods' own ports on the nodes. With the node's network, ports are not mapped and packets keep their source. */
function ofHost({ workload: at, container, pod }: Gateway, listening: readonly number[]): Entrance[] {
  const hostNetwork = pod.hostNetwork === true;
  const mapped = objectsIn(container.spec.ports).filter(({ containerPort, hostPort }) => typeof hostPort === 'number' && typeof containerPort === 'number');
  const ports = hostNetwork ? listening.map((port): ServicePort => ({ port, targetPort: port }))
    : mapped.map(({ containerPort, hostPort, protocol }): ServicePort => ({ port: hostPort, targetPort: containerPort, protocol }));
  if (ports.length === 0) {
    return [];
  }
  const object = { kind: 'Service', metadata: { name: at.name, namespace: at.namespace }, spec: { ports } };
  const field = hostNetwork ? `${container.field.replace(/\.containers\[.*/, '')}.hostNetwork` : `${container.field}.ports[${mapped[0].name ?? 0}].hostPort`;
  const spot = (wanted = field) => ({ at, field: wanted });
  const reading = made('kubelet', {
    id: 'host-network',
    name: hostNetwork ? 'ports of the nodes' : 'host ports',
    frontends: ports.map(({ port, protocol }) => {
      const speaks = protocol === 'UDP' ? 'udp' : 'tcp';
      return { port, speaks, service: at.name, servicePort: port, backend: speaks };
    }),
    targets: 'pods',
    peer: { role: 'client' },
    healthCheck: { kind: 'none' },
    settings: {},
  });
  return [{ kind: hostNetwork ? 'host-network' : 'host-port', at, spot, readings: [reading], services: new Map([[at.name, { object, name: at.name, spot }]]) }];
}
