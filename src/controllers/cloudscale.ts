import { Frontend, HealthCheck, KubernetesObject } from './balancer';
import { annotationSetting } from './fields';
import { ending, httpCheck, NO_CHECK, NODE_CHECK, TCP, TCP_CHECK } from './making';
import { byApi, goObject, INTEGER, jsonStrings, OBJECT, oneOf, STRINGS } from './readers';
import { Remark } from './reading';
import { Read, refusedValues, serviceController } from './service-table';
import { isLocal } from './services';
import { chosenSources } from './source-ranges';

const CLOUDSCALE = 'k8s.cloudscale.ch/loadbalancer-';
const NAME = 'load balancer of cloudscale.ch';
const VERSIONS: Readonly<Record<string, Frontend['proxyProtocol']>> = { proxy: 1, proxyv2: 2 };

/** No line of it reads spec.loadBalancerSourceRanges. */
export const cloudscale = serviceController({
  id: 'cloudscale-cloud-controller-manager',
  cloud: 'cloudscale',
  makes: { cloudscale: NAME },
  prefix: CLOUDSCALE,
  keys: [
    'config-version',
    'flavor',
    'floating-ips',
    'force-hostname',
    'health-monitor-delay-s',
    'health-monitor-down-threshold',
    'health-monitor-http',
    'health-monitor-timeout-s',
    'health-monitor-type',
    'health-monitor-up-threshold',
    'ip-mode',
    'listener-allowed-cidrs',
    'listener-allowed-subnets',
    'listener-protocol',
    'name',
    'node-selector',
    'pool-algorithm',
    'pool-protocol',
    'timeout-client-data-ms',
    'timeout-member-connect-ms',
    'timeout-member-data-ms',
    'uuid',
    'vip-addresses',
    'zone',
  ],
  transports: ['TCP', 'UDP'],
  accepts: {
    'pool-protocol': byApi(oneOf('tcp', 'proxy', 'proxyv2')),
    'listener-protocol': byApi(oneOf('tcp')),
    'pool-algorithm': byApi(oneOf('round_robin', 'least_connections', 'source_ip')),
    'health-monitor-type': byApi(oneOf('ping', 'tcp', 'http', 'https', 'tls-hello')),
    'health-monitor-http': OBJECT,
    'health-monitor-delay-s': INTEGER,
    'health-monitor-timeout-s': INTEGER,
    'health-monitor-up-threshold': INTEGER,
    'health-monitor-down-threshold': INTEGER,
    'timeout-client-data-ms': INTEGER,
    'timeout-member-connect-ms': INTEGER,
    'timeout-member-data-ms': INTEGER,
    'listener-allowed-cidrs': STRINGS,
    'listener-allowed-subnets': STRINGS,
    'floating-ips': STRINGS,
  },
  refusals: (_, read): Remark[] =>
    read('force-hostname') ? [] : refusedValues({ prefix: CLOUDSCALE }, { 'ip-mode': oneOf('Proxy', 'VIP') }, read),
  make: (service, read) =>
    ending(service, {
      id: 'cloudscale',
      name: NAME,
      mode: () => ({ ...TCP, proxyProtocol: VERSIONS[read('pool-protocol') ?? ''] }),
      healthCheck: healthCheck(service, read),
      settings: {
        proxyProtocol: annotationSetting(`${CLOUDSCALE}pool-protocol`, 'proxyv2'),
        healthCheck: annotationSetting(`${CLOUDSCALE}health-monitor-type`, isLocal(service) ? 'http' : 'tcp'),
        admit: annotationSetting(`${CLOUDSCALE}listener-allowed-cidrs`, '["192.0.2.0/24"]'),
      },
      admits: chosenSources(jsonStrings(read('listener-allowed-cidrs') ?? '') ?? []),
      shortCut: read('ip-mode') === 'VIP' && !read('force-hostname'),
    }),
});

/** With Local the port is kube-proxy's, and the controller asks it over HTTP, whatever the type. */
function healthCheck(service: KubernetesObject, read: Read): HealthCheck {
  if (isLocal(service)) return NODE_CHECK;
  const type = read('health-monitor-type') ?? 'tcp';
  if (type === 'ping') return NO_CHECK;
  if (type !== 'http' && type !== 'https') return TCP_CHECK;
  const {
    urlpath,
    url_path: path = urlpath,
    expected_codes: codes,
  } = goObject(read('health-monitor-http') ?? '') ?? {};
  const passes = Array.isArray(codes) && codes.length > 0 ? codes.map(String).join() : '200';
  return httpCheck(typeof path === 'string' && path !== '' ? path : '/', passes, { tls: type === 'https' });
}
