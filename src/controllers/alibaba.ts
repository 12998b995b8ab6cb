import { alibabaRefusals, ALIBABA, CLASS, CLASS_KEY, isNetwork } from './alibaba-refusals';
import { Balancer, Frontend, HealthCheck, KubernetesObject } from './balancer';
import { annotationSetting } from './fields';
import {
  ADMIT_BY_FIELD,
  appending,
  ending,
  HTTP,
  httpCheck,
  HTTPS,
  Mode,
  NO_CHECK,
  passing,
  PROTO,
  TCP,
  TCP_CHECK,
} from './making';
import { goInt } from './readers';
import { Open, Read, serviceController, takenAway } from './service-table';
import { isLocal, LOCAL_POLICY, ServicePort } from './services';
import { sourceRangesOfField } from './source-ranges';

const BACKEND_TYPE = 'service.beta.kubernetes.io/backend-type';
const MAKES = {
  'alibaba-clb': 'Classic Load Balancer of Alibaba Cloud',
  'alibaba-nlb': 'Network Load Balancer of Alibaba Cloud',
};

export const alibaba = serviceController({
  id: 'alibaba-cloud-provider',
  cloud: 'alibaba',
  makes: MAKES,
  prefix: ALIBABA,
  legacyPrefixes: ['service.beta.kubernetes.io/alicloud-loadbalancer-'],
  signs: { classes: [CLASS] },
  keys: [
    'acl-id',
    'acl-status',
    'acl-type',
    'additional-cert-ids',
    'additional-resource-tags',
    'address-type',
    'alpn',
    'alpn-policy',
    'backend-ip-version',
    'backend-label',
    'bandwidth',
    'bandwidth-package-id',
    'cacert',
    'cacert-id',
    'cert-id',
    'charge-type',
    'connection-drain',
    'connection-drain-timeout',
    'cookie',
    'cookie-timeout',
    'cps',
    'cross-zone-enabled',
    'default-weight',
    'delete-protection',
    'domain-extensions',
    'established-timeout',
    'external-ip-type',
    'force-override-listeners',
    'forward-port',
    'health-check-connect-port',
    'health-check-connect-timeout',
    'health-check-domain',
    'health-check-flag',
    'health-check-httpcode',
    'health-check-interval',
    'health-check-method',
    'health-check-switch',
    'health-check-timeout',
    'health-check-type',
    'health-check-uri',
    'healthy-threshold',
    'hostname',
    'http2-enabled',
    'id',
    'idle-timeout',
    'ignore-weight-update',
    'instance-charge-type',
    'ip',
    'ip-version',
    'ipv6-address-type',
    'listener-port-range',
    'master-zoneid',
    'modification-protection',
    'name',
    'network-type',
    'persistence-timeout',
    'ppv2-pvl-ep-id-enabled',
    'ppv2-pvl-eps-id-enabled',
    'ppv2-pvl-vpc-id-enabled',
    'preserve-client-ip',
    'preserve-lb-on-delete',
    'protocol-port',
    'proxy-protocol',
    'remove-unscheduled-backend',
    'request-timeout',
    'resource-group-id',
    'scheduler',
    'security-group-ids',
    'server-group-type',
    'slave-zoneid',
    'spec',
    'sticky-session',
    'sticky-session-type',
    'tls-cipher-policy',
    'unhealthy-threshold',
    'vgroup-port',
    'vswitch-id',
    'weight',
    'xforwardedfor-clientsrcport',
    'xforwardedfor-proto',
    'xforwardedfor-slbport',
    'zone-maps',
  ],
  refusals: alibabaRefusals,
  doubt,
  make: (service, read) => (isNetwork(service) ? network(service, read) : classic(service, read)),
});

function doubt(service: KubernetesObject, read: Read): Open | undefined {
  if (!isNetwork(service) && read(CLASS_KEY)) {
    return takenAway(CLASS_KEY, 'The controller leaves a Service with this annotation to another one.');
  }
  if (!read('id') || read('force-override-listeners') === 'true') return undefined;
  return takenAway(`${ALIBABA}id`, 'The balancer exists already, and the controller leaves its listeners as they are.');
}

/**
 * Over TCP it keeps the source, as far as the node, unless a PROXY header tells it; over HTTP it ends connections. It
 * reads no source ranges.
 */
function classic(service: KubernetesObject, read: Read): Balancer {
  const sends = read('proxy-protocol') === 'on';
  const balancer = ending(service, {
    id: 'alibaba-clb',
    name: MAKES['alibaba-clb'],
    mode: (port) => classicMode(read, port, sends),
    rules: appending(read('xforwardedfor-proto') === 'on' ? PROTO : {}),
    healthCheck: classicCheck(read),
    settings: { keepSource: LOCAL_POLICY, proxyProtocol: annotationSetting(`${ALIBABA}proxy-protocol`, 'on') },
    internal: read('address-type') === 'intranet',
    admits: read('acl-status') === 'on' && read('acl-type') === 'white' ? [] : undefined,
  });
  const passes = !balancer.http && !sends;
  if (dialsPods(read)) return { ...balancer, targets: 'pods', peer: { role: passes ? 'client' : 'balancer' } };
  return isLocal(service) && passes ? { ...balancer, peer: { role: 'client' } } : balancer;
}

function classicMode(read: Read, port: ServicePort, sends: boolean): Mode {
  const protocol = protocolOf(read, port);
  if (protocol === 'http') return HTTP;
  if (protocol === 'https') return HTTPS;
  if (protocol === 'udp') return { speaks: 'udp', backend: 'udp' };
  return { ...TCP, proxyProtocol: sends ? 2 : undefined };
}

/** The first item of the list that names the port. */
function protocolOf(read: Read, { port }: ServicePort): string | undefined {
  return read('protocol-port')
    ?.split(',')
    .map((item) => item.split(':'))
    .find(([, number]) => number === String(port))?.[0];
}

/** The switch is of layer 4, and on; the flag is of layer 7, and off, unless written. */
function classicCheck(read: Read): HealthCheck {
  const isHttp = read('protocol-port')
    ?.split(',')
    .some((item) => /^https?:/.test(item));
  if (isHttp ? read('health-check-flag') !== 'on' : read('health-check-switch') === 'off') return NO_CHECK;
  return isHttp || read('health-check-type') === 'http' ? check(read) : TCP_CHECK;
}

function check(read: Read): HealthCheck {
  const codes = (read('health-check-httpcode') || 'http_2xx')
    .split(',')
    .map((code) => code.trim().replace(/^http_(\d)xx$/, '$100-$199'));
  return httpCheck(read('health-check-uri') || '/', codes.join(), {
    port: goInt(read('health-check-connect-port') ?? '') || 'traffic-port',
  });
}

function dialsPods(read: Read): boolean {
  return read(BACKEND_TYPE) === 'eni';
}

/** Its own addresses are the peers unless the annotation keeps the source. Flags are read in any case. */
function network(service: KubernetesObject, read: Read): Balancer {
  const isOn = (key: string) => read(key)?.toLowerCase() === 'on';
  const preserves = isOn('preserve-client-ip');
  const balancer = passing(service, 'alibaba-nlb', MAKES['alibaba-nlb'], {
    internal: read('address-type')?.toLowerCase() === 'intranet',
    whenAllFail: 'sends-to-all',
  });
  const frontends = balancer.frontends.map((frontend): Frontend => {
    const protocol = protocolOf(read, { port: frontend.servicePort })?.toLowerCase();
    if (protocol === 'udp') return { ...frontend, speaks: 'udp', backend: 'udp' };
    return {
      ...frontend,
      speaks: protocol === 'tcpssl' ? 'tls' : frontend.speaks,
      proxyProtocol: isOn('proxy-protocol') ? 2 : undefined,
    };
  });
  const isDirect = isLocal(service) || dialsPods(read);
  return {
    ...balancer,
    frontends,
    targets: dialsPods(read) ? 'pods' : 'nodes',
    peer: isDirect ? { role: preserves ? 'client' : 'balancer' } : balancer.peer,
    healthCheck: networkCheck(read),
    settings: {
      keepSource: preserves ? LOCAL_POLICY : annotationSetting(`${ALIBABA}preserve-client-ip`, 'on'),
      proxyProtocol: annotationSetting(`${ALIBABA}proxy-protocol`, 'on'),
      hideSource: annotationSetting(`${ALIBABA}preserve-client-ip`, 'off'),
      admit: ADMIT_BY_FIELD,
    },
    admits: admits(service, read),
  };
}

function networkCheck(read: Read): HealthCheck {
  const flag = read('health-check-flag')?.toLowerCase();
  if (flag !== undefined && flag !== '' && flag !== 'on') return NO_CHECK;
  return flag === 'on' && read('health-check-type')?.toLowerCase() === 'http' ? check(read) : TCP_CHECK;
}

/**
 * The controller makes a group of the field, but not for a balancer that exists already; groups of the user's own
 * hold anything.
 */
function admits(service: KubernetesObject, read: Read): readonly string[] | undefined {
  const own = read('security-group-ids') ? [] : undefined;
  return read('id') ? own : (sourceRangesOfField(service) ?? own);
}
