import { Frontend } from './balancer';
import { annotationField, annotationSetting } from './fields';
import { ending, HTTP, Mode, PRESERVING, TCP } from './making';
import { INTEGER, orEmpty } from './readers';
import { Open, Read, serviceController } from './service-table';

const CIVO = 'kubernetes.civo.com/';
const NAME = 'Load Balancer of Civo';
const VERSIONS: Readonly<Record<string, Frontend['proxyProtocol']>> = { 'send-proxy': 1, 'send-proxy-v2': 2 };
const MODES: Readonly<Record<string, Mode>> = { TCP, HTTP };

/** Values of either key go to Civo's API unchecked. No line of it reads spec.loadBalancerSourceRanges. */
export const civo = serviceController({
  id: 'civo-cloud-controller-manager',
  cloud: 'civo',
  makes: { civo: NAME },
  prefix: CIVO,
  signs: { traces: /\.lb\.civo\.com$/ },
  keys: [
    'client-timeout',
    'cluster-id',
    'firewall-id',
    'ipv4-address',
    'loadbalancer-algorithm',
    'loadbalancer-enable-proxy-protocol',
    'loadbalancer-id',
    'loadbalancer-name',
    'max-concurrent-requests',
    'protocol',
    'server-timeout',
  ],
  accepts: { 'max-concurrent-requests': orEmpty(INTEGER) },
  doubt,
  make: (service, read) =>
    ending(service, {
      id: 'civo',
      name: NAME,
      mode: () => ({
        ...MODES[protocol(read)],
        proxyProtocol: VERSIONS[read('loadbalancer-enable-proxy-protocol') ?? ''],
      }),
      // What it does with X-Forwarded-For is not documented: the client's own may pass.
      rules: PRESERVING,
      settings: { proxyProtocol: annotationSetting(`${CIVO}loadbalancer-enable-proxy-protocol`, 'send-proxy-v2') },
      admits: read('firewall-id') ? [] : undefined,
    }),
});

function protocol(read: Read): string {
  return read('protocol')?.toUpperCase() || 'TCP';
}

function doubt(_: unknown, read: Read): Open | undefined {
  const version = read('loadbalancer-enable-proxy-protocol');
  if (version && VERSIONS[version] === undefined) {
    return unclear('loadbalancer-enable-proxy-protocol', version, 'send-proxy or send-proxy-v2');
  }
  return MODES[protocol(read)] ? undefined : unclear('protocol', protocol(read), 'tcp or http');
}

function unclear(key: string, value: string, what: string): Open {
  return {
    doubt: 'unknown-balancer',
    remark: {
      rule: 'balancer-unknown',
      field: annotationField(`${CIVO}${key}`),
      why: `What Civo makes of ${JSON.stringify(value)} is not documented.`,
      mend: `Write ${what}.`,
    },
  };
}
