import { HealthCheck } from './balancer';
import { annotationSetting } from './manifest';
import { appending, ending, HTTP, HTTPS, Read, serviceController, TCP } from './service-table';

const HETZNER = 'load-balancer.hetzner.cloud/';
const NAME = 'Load Balancer of Hetzner Cloud';

export const hetzner = serviceController({
  id: 'hcloud-cloud-controller-manager',
  cloud: 'hetzner',
  makes: { hetzner: NAME },
  prefix: HETZNER,
  keys: [
    'algorithm-type', 'certificate-type', 'disable-private-ingress', 'disable-public-network', 'health-check-http-domain', 'health-check-http-path',
    'health-check-http-status-codes', 'health-check-http-validate-certificate', 'health-check-interval', 'health-check-port',
    'health-check-protocol', 'health-check-retries', 'health-check-timeout', 'hostname', 'http-certificates', 'http-cookie-lifetime',
    'http-cookie-name', 'http-managed-certificate-domains', 'http-managed-certificate-name', 'http-managed-certificate-use-acme-staging',
    'http-redirect-http', 'http-sticky-sessions', 'id', 'ipv4', 'ipv4-rdns', 'ipv6', 'ipv6-disabled', 'ipv6-rdns', 'location', 'name',
    'network-zone', 'node-selector', 'private-ipv4', 'private-subnet-ip-range', 'protocol', 'type', 'use-private-ip', 'uses-proxyprotocol',
  ],
  make: (service, read) => ending(service, {
    id: 'hetzner',
    name: NAME,
    mode: () => ({
      ...({ http: HTTP, https: HTTPS } as Record<string, typeof TCP>)[read('protocol') ?? 'tcp'] ?? TCP,
      proxyProtocol: read('uses-proxyprotocol') === 'true' ? 1 : undefined,
    }),
    rules: appending({}, read('http-redirect-http') === 'true'),
    healthCheck: healthCheck(read),
    settings: {
      proxyProtocol: annotationSetting(`${HETZNER}uses-proxyprotocol`, 'true'),
      healthCheck: annotationSetting(`${HETZNER}health-check-protocol`, 'tcp'),
    },
    internal: read('disable-public-network') === 'true',
  }),
});

function healthCheck(read: Read): HealthCheck {
  const port = Number(read('health-check-port')) || 'traffic-port';
  return ['http', 'https'].includes(read('health-check-protocol') ?? 'tcp')
    ? { kind: 'http', port, path: read('health-check-http-path') ?? '/', passes: read('health-check-http-status-codes') ?? '200-399', sendsProxyProtocol: false }
    : { kind: 'tcp', port, sendsProxyProtocol: false };
}
