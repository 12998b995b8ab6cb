import { HealthCheck } from './balancer';
import { annotationSetting, refused } from './fields';
import { appending, ending, HTTP, httpCheck, HTTPS, Mode, TCP, TCP_CHECK } from './making';
import { BOOL, DURATION, goInt, inAnyCase, INTEGER, oneOfInAnyCase } from './readers';
import { Remark } from './reading';
import { Read, refusedValues, serviceController } from './service-table';
import { isTrue } from '../notation/go';

const HETZNER = 'load-balancer.hetzner.cloud/';
const NAME = 'Load Balancer of Hetzner Cloud';
const MODES: Readonly<Record<string, Mode>> = { tcp: TCP, http: HTTP, https: HTTPS };

/** No line of it reads spec.loadBalancerSourceRanges. */
export const hetzner = serviceController({
  id: 'hcloud-cloud-controller-manager',
  cloud: 'hetzner',
  makes: { hetzner: NAME },
  prefix: HETZNER,
  keys: [
    'algorithm-type',
    'certificate-type',
    'disable-private-ingress',
    'disable-public-network',
    'health-check-http-domain',
    'health-check-http-path',
    'health-check-http-validate-certificate',
    'health-check-interval',
    'health-check-port',
    'health-check-protocol',
    'health-check-retries',
    'health-check-timeout',
    'hostname',
    'http-certificates',
    'http-cookie-lifetime',
    'http-cookie-name',
    'http-managed-certificate-acme-staging',
    'http-managed-certificate-domains',
    'http-managed-certificate-name',
    'http-redirect-http',
    'http-status-codes',
    'http-sticky-sessions',
    'http-timeout-idle',
    'id',
    'ipv4',
    'ipv4-rdns',
    'ipv6',
    'ipv6-disabled',
    'ipv6-rdns',
    'location',
    'name',
    'network-zone',
    'node-selector',
    'private-ipv4',
    'private-subnet-ip-range',
    'protocol',
    'type',
    'use-private-ip',
    'uses-proxyprotocol',
  ],
  accepts: {
    'uses-proxyprotocol': BOOL,
    protocol: oneOfInAnyCase('tcp', 'http', 'https'),
    'algorithm-type': oneOfInAnyCase('round_robin', 'least_connections'),
    'disable-public-network': BOOL,
    'disable-private-ingress': BOOL,
    'use-private-ip': BOOL,
    'ipv6-disabled': BOOL,
    'http-cookie-lifetime': DURATION,
    'http-timeout-idle': DURATION,
    'http-redirect-http': BOOL,
    'http-sticky-sessions': BOOL,
    'health-check-protocol': oneOfInAnyCase('tcp', 'http', 'https'),
    'health-check-port': INTEGER,
    'health-check-interval': DURATION,
    'health-check-timeout': DURATION,
    'health-check-retries': INTEGER,
  },
  refusals: (_, read) => [
    ...(checkProtocol(read) === 'tcp'
      ? []
      : refusedValues({ prefix: HETZNER }, { 'health-check-http-validate-certificate': BOOL }, read)),
    ...certificateRefusals(read),
  ],
  make: (service, read) =>
    ending(service, {
      id: 'hetzner',
      name: NAME,
      mode: () => ({ ...MODES[protocol(read)], proxyProtocol: isTrue(read('uses-proxyprotocol')) ? 1 : undefined }),
      rules: appending({}, isTrue(read('http-redirect-http'))),
      healthCheck: healthCheck(read),
      settings: {
        proxyProtocol: annotationSetting(`${HETZNER}uses-proxyprotocol`, 'true'),
        healthCheck: annotationSetting(`${HETZNER}health-check-protocol`, 'tcp'),
      },
      internal: isTrue(read('disable-public-network')),
    }),
});

function protocol(read: Read): string {
  return inAnyCase('tcp', 'http', 'https')(read('protocol') ?? 'tcp') ?? 'tcp';
}

function certificateRefusals(read: Read): Remark[] {
  if (read('certificate-type') === 'managed') {
    return read('http-managed-certificate-domains') !== undefined
      ? []
      : [
          refused(
            `${HETZNER}certificate-type`,
            'The controller refuses a managed certificate without domains.',
            `Name them in ${HETZNER}http-managed-certificate-domains.`,
          ),
        ];
  }
  if (protocol(read) !== 'https' || read('http-certificates')) return [];
  return [
    refused(
      `${HETZNER}protocol`,
      'The API of Hetzner refuses HTTPS without a certificate.',
      `Name one in ${HETZNER}http-certificates.`,
    ),
  ];
}

/** Any key of the check turns it into one of the protocol of the traffic; without one it is TCP. */
function checkProtocol(read: Read): string {
  const own = read('health-check-protocol');
  if (own !== undefined) return own.toLowerCase();
  const asked = ['port', 'interval', 'timeout', 'retries'].some((key) => read(`health-check-${key}`) !== undefined);
  return asked ? protocol(read) : 'tcp';
}

function healthCheck(read: Read): HealthCheck {
  const type = checkProtocol(read);
  const port = goInt(read('health-check-port') ?? '') ?? 'traffic-port';
  if (type === 'tcp') return { ...TCP_CHECK, port };
  const passes = (read('http-status-codes') ?? '2??,3??').replace(/(\d)\?\?/g, '$100-$199');
  return httpCheck(read('health-check-http-path') ?? '/', passes, { port, tls: type === 'https' });
}
