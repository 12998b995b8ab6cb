import { HealthCheck, KubernetesObject } from './balancer';
import { annotationSetting, isLocal } from './manifest';
import { ending, Read, serviceController, TCP } from './service-table';

const CLOUDSCALE = 'k8s.cloudscale.ch/loadbalancer-';
const NAME = 'load balancer of cloudscale.ch';
const VERSIONS: Readonly<Record<string, 1 | 2>> = { proxy: 1, proxyv2: 2 };

export const cloudscale = serviceController({
  id: 'cloudscale-cloud-controller-manager',
  cloud: 'cloudscale',
  makes: { cloudscale: NAME },
  prefix: CLOUDSCALE,
  keys: [
    'config-version', 'flavor', 'floating-ips', 'force-hostname', 'health-monitor-delay-s', 'health-monitor-down-threshold', 'health-monitor-http',
    'health-monitor-timeout-s', 'health-monitor-type', 'health-monitor-up-threshold', 'ip-mode', 'listener-allowed-cidrs', 'listener-allowed-subnets',
    'listener-protocol', 'name', 'node-selector', 'pool-algorithm', 'pool-protocol', 'timeout-client-data-ms', 'timeout-member-connect-ms',
    'timeout-member-data-ms', 'uuid', 'vip-addresses', 'zone',
  ],
  make: (service, read) => ending(service, {
    id: 'cloudscale',
    name: NAME,
    mode: () => ({ ...TCP, proxyProtocol: VERSIONS[read('pool-protocol') ?? ''] }),
    healthCheck: healthCheck(service, read),
    settings: {
      proxyProtocol: annotationSetting(`${CLOUDSCALE}pool-protocol`, 'proxyv2'),
      healthCheck: annotationSetting(`${CLOUDSCALE}health-monitor-type`, isLocal(service) ? 'http' : 'tcp'),
    },
    admits: admits(read('listener-allowed-cidrs')),
    shortCut: read('ip-mode') === 'VIP' && read('force-hostname') === undefined,
  }),
});

/** With Local the port is kube-proxy's, which answers TCP on every node: only over HTTP does it tell who has a pod. */
function healthCheck(service: KubernetesObject, read: Read): HealthCheck {
  const type = read('health-monitor-type') ?? 'tcp';
  if (type === 'http') return isLocal(service) ? { kind: 'node', sendsProxyProtocol: false } : { kind: 'http', port: 'traffic-port', path: '/', passes: '200', sendsProxyProtocol: false };
  return isLocal(service) ? { kind: 'none' } : { kind: 'tcp', port: 'traffic-port', sendsProxyProtocol: false };
}

function admits(list: string | undefined): readonly string[] | undefined {
  return list === undefined || list === '[]' ? undefined : list.match(/[^[\]",\s]+/g) ?? undefined;
}
