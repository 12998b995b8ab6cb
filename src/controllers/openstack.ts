import { annotation, annotationSetting, isLocal, refused, refusedUnless } from './manifest';
import { appending, ending, HTTP, HTTPS, serviceController, TCP } from './service-table';

const OCTAVIA = 'loadbalancer.openstack.org/';
const NAME = 'Octavia load balancer of OpenStack';
const INTERNAL = 'service.beta.kubernetes.io/openstack-internal-load-balancer';
const VERSIONS: Readonly<Record<string, 1 | 2>> = { true: 1, v1: 1, v2: 2 };

/** The cloud provider OpenStack, at OVH and others, too. */
export const openstack = serviceController({
  id: 'cloud-provider-openstack',
  cloud: 'openstack',
  makes: { octavia: NAME },
  prefix: OCTAVIA,
  signs: { prefixes: ['service.beta.kubernetes.io/openstack-', 'loadbalancer.ovhcloud.com/'], traces: /\.nip\.io$/ },
  keys: [
    'availability-zone', 'class', 'connection-limit', 'default-tls-container-ref', 'enable-health-monitor', 'flavor-id', 'floating-network-id',
    'floating-subnet', 'floating-subnet-id', 'floating-subnet-tags', 'health-monitor-delay', 'health-monitor-max-retries',
    'health-monitor-max-retries-down', 'health-monitor-timeout', 'hostname', 'keep-floatingip', 'lb-method', 'load-balancer-address',
    'load-balancer-id', 'member-subnet-id', 'network-id', 'node-selector', 'port-id', 'proxy-protocol', 'subnet-id', 'timeout-client-data',
    'timeout-member-connect', 'timeout-member-data', 'timeout-tcp-inspect', 'x-forwarded-for', INTERNAL, 'loadbalancer.ovhcloud.com/class',
  ],
  make: (service, read) => ending(service, {
    id: 'octavia',
    name: NAME,
    mode: () => {
      if (read('default-tls-container-ref') !== undefined) return HTTPS;
      return read('x-forwarded-for') === 'true' ? HTTP : { ...TCP, proxyProtocol: VERSIONS[read('proxy-protocol') ?? ''] };
    },
    rules: read('x-forwarded-for') === 'true' ? appending() : { ...appending(), forwardedFor: { mode: 'preserve' } },
    healthCheck: read('enable-health-monitor') === 'false' ? { kind: 'none' }
      : isLocal(service) ? { kind: 'node', sendsProxyProtocol: false } : { kind: 'tcp', port: 'traffic-port', sendsProxyProtocol: false },
    settings: { proxyProtocol: annotationSetting(`${OCTAVIA}proxy-protocol`, 'v2') },
    internal: annotation(service, INTERNAL) === 'true',
  }),
  refusals: (service, read) => [
    ...refusedUnless(service, `${OCTAVIA}proxy-protocol`, ['v1', 'v2', 'true', 'false']),
    ...read('x-forwarded-for') === 'true' && VERSIONS[read('proxy-protocol') ?? ''] !== undefined
      ? [refused(`${OCTAVIA}x-forwarded-for`, 'The controller refuses X-Forwarded-For together with PROXY protocol.', `Take it or ${OCTAVIA}proxy-protocol out.`)] : [],
  ],
});
