import { HealthCheck, KubernetesObject } from './balancer';
import { annotationSetting, refused, servicePorts } from './manifest';
import { appending, ending, hasPort, HTTP, HTTPS, Read, serviceController } from './service-table';

const SCALEWAY = 'service.beta.kubernetes.io/scw-loadbalancer-';
const NAME = 'Load Balancer of Scaleway';

export const scaleway = serviceController({
  id: 'scaleway-cloud-controller-manager',
  cloud: 'scaleway',
  makes: { scaleway: NAME },
  prefix: SCALEWAY,
  keys: [
    'certificate-ids', 'connection-rate-limit', 'enable-access-logs', 'enable-http3', 'externally-managed', 'forward-port-algorithm',
    'health-check-delay', 'health-check-from-service', 'health-check-http-code', 'health-check-http-method', 'health-check-http-uri',
    'health-check-https-code', 'health-check-https-method', 'health-check-https-uri', 'health-check-max-retries', 'health-check-mysql-user',
    'health-check-pgsql-user', 'health-check-send-proxy', 'health-check-timeout', 'health-check-transient-delay', 'health-check-type',
    'http-backend-tls', 'http-backend-tls-skip-verify', 'id', 'ip-ids', 'ip-mode', 'max-connections', 'max-retries', 'pn-ids', 'private',
    'protocol-http', 'proxy-protocol-v1', 'proxy-protocol-v2', 'redispatch-attempt-count', 'send-proxy-v2', 'sticky-sessions',
    'sticky-sessions-cookie-name', 'timeout-client', 'timeout-connect', 'timeout-queue', 'timeout-server', 'timeout-tunnel', 'type',
    'use-hostname', 'zone',
  ],
  make: (service, read) => ending(service, {
    id: 'scaleway',
    name: NAME,
    mode: (port) => {
      const certified = read('certificate-ids') !== undefined && (hasPort(read('certificate-ids')?.split(':')[0], port) || !read('certificate-ids')!.includes(':'));
      if (hasPort(read('protocol-http'), port)) return certified ? HTTPS : HTTP;
      return { speaks: certified ? 'tls' : 'tcp', backend: 'tcp', proxyProtocol: sends(read, 'proxy-protocol-v2', port) ? 2 : sends(read, 'proxy-protocol-v1', port) ? 1 : undefined };
    },
    rules: appending(),
    healthCheck: healthCheck(read),
    settings: {
      proxyProtocol: annotationSetting(`${SCALEWAY}proxy-protocol-v2`, 'true'),
      healthCheck: annotationSetting(`${SCALEWAY}health-check-type`, 'tcp'),
    },
    internal: read('private') === 'true',
  }),
  refusals: (service: KubernetesObject, read) => servicePorts(service).some((port) => sends(read, 'proxy-protocol-v1', port) && sends(read, 'proxy-protocol-v2', port))
    ? [refused(`${SCALEWAY}proxy-protocol-v1`, 'The controller refuses both versions of PROXY protocol on one port.', `Take it or ${SCALEWAY}proxy-protocol-v2 out.`)] : [],
});

function sends(read: Read, suffix: string, port: { readonly port: number }): boolean {
  return hasPort(read(suffix), port);
}

function healthCheck(read: Read): HealthCheck {
  if (read('health-check-from-service') === 'true') return { kind: 'node', sendsProxyProtocol: read('health-check-send-proxy') === 'true' };
  const sendsProxyProtocol = read('health-check-send-proxy') === 'true';
  const type = read('health-check-type') ?? 'tcp';
  if (type !== 'http' && type !== 'https') return { kind: 'tcp', port: 'traffic-port', sendsProxyProtocol };
  return {
    kind: 'http',
    port: 'traffic-port',
    path: read(`health-check-${type}-uri`) ?? '/',
    passes: read(`health-check-${type}-code`) ?? '200',
    sendsProxyProtocol,
  };
}
