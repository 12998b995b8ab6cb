import { isObject } from '../../input/objects';
import { parseInt32 } from '../../notation/go';
import { Cluster, HealthCheck, KubernetesObject } from '../balancer';
import { annotationReader } from '../fields';
import { Backend } from '../services';

import { objectsIn } from '../values';
import { podBehind } from '../workloads';

const HIGHEST_PORT = 65535;
/** Without a word about the protocol the controller takes this port to speak TLS. */
export const HTTPS_PORT = 443;

/** What a probe asks for, as far as a pod or an Ingress says so. */
interface Asked {
  readonly port?: number;
  readonly path?: string;
  readonly tls?: boolean;
}

/**
 * The probe of the Application Gateway: by the Ingress's annotations, over the readiness or liveness probe of the
 * pod's container that has the port, over the path of the rule.
 *
 * @see https://github.com/Azure/application-gateway-kubernetes-ingress/blob/master/pkg/appgw/health_probes.go
 */
export function gatewayProbe(
  prefix: string,
  ingress: KubernetesObject,
  backend: Backend | undefined,
  cluster: Cluster,
): HealthCheck {
  const read = annotationReader(ingress, prefix);
  const own: Asked = { port: portOf(read('health-probe-port')), path: read('health-probe-path') || undefined };
  const pod = podBehind(backend?.service, cluster);
  // What the pods ask of themselves is not known where they are not in the input.
  if (!pod && (own.port === undefined || own.path === undefined)) return { kind: 'none' };
  const ofPod = pod && backend ? containerProbe(pod, backend) : {};
  const backendProtocol = read('backend-protocol')?.toLowerCase();
  const path = own.path ?? ofPod.path ?? read('backend-path-prefix') ?? rulePath(ingress, backend) ?? '/';
  const tls =
    backendProtocol === undefined ? (ofPod.tls ?? backend?.port.port === HTTPS_PORT) : backendProtocol === 'https';
  return {
    kind: 'http',
    port: own.port ?? ofPod.port ?? 'traffic-port',
    path: path.replace(/\*+$/, ''),
    passes: read('health-probe-status-codes') ?? '200-399',
    sendsProxyProtocol: false,
    ...(tls ? { tls } : {}),
  };
}

/** The readiness probe over HTTP of the container that has the port for traffic, else its liveness probe. */
function containerProbe(pod: Readonly<Record<string, unknown>>, { port: { port, targetPort = port } }: Backend): Asked {
  const container = objectsIn(pod.containers).find((one) =>
    objectsIn(one.ports).some(({ name, containerPort }) =>
      typeof targetPort === 'string' ? name === targetPort : containerPort === targetPort,
    ),
  );
  const get = [container?.readinessProbe, container?.livenessProbe]
    .map((probe) => (isObject(probe) ? probe.httpGet : undefined))
    .find(isObject);
  if (!get) return {};
  const named = objectsIn(container?.ports).find(({ name }) => name === get.port)?.containerPort;
  return {
    port: typeof get.port === 'number' ? get.port : named,
    path: typeof get.path === 'string' && get.path !== '' ? get.path : undefined,
    tls: get.scheme === 'HTTPS',
  };
}

/** The path of the first rule that sends to the Service. */
function rulePath({ spec }: KubernetesObject, backend: Backend | undefined): string | undefined {
  return objectsIn(spec?.rules)
    .flatMap(({ http }) => objectsIn(http?.paths))
    .filter((one) => (one.backend?.service?.name ?? one.backend?.serviceName) === backend?.name)
    .map(({ path }) => path)
    .find((path) => typeof path === 'string' && path !== '');
}

function portOf(text: string | undefined): number | undefined {
  const port = parseInt32(text ?? '');
  return port !== undefined && port > 0 && port <= HIGHEST_PORT ? port : undefined;
}
