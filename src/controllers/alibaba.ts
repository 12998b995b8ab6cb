import { Balancer, Frontend, KubernetesObject } from './balancer';
import { annotationSetting, isLocal, LOCAL_POLICY, ServicePort, sourceRangesBeside } from './manifest';
import { appending, ending, HTTP, HTTPS, Mode, PROTO, passing, Read, serviceController, TCP } from './service-table';

const ALIBABA = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-';
const CLASS = 'alibabacloud.com/nlb';
const MAKES = { 'alibaba-clb': 'Classic Load Balancer of Alibaba Cloud', 'alibaba-nlb': 'Network Load Balancer of Alibaba Cloud' };

export const alibaba = serviceController({
  id: 'alibaba-cloud-provider',
  cloud: 'alibaba',
  makes: MAKES,
  prefix: ALIBABA,
  signs: { classes: [CLASS] },
  keys: [
    'acl-id', 'acl-ids', 'acl-status', 'acl-type', 'additional-resource-tags', 'address-type', 'alpn', 'alpn-policy', 'backend-label', 'backend-type', 'bandwidth',
    'bandwidth-package-id', 'cacert-id', 'cacert', 'cert-id', 'charge-type', 'connection-drain', 'connection-drain-timeout', 'cookie', 'cookie-timeout',
    'cps', 'delete-protection', 'eip-association', 'established-timeout', 'external-ip-type', 'force-override-listeners', 'forward-port',
    'health-check-connect-port', 'health-check-connect-timeout', 'health-check-domain', 'health-check-flag', 'health-check-httpcode', 'health-check-interval',
    'health-check-method', 'health-check-switch', 'health-check-timeout', 'health-check-type', 'health-check-uri', 'healthy-threshold', 'hostname', 'http2',
    'id', 'idle-timeout', 'instance-charge-type', 'ip', 'ip-version', 'ipv6-address-type', 'listener-port-range', 'master-zoneid', 'modification-protection', 'name', 'network-type',
    'persistence-timeout', 'ppv2-private-link-ep-id-enabled', 'ppv2-private-link-eps-id-enabled', 'ppv2-vpc-id-enabled', 'preserve-client-ip',
    'preserve-lb-on-delete', 'protocol-port', 'proxy-protocol', 'remove-unscheduled-backend', 'request-timeout', 'resource-group-id', 'scheduler',
    'sec-sensor', 'security-group-ids', 'server-group-type', 'slave-zoneid', 'spec', 'sticky-session', 'sticky-session-type', 'tls-cipher-policy',
    'unhealthy-threshold', 'vgroup-port', 'vgroup-weight', 'vswitch-id', 'weight', 'xforwardedfor-proto', 'xforwardedfor-client-src-port',
    'xforwardedfor-slbid', 'xforwardedfor-slbip', 'xforwardedfor-slbport', 'zone-maps',
  ],
  make: (service, read) => service.spec?.loadBalancerClass === CLASS ? network(service, read) : classic(service, read),
});

/** Over TCP it keeps the source, as far as the node, unless a PROXY header tells it; over HTTP it ends connections. */
function classic(service: KubernetesObject, read: Read): Balancer {
  const balancer = ending(service, {
    id: 'alibaba-clb',
    name: MAKES['alibaba-clb'],
    mode: (port) => mode(read, port),
    rules: appending(read('xforwardedfor-proto') === 'on' ? PROTO : {}),
    settings: { keepSource: LOCAL_POLICY, proxyProtocol: annotationSetting(`${ALIBABA}proxy-protocol`, 'on') },
    internal: read('address-type') === 'intranet',
    ...read('health-check-flag') === 'off' ? { healthCheck: { kind: 'none' } } : {},
  });
  return isLocal(service) && !balancer.http && !sends(read) ? { ...balancer, peer: { role: 'client' } } : balancer;
}

function mode(read: Read, { port }: ServicePort): Mode {
  const protocol = read('protocol-port')?.split(',').map((item) => item.trim().split(':')).find(([, number]) => number === String(port))?.[0];
  return protocol === 'http' ? HTTP : protocol === 'https' ? HTTPS : { ...TCP, proxyProtocol: sends(read) ? 2 : undefined };
}

/** Its own addresses are the peers unless the annotation keeps the source. */
function network(service: KubernetesObject, read: Read): Balancer {
  const preserves = read('preserve-client-ip') === 'on';
  const balancer = passing(service, 'alibaba-nlb', MAKES['alibaba-nlb'], { internal: read('address-type') === 'intranet' });
  const endsTls = (port: number) => read('protocol-port')?.split(',').some((item) => item.trim() === `tcpssl:${port}`);
  const frontends = balancer.frontends.map((frontend): Frontend =>
    ({ ...frontend, speaks: endsTls(frontend.port) ? 'tls' : frontend.speaks, proxyProtocol: sends(read) ? 2 : undefined }));
  return {
    ...balancer,
    frontends,
    peer: isLocal(service) && !preserves ? { role: 'balancer' } : balancer.peer,
    settings: {
      keepSource: preserves ? LOCAL_POLICY : annotationSetting(`${ALIBABA}preserve-client-ip`, 'on'),
      proxyProtocol: annotationSetting(`${ALIBABA}proxy-protocol`, 'on'),
    },
    admits: sourceRangesBeside(service, read('security-group-ids')),
  };
}

function sends(read: Read): boolean {
  return read('proxy-protocol') === 'on';
}
