import { Balancer, HealthCheck, KubernetesObject } from './balancer';
import { annotationReader, annotationSetting, isLocal, LOCAL_POLICY, refused, refusedUnless } from './manifest';
import { appending, ending, hasPort, HTTP, HTTPS, Mode, passing, PROTO_AND_PORT, serviceController } from './service-table';

const TYPE = 'oci.oraclecloud.com/load-balancer-type';
const LB = 'service.beta.kubernetes.io/oci-load-balancer-';
const NLB = 'oci-network-load-balancer.oraclecloud.com/';
const MAKES = { 'oci-flexible': 'flexible Load Balancer of Oracle', 'oci-network': 'Network Load Balancer of Oracle' };
const VERSIONS: Readonly<Record<string, 1 | 2>> = { 1: 1, 2: 2 };
/** It asks kube-proxy, whichever the policy. */
const NODE_CHECK: HealthCheck = { kind: 'node', sendsProxyProtocol: false };

export const oci = serviceController({
  id: 'oci-cloud-controller-manager',
  cloud: 'oci',
  makes: MAKES,
  prefix: 'oci.oraclecloud.com/',
  signs: { prefixes: [LB, NLB] },
  keys: [
    'defined-tags', 'initial-defined-tags-override', 'initial-freeform-tags-override', 'ingress-ip-mode', 'load-balancer-type',
    'node-label-selector', 'oci-backend-network-security-group', 'oci-network-security-groups', 'reserved-ips', 'security-rule-management-mode',
    ...[
      'backend-protocol', 'backendset-ssl-config', 'connection-idle-timeout', 'connection-proxy-protocol-version', 'health-check-interval',
      'health-check-retries', 'health-check-timeout', 'internal', 'listener-ssl-config', 'loadbalancer-policy', 'rule-sets',
      'security-list-management-mode', 'shape', 'shape-flex-max', 'shape-flex-min', 'ssl-ports', 'subnet1', 'subnet2', 'tls-backendset-secret',
      'tls-secret', 'connection-persistence-cookie',
    ].map((suffix) => `${LB}${suffix}`),
    ...[
      'backend-policy', 'defined-tags', 'external-ip-only', 'freeform-tags', 'health-check-interval', 'health-check-retries', 'health-check-timeout',
      'internal', 'is-ppv2-enabled', 'is-preserve-source', 'network-security-groups', 'node-label-selector', 'security-list-management-mode',
      'subnet', 'assigned-ipv6', 'assigned-private-ipv4', 'is-fail-open', 'is-instant-failover-enabled',
    ].map((suffix) => `${NLB}${suffix}`),
  ],
  make: (service, read) => read('load-balancer-type') === 'nlb' ? network(service) : flexible(service),
  refusals: (service, read) => read('load-balancer-type') === 'nlb' ? networkRefusals(service) : [
    ...refusedUnless(service, TYPE, ['lb', 'nlb']),
    ...refusedUnless(service, `${LB}connection-proxy-protocol-version`, ['1', '2']),
    ...refusedUnless(service, `${LB}backend-protocol`, ['TCP', 'HTTP', 'GRPC']),
  ],
});

function flexible(service: KubernetesObject): Balancer {
  const read = annotationReader(service, LB);
  return ending(service, {
    id: 'oci-flexible',
    name: MAKES['oci-flexible'],
    mode: (port) => flexibleMode(read('backend-protocol') ?? 'TCP', hasPort(read('ssl-ports'), port), VERSIONS[read('connection-proxy-protocol-version') ?? '']),
    rules: appending({ 'X-Real-IP': '{client}', ...PROTO_AND_PORT }),
    healthCheck: NODE_CHECK,
    settings: {
      proxyProtocol: annotationSetting(`${LB}connection-proxy-protocol-version`, '2'),
      backend: annotationSetting(`${LB}backend-protocol`, 'TCP'),
    },
    internal: read('internal') === 'true',
  });
}

function flexibleMode(backend: string, endsTls: boolean, proxyProtocol: Mode['proxyProtocol']): Mode {
  if (backend === 'HTTP') return endsTls ? HTTPS : HTTP;
  if (backend === 'GRPC') return { speaks: endsTls ? 'https' : 'http', backend: 'grpc' };
  return { speaks: endsTls ? 'tls' : 'tcp', backend: 'tcp', proxyProtocol };
}

/** It keeps the source with policy Local unless told not to. */
function network(service: KubernetesObject): Balancer {
  const read = annotationReader(service, NLB);
  const proxyProtocol = read('is-ppv2-enabled') === 'true' ? 2 : undefined;
  const balancer = passing(service, 'oci-network', MAKES['oci-network'], { healthCheck: NODE_CHECK, internal: read('internal') === 'true' });
  const preserves = read('is-preserve-source') !== 'false';
  return {
    ...balancer,
    frontends: balancer.frontends.map((frontend) => ({ ...frontend, proxyProtocol })),
    peer: isLocal(service) && !preserves ? { role: 'balancer' } : balancer.peer,
    settings: {
      keepSource: preserves ? LOCAL_POLICY : annotationSetting(`${NLB}is-preserve-source`, 'true'),
      proxyProtocol: annotationSetting(`${NLB}is-ppv2-enabled`, 'true'),
    },
  };
}

function networkRefusals(service: KubernetesObject) {
  const read = annotationReader(service, NLB);
  return read('is-preserve-source') === 'true' && !isLocal(service)
    ? [refused(`${NLB}is-preserve-source`, 'The controller refuses to keep the source with externalTrafficPolicy: Cluster.', 'Set externalTrafficPolicy: Local, or take the annotation out.')] : [];
}
