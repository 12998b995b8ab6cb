import { HealthCheck } from './balancer';
import { annotationSetting, isObject, json, refusedUnless, sourceRangesBeside } from './manifest';
import { appending, ending, HTTP, HTTPS, Mode, PROTO, Read, serviceController, TCP } from './service-table';

const LINODE = 'service.beta.kubernetes.io/linode-loadbalancer-';
const NAME = 'NodeBalancer of Linode';
/** The addresses of all NodeBalancers, unless they stand in a VPC. */
const PRIVATE_NETWORK = '192.168.255.0/24';
const VERSIONS: Readonly<Record<string, 1 | 2>> = { v1: 1, v2: 2 };

export const linode = serviceController({
  id: 'linode-cloud-controller-manager',
  cloud: 'linode',
  makes: { linode: NAME },
  prefix: LINODE,
  signs: { traces: /\.ip\.linodeusercontent\.com$/ },
  keys: [
    'backend-ipv4-range', 'backend-subnet-id', 'backend-subnet-name', 'backend-vpc-name', 'check-attempts', 'check-body', 'check-interval',
    'check-passive', 'check-path', 'check-timeout', 'check-type', 'check-udp-check-port', 'default-algorithm', 'default-protocol',
    'default-proxy-protocol', 'default-stickiness', 'enable-ipv6-backends', 'enable-ipv6-ingress', 'firewall-acl', 'firewall-id',
    'frontend-ipv4-range', 'frontend-ipv6-range', 'frontend-subnet-id', 'frontend-subnet-name', 'frontend-vpc-name',
    'hostname-only-ingress', 'nodebalancer-id', 'nodebalancer-type', 'port', 'preserve', 'proxy-protocol', 'reserved-ipv4', 'tags', 'throttle',
    ...[80, 443].map((port) => `port-${port}`),
  ],
  make: (service, read) => ending(service, {
    id: 'linode',
    name: NAME,
    mode: ({ port }) => mode(read, port),
    rules: appending(PROTO),
    networks: read('backend-ipv4-range') !== undefined ? [read('backend-ipv4-range')!] : read('backend-subnet-id') || read('backend-vpc-name') ? undefined : [PRIVATE_NETWORK],
    healthCheck: healthCheck(read),
    settings: {
      proxyProtocol: annotationSetting(`${LINODE}default-proxy-protocol`, 'v2'),
      healthCheck: annotationSetting(`${LINODE}check-type`, 'connection'),
    },
    admits: sourceRangesBeside(service, read('firewall-acl') ?? read('firewall-id')),
  }),
  refusals: (service) => refusedUnless(service, `${LINODE}default-proxy-protocol`, ['none', 'v1', 'v2']),
});

/** The annotation of a port wins over the default; PROXY protocol is for tcp alone. */
function mode(read: Read, port: number): Mode {
  const own = json(read(`port-${port}`));
  const ofPort: Record<string, unknown> = isObject(own) ? own : {};
  const protocol = ofPort.protocol ?? read('default-protocol') ?? 'tcp';
  if (protocol === 'http') return HTTP;
  if (protocol === 'https') return HTTPS;
  return { ...TCP, proxyProtocol: VERSIONS[String(ofPort['proxy-protocol'] ?? read('default-proxy-protocol') ?? read('proxy-protocol'))] };
}

function healthCheck(read: Read): HealthCheck {
  const type = read('check-type') ?? 'connection';
  if (type === 'none') return { kind: 'none' };
  if (type === 'connection') return { kind: 'tcp', port: 'traffic-port', sendsProxyProtocol: false };
  return { kind: 'http', port: 'traffic-port', path: read('check-path') ?? '/', passes: '200-399', sendsProxyProtocol: false };
}
