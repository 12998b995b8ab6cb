import { Document, parseAllDocuments } from 'yaml';
import { fileEntriesOf } from './environment';
import { sendingsIn } from './proxy-configuration';
import { byUrl, Sending } from './sending';
import { KubernetesObject } from '../../controllers/balancer';
import { annotation, annotationField } from '../../controllers/fields';
import { backendReferences, speaksTls } from '../../controllers/ingress';
import { backendsByAnnotation } from '../../controllers/registry';
import { objectsIn } from '../../controllers/values';
import { ManifestObject } from '../../forms/manifests';
import { fieldsOf, isObject } from '../../input/objects';
import { AS_KUBECTL } from '../../input/yaml';

type Read = (spec: any, from: ManifestObject) => Sending[];

/**
 * Objects of other proxies that send to Services, and where they name them. A kind that is not here is looked for by
 * the Service's name.
 */
const ROUTES: Readonly<Record<string, Read>> = {
  Ingress: (_, { object }) => [
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
  // Skipper
  RouteGroup: (spec) =>
    objectsIn(spec.backends)
      .filter(({ type }) => type === 'service')
      .map(byServiceName(false)),
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
  Service: (_, { object }) => ambassadorMappings(object),
  ConfigMap: (_, from) => inFiles(from, (key, file) => [...tcpService(key, file), ...sendingsIn(file)]),
  Secret: (_, from) => inFiles(from, (_key, file) => sendingsIn(file)),
};

/** What an object sends to, each port once. */
export function sendingsOf(from: ManifestObject): Sending[] {
  const { kind, object } = from;
  const read = Object.hasOwn(ROUTES, kind) ? ROUTES[kind] : undefined;
  if (!read) return [];
  const found = new Map<string, Sending>();
  for (const sending of read(fieldsOf(object.spec), from)) {
    found.set(`${sending.namespace}/${sending.service}:${sending.port}`, sending);
  }
  return [...found.values()];
}

/** The kinds of objects that send to Services. */
export const ROUTE_KINDS = Object.keys(ROUTES);

/**
 * In the notation of networking.k8s.io/v1 and of before; ingress-nginx may speak TLS to the backend, or pass it
 * through.
 */
export function ingressDials(object: KubernetesObject): Sending[] {
  const nginx = (key: string) => annotation(object, `nginx.ingress.kubernetes.io/${key}`);
  return backendReferences(object).map(({ name, port }): Sending => ({
    service: name,
    port,
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

/** What the files of a ConfigMap or Secret send to. */
function inFiles(from: ManifestObject, read: (key: string, text: string) => Sending[]): Sending[] {
  return [...fileEntriesOf(from)].flatMap(([key, { value = '', field }]) =>
    read(key, value).map((sending) => ({ ...sending, field })),
  );
}

const AMBASSADOR = 'getambassador.io/config';

/** Mappings of Emissary that an annotation holds, as documents of YAML. */
function ambassadorMappings(object: KubernetesObject): Sending[] {
  return parseAllDocuments(annotation(object, AMBASSADOR) ?? '', AS_KUBECTL)
    .map(contentOf)
    .filter(isObject)
    .filter(({ kind }) => kind === 'Mapping' || kind === 'TCPMapping')
    .flatMap(({ kind, service }) => byUrl(service, kind === 'TCPMapping'))
    .map((sending) => ({ ...sending, field: annotationField(AMBASSADOR) }));
}

/** Nothing where an alias leads nowhere. */
function contentOf(document: Document): unknown {
  try {
    return document.toJS();
  } catch {
    return undefined;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
