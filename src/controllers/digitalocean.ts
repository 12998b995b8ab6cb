import { Balancer, HealthCheck, KubernetesObject } from './balancer';
import { annotationField, annotationSetting, sourceRangesBeside } from './manifest';
import { appending, ending, hasPort, HTTP, HTTPS, Mode, passing, PROTO_AND_PORT, Read, serviceController, TCP } from './service-table';

const DO = 'service.beta.kubernetes.io/do-loadbalancer-';
const MAKES = {
  'digitalocean-network': 'Network Load Balancer of DigitalOcean',
  'digitalocean-regional': 'Regional Load Balancer of DigitalOcean',
};

/** The type decides everything: a network balancer passes packets on, a regional one ends connections. */
export const digitalOcean = serviceController({
  id: 'digitalocean-cloud-controller-manager',
  cloud: 'digitalocean',
  makes: MAKES,
  prefix: DO,
  signs: { prefixes: ['kubernetes.digitalocean.com/'] },
  keys: [
    'algorithm', 'allow-rules', 'certificate-id', 'certificate-name', 'deny-rules', 'disable-lets-encrypt-dns-records', 'disown',
    'enable-backend-keepalive', 'enable-proxy-protocol', 'healthcheck-check-interval-seconds', 'healthcheck-healthy-threshold',
    'healthcheck-path', 'healthcheck-port', 'healthcheck-protocol', 'healthcheck-response-timeout-seconds', 'healthcheck-unhealthy-threshold',
    'hostname', 'http-idle-timeout-seconds', 'http-ports', 'http2-ports', 'http3-port', 'name', 'network', 'network-stack',
    'override-health-check', 'protocol', 'redirect-http-to-https', 'size-slug', 'size-unit', 'sticky-sessions-cookie-name',
    'sticky-sessions-cookie-ttl', 'sticky-sessions-type', 'tls-cipher-policy', 'tls-passthrough', 'tls-ports', 'type',
    'kubernetes.digitalocean.com/load-balancer-id',
  ],
  make: (service, read) => read('type') === 'REGIONAL' ? regional(service, read) : network(service, read),
  doubt: (_, read) => read('type') !== undefined || !asksForRegional(read) ? undefined : {
    doubt: 'balancer-type',
    remark: {
      rule: 'do-type-not-explicit',
      field: annotationField(`${DO}type`),
      why: 'New balancers are of type REGIONAL_NETWORK, which has neither PROXY protocol nor HTTP. An older one may still be REGIONAL.',
      mend: `Write ${DO}type: "REGIONAL".`,
    },
  },
});

/** PROXY protocol and HTTP are what only a regional balancer does. */
function asksForRegional(read: Read): boolean {
  return read('enable-proxy-protocol') === 'true' || ['protocol', 'http-ports', 'http2-ports', 'tls-ports', 'certificate-id', 'certificate-name'].some((suffix) =>
    ![undefined, 'tcp'].includes(read(suffix)));
}

function network(service: KubernetesObject, read: Read): Balancer {
  return passing(service, 'digitalocean-network', MAKES['digitalocean-network'], { healthCheck: { kind: 'node', sendsProxyProtocol: false }, ...access(service, read) });
}

function regional(service: KubernetesObject, read: Read): Balancer {
  const sendsProxyProtocol = read('enable-proxy-protocol') === 'true';
  const proxyProtocol = sendsProxyProtocol ? 1 : undefined;
  return ending(service, {
    id: 'digitalocean-regional',
    name: MAKES['digitalocean-regional'],
    mode: (port) => ({ ...mode(read, port), proxyProtocol }),
    rules: appending(PROTO_AND_PORT, read('redirect-http-to-https') === 'true'),
    healthCheck: healthCheck(read, sendsProxyProtocol),
    settings: {
      proxyProtocol: annotationSetting(`${DO}enable-proxy-protocol`, 'true'),
      healthCheck: annotationSetting(`${DO}override-health-check`, 'false'),
    },
    ...access(service, read),
  });
}

function mode(read: Read, port: { readonly port: number; readonly name?: string }): Mode {
  const certified = read('certificate-id') !== undefined || read('certificate-name') !== undefined;
  const tlsPorts = read('tls-ports') ?? (certified ? '443' : undefined);
  if (hasPort(tlsPorts, port)) return read('tls-passthrough') === 'true' ? TCP : HTTPS;
  const isHttp = hasPort(read('http-ports'), port) || ['http', 'https', 'http2', 'http3'].includes(read('protocol') ?? 'tcp');
  return isHttp ? HTTP : TCP;
}

/** By itself it asks kube-proxy, without a PROXY header; an override hands the check to the user, and the header with it. */
function healthCheck(read: Read, sendsProxyProtocol: boolean): HealthCheck {
  if (read('override-health-check') !== 'true') return { kind: 'node', sendsProxyProtocol: false };
  const port = Number(read('healthcheck-port')) || 'traffic-port';
  return ['http', 'https'].includes(read('healthcheck-protocol') ?? 'tcp')
    ? { kind: 'http', port, path: read('healthcheck-path') ?? '/', passes: '200-399', sendsProxyProtocol }
    : { kind: 'tcp', port, sendsProxyProtocol };
}

function access(service: KubernetesObject, read: Read): Partial<Balancer> {
  return { internal: read('network') === 'INTERNAL', admits: sourceRangesBeside(service, read('allow-rules')) };
}
