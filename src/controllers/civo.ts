import { annotationSetting, sourceRangesBeside } from './manifest';
import { ending, HTTP, serviceController, TCP } from './service-table';

const CIVO = 'kubernetes.civo.com/';
const NAME = 'Load Balancer of Civo';
const VERSIONS: Readonly<Record<string, 1 | 2>> = { 'send-proxy': 1, 'send-proxy-v2': 2 };

export const civo = serviceController({
  id: 'civo-cloud-controller-manager',
  cloud: 'civo',
  makes: { civo: NAME },
  prefix: CIVO,
  signs: { traces: /\.lb\.civo\.com$/ },
  keys: [
    'client-timeout', 'cluster-id', 'firewall-id', 'ipv4-address', 'loadbalancer-algorithm', 'loadbalancer-enable-proxy-protocol', 'loadbalancer-id',
    'loadbalancer-name', 'max-concurrent-requests', 'protocol', 'server-timeout',
  ],
  make: (service, read) => ending(service, {
    id: 'civo',
    name: NAME,
    mode: () => ({
      ...read('protocol')?.toLowerCase() === 'http' ? HTTP : TCP,
      proxyProtocol: VERSIONS[read('loadbalancer-enable-proxy-protocol') ?? ''],
    }),
    // What it does with X-Forwarded-For is not documented: the client's own may pass.
    rules: { forwardedFor: { mode: 'preserve' }, overwrites: {}, redirectsToHttps: false },
    settings: { proxyProtocol: annotationSetting(`${CIVO}loadbalancer-enable-proxy-protocol`, 'send-proxy-v2') },
    admits: sourceRangesBeside(service, read('firewall-id')),
  }),
});
