import { KubernetesObject } from '../../controllers/balancer';
import { annotation } from '../../controllers/fields';
import { Dial } from '../../controllers/reading';
import { backendsByAnnotation } from '../../controllers/registry';
import { isObject, objectsIn } from '../../controllers/values';
import { ManifestObject } from '../../forms/manifests';

/** What an object sends to: a port of a Service, in its own namespace unless it names another. */
export interface Sending extends Dial {
  readonly namespace?: string;
}

type Read = (spec: any, object: KubernetesObject) => Sending[];

/**
 * Objects of other proxies that send to Services, and where they name them. A kind that is not here is looked for by
 * the Service's name.
 */
const ROUTES: Readonly<Record<string, Read>> = {
  Ingress: (_, object) => [
    ...ingressDials(object),
    ...backendsByAnnotation(object).map(({ name, port }) => ({ service: name, port, passesTcp: false })),
  ],
  HTTPRoute: gatewayRoute(false),
  GRPCRoute: gatewayRoute(false),
  TLSRoute: gatewayRoute(true),
  TCPRoute: gatewayRoute(true),
  UDPRoute: gatewayRoute(true),
  // Traefik
  IngressRoute: (spec) => objectsIn(spec.routes).flatMap(({ services }) => objectsIn(services).map(byName(false))),
  IngressRouteTCP: (spec) =>
    objectsIn(spec.routes).flatMap(({ services }) =>
      objectsIn(services).map((to) => {
        const version = to.proxyProtocol?.version === 2 ? (2 as const) : (1 as const);
        return { ...byName(true)(to), proxyProtocol: isObject(to.proxyProtocol) ? version : undefined };
      }),
    ),
  TraefikService: ({ weighted, mirroring }) =>
    [...objectsIn(weighted?.services), ...objectsIn([mirroring]), ...objectsIn(mirroring?.mirrors)]
      .filter(({ kind = 'Service' }) => kind === 'Service')
      .map(byName(false)),
  // Contour
  HTTPProxy: (spec) => [
    ...objectsIn(spec.routes).flatMap(({ services }) => objectsIn(services).map(byName(false))),
    ...objectsIn(spec.tcpproxy?.services).map(byName(true)),
  ],
  // Istio
  VirtualService: (spec) => [
    ...objectsIn(spec.http).flatMap(({ route, mirror, mirrors }) =>
      [...objectsIn(route), ...objectsIn(mirrors)]
        .map(({ destination }) => destination)
        .concat(mirror)
        .filter(isObject)
        .map(byHost(false)),
    ),
    ...[...objectsIn(spec.tcp), ...objectsIn(spec.tls)].flatMap(({ route }) =>
      objectsIn(route)
        .map(({ destination }) => destination)
        .filter(isObject)
        .map(byHost(true)),
    ),
  ],
  // NGINX Ingress Controller
  VirtualServer: (spec) => objectsIn(spec.upstreams).map(byService(false)),
  VirtualServerRoute: (spec) => objectsIn(spec.upstreams).map(byService(false)),
  TransportServer: (spec) => objectsIn(spec.upstreams).map(byService(true)),
  // Emissary
  Mapping: (spec) => byUrl(spec.service, false),
  TCPMapping: (spec) => byUrl(spec.service, true),
  // APISIX
  ApisixRoute: (spec) => [
    ...objectsIn(spec.http).flatMap(({ backends, backend }) =>
      [...objectsIn(backends), ...objectsIn([backend])].map(byServiceName(false)),
    ),
    ...objectsIn(spec.stream).flatMap(({ backend }) => objectsIn([backend]).map(byServiceName(true))),
  ],
  // OpenShift. The port is that of the pods, or the name of the Service's.
  Route: ({ to, alternateBackends, port, tls }) =>
    [...objectsIn([to]), ...objectsIn(alternateBackends)]
      .filter(({ kind = 'Service' }) => kind === 'Service')
      .map(({ name }): Sending => ({
        service: String(name),
        port: port?.targetPort,
        passesTcp: tls?.termination === 'passthrough',
        tls: tls?.termination === 'reencrypt' || undefined,
      })),
  TargetGroupBinding: ({ serviceRef }) => objectsIn([serviceRef]).map(byName(true)),
  ConfigMap: (_, { data }) =>
    Object.entries(isObject(data) ? data : {}).flatMap(([key, value]) => [
      ...tcpService(key, value),
      ...inText(String(value)),
    ]),
};

/** What an object sends to, each port once. */
export function sendingsOf({ kind, object }: ManifestObject): Sending[] {
  const read = Object.hasOwn(ROUTES, kind) ? ROUTES[kind] : undefined;
  if (!read) return [];
  const found = new Map<string, Sending>();
  for (const sending of read(isObject(object.spec) ? object.spec : {}, object)) {
    found.set(`${sending.namespace}/${sending.service}:${sending.port}`, sending);
  }
  return [...found.values()];
}

/** The kinds of objects that send to Services. */
export const ROUTE_KINDS = Object.keys(ROUTES);

/** ingress-nginx speaks HTTP unless it is told otherwise; what other proxies speak to a port is theirs to know. */
function speaksTls(ingress: KubernetesObject): boolean | undefined {
  const told = annotation(ingress, 'nginx.ingress.kubernetes.io/backend-protocol');
  if (told !== undefined) return /^(https|grpcs)$/i.test(told);
  const named = annotation(ingress, 'kubernetes.io/ingress.class') ?? ingress.spec?.ingressClassName;
  return named === 'nginx' ? false : undefined;
}

/**
 * In the notation of networking.k8s.io/v1 and of before; ingress-nginx may speak TLS to the backend, or pass it
 * through.
 */
export function ingressDials(object: KubernetesObject): Sending[] {
  const nginx = (key: string) => annotation(object, `nginx.ingress.kubernetes.io/${key}`);
  const spec = isObject(object.spec) ? object.spec : {};
  const paths = objectsIn(spec.rules).flatMap((rule) => objectsIn(rule.http?.paths));
  return [spec.defaultBackend, spec.backend, ...paths.map(({ backend }) => backend)]
    .filter(isObject)
    .filter((backend) => typeof (backend.service?.name ?? backend.serviceName) === 'string')
    .map((backend): Sending => ({
      service: backend.service?.name ?? backend.serviceName,
      port: backend.service?.port?.number ?? backend.service?.port?.name ?? backend.servicePort,
      passesTcp: nginx('ssl-passthrough') === 'true',
      tls: speaksTls(object),
    }));
}

function gatewayRoute(passesTcp: boolean): Read {
  return (spec) =>
    objectsIn(spec.rules)
      .flatMap(({ backendRefs, filters }) => [
        ...objectsIn(backendRefs),
        ...objectsIn(filters)
          .map(({ requestMirror }) => requestMirror?.backendRef)
          .filter(isObject),
      ])
      .filter(({ kind = 'Service' }) => kind === 'Service')
      .map(byName(passesTcp));
}

function byName(passesTcp: boolean): (to: any) => Sending {
  return ({ name, namespace, port, scheme }) => ({
    service: String(name),
    namespace: text(namespace),
    port,
    passesTcp,
    tls: scheme === 'https' || undefined,
  });
}

function byService(passesTcp: boolean): (to: any) => Sending {
  return ({ service, port, tls }) => {
    const [namespace, name] = String(service).includes('/') ? String(service).split('/') : [undefined, String(service)];
    return { service: name, namespace, port, passesTcp, tls: tls?.enable === true || undefined };
  };
}

function byServiceName(passesTcp: boolean): (to: any) => Sending {
  return ({ serviceName, servicePort }) => ({ service: String(serviceName), port: servicePort, passesTcp });
}

function byHost(passesTcp: boolean): (to: any) => Sending {
  return ({ host, port }) => ({ service: String(host), port: port?.number, passesTcp });
}

/** `https://name.namespace:port`, with or without what comes before and after the name. */
export function byUrl(url: unknown, passesTcp: boolean): Sending[] {
  const [, scheme, host, port] = /^(?:(\w+):\/\/)?([^/:\s]+)(?::(\d+))?/.exec(String(url ?? '')) ?? [];
  return host === undefined
    ? []
    : [
        {
          service: host,
          port: Number(port ?? (scheme === 'https' ? 443 : 80)),
          passesTcp,
          tls: scheme === 'https' || undefined,
        },
      ];
}

/**
 * An entry of the TCP services of ingress-nginx: `namespace/name:port`, and whether it reads and whether it writes a
 * PROXY header.
 */
function tcpService(key: string, value: unknown): Sending[] {
  const [, namespace, service, port, , writes] =
    /^([a-z0-9-]+)\/([a-z0-9-]+):([\w-]+)(?::(PROXY)?)?(?::(PROXY)?)?$/.exec(String(value)) ?? [];
  return /^\d+$/.test(key) && service !== undefined
    ? [
        {
          service,
          namespace,
          port: /^\d+$/.test(port) ? Number(port) : port,
          passesTcp: true,
          proxyProtocol: writes ? 1 : undefined,
        },
      ]
    : [];
}

/** What the configurations of nginx, HAProxy and Caddy send to: hosts, of which some are Services. */
function inText(configuration: string): Sending[] {
  const urls = [
    ...configuration.matchAll(/\b(?:proxy_pass|reverse_proxy)\s+((?:https?:\/\/)?[\w.-]+(?::\d+)?)/g),
  ].flatMap(([, url]) => byUrl(url, false));
  const servers = [...configuration.matchAll(/^[ \t]*server[ \t]+(?:\S+[ \t]+)?([a-z0-9][\w.-]*:\d+)/gm)].flatMap(
    ([, url]) => byUrl(url, false),
  );
  return [...urls, ...servers];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
