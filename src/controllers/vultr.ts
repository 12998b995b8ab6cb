import { HealthCheck } from './balancer';
import { annotationSetting, sourceRangesBeside } from './manifest';
import { appending, ending, hasPort, HTTP, HTTPS, Read, serviceController, TCP } from './service-table';

const VULTR = 'service.beta.kubernetes.io/vultr-loadbalancer-';
const NAME = 'Load Balancer of Vultr';

export const vultr = serviceController({
  id: 'vultr-cloud-controller-manager',
  cloud: 'vultr',
  makes: { vultr: NAME },
  prefix: VULTR,
  keys: [
    'algorithm', 'auto-ssl', 'backend-protocol', 'create', 'firewall-rules', 'healthcheck-check-interval', 'healthcheck-healthy-threshold',
    'healthcheck-path', 'healthcheck-port', 'healthcheck-protocol', 'healthcheck-response-timeout', 'healthcheck-unhealthy-threshold', 'hostname',
    'http2', 'http3', 'https-ports', 'id', 'label', 'node-count', 'node-labels', 'private-network', 'protocol', 'proxy-protocol', 'ssl',
    'ssl-pass-through', 'ssl-redirect', 'sticky-session-cookie-name', 'sticky-session-enabled', 'timeout', 'vpc',
  ],
  make: (service, read) => ending(service, {
    id: 'vultr',
    name: NAME,
    mode: (port) => ({
      ...read('ssl') !== undefined && hasPort(read('https-ports') ?? '443', port) ? HTTPS : ['http', 'https'].includes(read('protocol') ?? 'tcp') ? HTTP : TCP,
      proxyProtocol: read('proxy-protocol') === 'true' ? 1 : undefined,
    }),
    rules: appending({}, read('ssl-redirect') === 'true'),
    healthCheck: healthCheck(read),
    settings: {
      proxyProtocol: annotationSetting(`${VULTR}proxy-protocol`, 'true'),
      healthCheck: annotationSetting(`${VULTR}healthcheck-protocol`, 'tcp'),
      backend: annotationSetting(`${VULTR}backend-protocol`, 'tcp'),
    },
    admits: sourceRangesBeside(service, read('firewall-rules')),
  }),
});

function healthCheck(read: Read): HealthCheck {
  const port = Number(read('healthcheck-port')) || 'traffic-port';
  return ['http', 'https'].includes(read('healthcheck-protocol') ?? 'tcp')
    ? { kind: 'http', port, path: read('healthcheck-path') ?? '/', passes: '200', sendsProxyProtocol: false }
    : { kind: 'tcp', port, sendsProxyProtocol: false };
}
