import { ApplicationKind } from './application-load-balancer';
import { fieldsOf, isObject } from '../../input/objects';
import { GOOGLE_FRONT_ENDS } from '../../net/google-front-ends';
import { Cluster, HealthCheck, Setting } from '../balancer';
import { Attachment, routeBackends, targeting } from '../gateway-api/routes';
import { made, noHealthCheckPolicy, Reading, STATUS_CHECK, unsettled } from '../reading';
import { Backend, frontendsOf } from '../services';
import { objectsIn } from '../values';

const ID = 'gke-gateway-controller';
const CONTROLLER = 'networking.gke.io/gateway';

/** GKE's classes, without the endings of their variants for several clusters. */
const CLASSES: Readonly<Record<string, ApplicationKind>> = {
  'gke-l7-global-external-managed': {
    balancer: 'gke-application',
    name: 'global external Application Load Balancer of Google',
    frontEnds: true,
    internal: false,
  },
  'gke-l7-gxlb': {
    balancer: 'gke-application',
    name: 'classic Application Load Balancer of Google',
    frontEnds: true,
    internal: false,
  },
  'gke-l7-regional-external-managed': {
    balancer: 'gke-regional-application',
    name: 'regional external Application Load Balancer of Google',
    frontEnds: false,
    internal: false,
  },
  'gke-l7-rilb': {
    balancer: 'gke-internal-application',
    name: 'internal Application Load Balancer of Google',
    frontEnds: false,
    internal: true,
  },
  'gke-l7-cross-regional-internal-managed': {
    balancer: 'gke-internal-application',
    name: 'cross-region internal Application Load Balancer of Google',
    frontEnds: false,
    internal: true,
  },
};

const HEALTH_CHECK: Setting = {
  field: 'spec',
  write: `a HealthCheckPolicy for the Service, with type HTTP, ${STATUS_CHECK}`,
};

/**
 * GKE's controller of Gateways: the same balancers as those of its Ingresses, always with pods as their targets.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/gateway-api
 */
export function gkeRoute(
  { route, gateway, className, controller = CONTROLLER, listeners }: Attachment,
  cluster: Cluster,
): Reading | undefined {
  const kind = CLASSES[className.replace(/-mc$/, '')];
  if (!kind || controller !== CONTROLLER) return undefined;
  const backends = routeBackends(route, cluster);
  if (cluster.list('HealthCheckPolicy').length === 0) {
    return unsettled(ID, 'missing-object', [noHealthCheckPolicy('spec.rules')]);
  }
  const own = objectsIn(gateway.status?.addresses)
    .map(({ value }) => value)
    .find((value) => typeof value === 'string');
  return made(ID, {
    id: kind.balancer,
    name: kind.name,
    frontends: frontendsOf(listeners, backends, (backend) => ({
      backend: /^(HTTPS|HTTP2)$/.test(String(backend.port.appProtocol)) ? 'https' : 'http',
      differs: { healthCheck: healthCheck(backend, cluster) },
    })),
    targets: 'pods',
    peer: { role: 'balancer', networks: kind.frontEnds ? GOOGLE_FRONT_ENDS : undefined },
    http: {
      forwardedFor: { mode: 'append', appends: [own ?? '{balancer}'] },
      overwrites: { 'X-Forwarded-Proto': '{scheme}' },
      redirectsToHttps: redirects(route.spec),
    },
    healthCheck: healthCheck(backends[0], cluster),
    whenAllFail: 'errors',
    settings: { healthCheck: HEALTH_CHECK },
    internal: kind.internal,
  });
}

function redirects(spec: unknown): boolean {
  const rules = objectsIn(fieldsOf(spec).rules);
  return (
    rules.length > 0 &&
    rules.every(({ filters }) => objectsIn(filters).some(({ requestRedirect }) => requestRedirect?.scheme === 'https'))
  );
}

/** By the HealthCheckPolicy of the Service; without one, `/` on the port for traffic. */
function healthCheck(backend: Backend | undefined, cluster: Cluster): HealthCheck {
  const config: unknown = targeting(cluster, 'HealthCheckPolicy', backend?.service, 'targetRef')?.spec?.default?.config;
  const { type = 'HTTP', tcpHealthCheck, ...others } = fieldsOf(config);
  if (type === 'TCP') return { kind: 'tcp', port: portIn(tcpHealthCheck), sendsProxyProtocol: false };
  if (type === 'GRPC') {
    return {
      kind: 'grpc',
      port: portIn(others.grpcHealthCheck),
      passes: '0',
      sendsProxyProtocol: false,
    };
  }
  const check: unknown = others[`${String(type).toLowerCase()}HealthCheck`];
  const { requestPath = '/' } = fieldsOf(check);
  return {
    kind: 'http',
    port: portIn(check),
    path: String(requestPath),
    passes: '200',
    sendsProxyProtocol: false,
    ...(type === 'HTTP' ? {} : { tls: true }),
  };
}

function portIn(check: unknown): number | 'traffic-port' {
  return isObject(check) && typeof check.port === 'number' ? check.port : 'traffic-port';
}
