import { Balancer, Frontend, HealthCheck, KubernetesObject, Remark } from './balancer';
import { annotationSetting, refused } from './fields';
import { ADMIT_BY_FIELD, appending, ending, httpCheck, Mode, NODE_CHECK, TCP_CHECK, tcpPorts } from './making';
import { BOOL, DURATION, goInt, goIntOfAnyBase, INTEGER, oneOf } from './readers';
import { Read, refusedValues, serviceController } from './service-table';
import { isLocal, ServicePort } from './services';
import { sourceRangesOfField } from './source-ranges';
import { isTrue, parseBool } from '../notation/go';

const SCALEWAY = 'service.beta.kubernetes.io/scw-loadbalancer-';
const NAME = 'Load Balancer of Scaleway';
const CHECKS = ['tcp', 'http', 'https', 'mysql', 'pgsql', 'redis', 'ldap'];
/** Each names ports, or all of them. */
const PORT_KEYS = [
  'protocol-http',
  'proxy-protocol-v1',
  'proxy-protocol-v2',
  'http-backend-tls',
  'http-backend-tls-skip-verify',
  'health-check-from-service',
];

export const scaleway = serviceController({
  id: 'scaleway-cloud-controller-manager',
  cloud: 'scaleway',
  makes: { scaleway: NAME },
  prefix: SCALEWAY,
  keys: [
    'certificate-ids',
    'connection-rate-limit',
    'enable-access-logs',
    'enable-http3',
    'externally-managed',
    'failover-host',
    'flexible-ip-types',
    'force-internal-ip',
    'forward-port-algorithm',
    'health-check-delay',
    'health-check-from-service',
    'health-check-http-code',
    'health-check-http-method',
    'health-check-http-uri',
    'health-check-max-retries',
    'health-check-mysql-user',
    'health-check-pgsql-user',
    'health-check-send-proxy',
    'health-check-timeout',
    'health-check-type',
    'health-transient-check-delay',
    'http-backend-tls',
    'http-backend-tls-skip-verify',
    'id',
    'ip-ids',
    'ip-mode',
    'max-connections',
    'max-retries',
    'on-marked-down-action',
    'pn-ids',
    'private',
    'private-ip-ids',
    'protocol-http',
    'proxy-protocol-v1',
    'proxy-protocol-v2',
    'redispatch-attempt-count',
    'send-proxy-v2',
    'ssl-compatibility-level',
    'sticky-sessions',
    'sticky-sessions-cookie-name',
    'target-node-labels',
    'timeout-client',
    'timeout-connect',
    'timeout-queue',
    'timeout-server',
    'timeout-tunnel',
    'type',
    'use-hostname',
    'zone',
  ],
  accepts: {
    'externally-managed': BOOL,
    private: BOOL,
    'enable-access-logs': BOOL,
    'enable-http3': BOOL,
    'connection-rate-limit': INTEGER,
    'forward-port-algorithm': oneOf('roundrobin', 'leastconn', 'first'),
    'sticky-sessions': oneOf('none', 'cookie', 'table'),
    'on-marked-down-action': oneOf('on_marked_down_action_none', 'shutdown_sessions'),
    'timeout-client': DURATION,
    'timeout-connect': DURATION,
    'timeout-queue': DURATION,
    'timeout-server': DURATION,
    'timeout-tunnel': DURATION,
    'redispatch-attempt-count': INTEGER,
    'max-connections': INTEGER,
    'max-retries': INTEGER,
    'health-check-delay': DURATION,
    'health-check-timeout': DURATION,
    'health-check-max-retries': INTEGER,
    'health-transient-check-delay': DURATION,
  },
  refusals: (service, read) => [
    ...combinations(service, read),
    ...tcpPorts(service).flatMap((port) => refusalsOf(service, read, port)),
  ],
  make,
});

function make(service: KubernetesObject, read: Read): Balancer {
  const balancer = ending(service, {
    id: 'scaleway',
    name: NAME,
    mode: (port) => mode(read, port),
    rules: appending(),
    checkOf: (port) => healthCheck(service, read, port),
    settings: {
      proxyProtocol: annotationSetting(`${SCALEWAY}proxy-protocol-v2`, 'true'),
      healthCheck: annotationSetting(`${SCALEWAY}health-check-type`, 'tcp'),
      admit: ADMIT_BY_FIELD,
    },
    internal: isTrue(read('private')),
    admits: sourceRangesOfField(service),
  });
  // Ports of other protocols are left out.
  return { ...balancer, frontends: balancer.frontends.filter(({ speaks }) => speaks !== 'udp') };
}

/** PROXY protocol and TLS towards Kong are set whatever is spoken in front. */
function mode(read: Read, port: ServicePort): Mode {
  const isHttp = names(read('protocol-http'), port);
  const ends = certificatesOf(read('certificate-ids'), port).length > 0;
  const tls = names(read('http-backend-tls'), port);
  const proxyProtocol = version(read, port);
  if (isHttp) return { speaks: ends ? 'https' : 'http', backend: tls ? 'https' : 'http', proxyProtocol };
  return { speaks: ends ? 'tls' : 'tcp', backend: tls ? 'tls' : 'tcp', proxyProtocol };
}

function version(read: Read, port: ServicePort): Frontend['proxyProtocol'] {
  if (names(read('proxy-protocol-v1'), port)) return 1;
  if (names(read('proxy-protocol-v2'), port)) return 2;
  return sendsByOldKey(read('send-proxy-v2'), port) ? 2 : undefined;
}

/**
 * Whether a value names a port: a boolean, `*`, or a list of numbers of any base, read up to the port. Undefined
 * where it cannot be read.
 */
function namesPort(value: string | undefined, { port }: ServicePort): boolean | undefined {
  if (value === undefined || value === '') return false;
  if (value === '*') return true;
  if (value !== '1' && value !== '0' && parseBool(value) !== undefined) return parseBool(value);
  for (const item of value.replace(/ /g, '').split(',')) {
    const number = goIntOfAnyBase(item);
    if (number === undefined || number < 1 || number > 65535) return undefined;
    if (number === port) return true;
  }
  return false;
}

function names(value: string | undefined, port: ServicePort): boolean {
  return namesPort(value, port) === true;
}

/** The deprecated key: here "1" and "0" are booleans. */
function sendsByOldKey(value: string | undefined, { port }: ServicePort): boolean | undefined {
  if (value === undefined) return false;
  if (parseBool(value) !== undefined) return parseBool(value);
  const items = value.replace(/ /g, '').split(',').map(goIntOfAnyBase);
  const until = items.indexOf(port);
  return items.slice(0, until < 0 ? items.length : until).includes(undefined) ? undefined : until >= 0;
}

/** `id,id` for every port, `443:id,id` for one; parts are told apart by semicolons. */
function certificatesOf(value: string | undefined, port: ServicePort): string[] {
  if (!value) return [];
  return value.split(';').flatMap((part) => {
    const [ports, ids] = part.split(':');
    if (ids === undefined) return ports.split(',');
    return names(ports, port) ? ids.split(',') : [];
  });
}

/** `http`, or `80:http;443,8443:https`. */
function valueFor(value: string, port: ServicePort): string {
  let found = '';
  for (const part of value.split(';')) {
    const [ports, own] = part.split(':');
    if (own === undefined) found ||= ports;
    else if (names(ports, port)) found = own;
  }
  return found;
}

function checksNode(service: KubernetesObject, read: Read, port: ServicePort): boolean {
  return isLocal(service) && names(read('health-check-from-service'), port);
}

/** Each port has its own. */
function healthCheck(service: KubernetesObject, read: Read, port: ServicePort): HealthCheck {
  if (checksNode(service, read, port)) return NODE_CHECK;
  const sendsProxyProtocol = isTrue(read('health-check-send-proxy'));
  const type = valueFor(read('health-check-type') ?? 'tcp', port);
  if (type !== 'http' && type !== 'https') return { ...TCP_CHECK, sendsProxyProtocol };
  // What precedes the path is the host that it asks for.
  const [path = '/'] = /\/.*$/.exec(valueFor(read('health-check-http-uri') ?? '/', port)) ?? [];
  return httpCheck(path, valueFor(read('health-check-http-code') ?? '200', port), {
    sendsProxyProtocol,
    tls: type === 'https',
  });
}

function combinations(service: KubernetesObject, read: Read): Remark[] {
  const remarks: Remark[] = [];
  if (isTrue(read('externally-managed')) && !read('id')) {
    remarks.push(
      refused(
        `${SCALEWAY}externally-managed`,
        'The controller makes no balancer that is managed elsewhere.',
        `Name it in ${SCALEWAY}id.`,
      ),
    );
  }
  if (isTrue(read('private')) && (read('ip-ids') || service.spec?.loadBalancerIP)) {
    remarks.push(
      refused(
        `${SCALEWAY}private`,
        'The controller refuses addresses of a private balancer.',
        `Take ${SCALEWAY}ip-ids out.`,
      ),
    );
  }
  if (read('sticky-sessions') === 'cookie' && !read('sticky-sessions-cookie-name')) {
    remarks.push(
      refused(
        `${SCALEWAY}sticky-sessions`,
        'The controller refuses cookies without a name.',
        `Name it in ${SCALEWAY}sticky-sessions-cookie-name.`,
      ),
    );
  }
  // Addresses that are given, and private balancers, need no new ones.
  const isNew = !isTrue(read('private')) && !read('ip-ids') && !service.spec?.loadBalancerIP;
  const types = ((isNew && read('flexible-ip-types')) || 'ipv4').split(',').map((type) => type.trim().toLowerCase());
  if (!types.includes('ipv4') || types.some((type) => type !== 'ipv4' && type !== 'ipv6')) {
    remarks.push(
      refused(`${SCALEWAY}flexible-ip-types`, 'The controller wants an IPv4 address.', 'Write ipv4, or ipv4,ipv6.'),
    );
  }
  return remarks;
}

function refusalsOf(service: KubernetesObject, read: Read, port: ServicePort): Remark[] {
  const ports = PORT_KEYS.filter((key) => namesPort(read(key), port) === undefined);
  const remarks = ports.map((key) =>
    refused(
      `${SCALEWAY}${key}`,
      `The controller refuses ${JSON.stringify(read(key))}.`,
      'Write true, false, * or port numbers.',
    ),
  );
  const [v1, v2] = ['proxy-protocol-v1', 'proxy-protocol-v2'].map((key) => names(read(key), port));
  if (v1 && v2) {
    remarks.push(
      refused(
        `${SCALEWAY}proxy-protocol-v1`,
        'The controller refuses both versions of PROXY protocol on one port.',
        `Take it or ${SCALEWAY}proxy-protocol-v2 out.`,
      ),
    );
  }
  if (!v1 && !v2 && sendsByOldKey(read('send-proxy-v2'), port) === undefined) {
    remarks.push(
      refused(
        `${SCALEWAY}send-proxy-v2`,
        `The controller refuses ${JSON.stringify(read('send-proxy-v2'))}.`,
        `Take it out, and write ${SCALEWAY}proxy-protocol-v2.`,
      ),
    );
  }
  if (certificatesOf(read('certificate-ids'), port).some((id) => id.split('/').length > 2)) {
    remarks.push(
      refused(
        `${SCALEWAY}certificate-ids`,
        'The controller refuses an id with two slashes.',
        'Write ids, or region/id.',
      ),
    );
  }
  return checksNode(service, read, port) ? remarks : [...remarks, ...checkRefusals(read, port)];
}

function checkRefusals(read: Read, port: ServicePort): Remark[] {
  const type = valueFor(read('health-check-type') ?? 'tcp', port);
  if (!CHECKS.includes(type)) {
    return [
      refused(
        `${SCALEWAY}health-check-type`,
        `The controller refuses ${JSON.stringify(type)} for port ${port.port}.`,
        'Write tcp.',
      ),
    ];
  }
  const remarks = refusedValues({ prefix: SCALEWAY }, { 'health-check-send-proxy': BOOL }, read);
  if (
    (type === 'http' || type === 'https') &&
    goInt(valueFor(read('health-check-http-code') ?? '200', port)) === undefined
  ) {
    remarks.push(refused(`${SCALEWAY}health-check-http-code`, 'The controller wants one status.', 'Write 200.'));
  }
  return remarks;
}
