import { Balancer, HealthCheck, KubernetesObject, Remark } from './balancer';
import { annotationField, annotationSetting, refused } from './fields';
import {
  ADMIT_BY_FIELD,
  appending,
  ending,
  HTTP,
  httpCheck,
  HTTPS,
  Mode,
  NODE_CHECK,
  passing,
  PROTO_AND_PORT,
  TCP,
  tcpPorts,
} from './making';
import { BOOL, COUNT, exactly, goInt, INTEGER, numbers, NUMBERS, oneOf, orEmpty } from './readers';
import { Open, Read, refusedValues, serviceController, takenAway } from './service-table';
import { ServicePort, servicePorts } from './services';
import { chosenSources, sourceRangesOfField } from './source-ranges';
import { list } from './values';
import { isTrue } from '../notation/go';

const DO = 'service.beta.kubernetes.io/do-loadbalancer-';
const DISOWN = 'service.kubernetes.io/do-loadbalancer-disown';
const MAKES = {
  'digitalocean-network': 'Network Load Balancer of DigitalOcean',
  'digitalocean-regional': 'Regional Load Balancer of DigitalOcean',
};
const PORT_LISTS = ['http-ports', 'tls-ports', 'http2-ports'];

/** The type decides everything: a network balancer passes packets on, a regional one ends connections. */
export const digitalOcean = serviceController({
  id: 'digitalocean-cloud-controller-manager',
  cloud: 'digitalocean',
  makes: MAKES,
  prefix: DO,
  signs: { prefixes: ['kubernetes.digitalocean.com/', 'service.kubernetes.io/do-loadbalancer-'] },
  keys: [
    'algorithm',
    'allow-rules',
    'certificate-id',
    'certificate-name',
    'deny-rules',
    'disable-lets-encrypt-dns-records',
    'enable-backend-keepalive',
    'enable-proxy-protocol',
    'healthcheck-check-interval-seconds',
    'healthcheck-healthy-threshold',
    'healthcheck-path',
    'healthcheck-port',
    'healthcheck-protocol',
    'healthcheck-response-timeout-seconds',
    'healthcheck-unhealthy-threshold',
    'hostname',
    'http-idle-timeout-seconds',
    'http-ports',
    'http2-ports',
    'http3-port',
    'ip',
    'name',
    'network',
    'network-stack',
    'override-health-check',
    'protocol',
    'redirect-http-to-https',
    'size-slug',
    'size-unit',
    'sticky-sessions-cookie-name',
    'sticky-sessions-cookie-ttl',
    'sticky-sessions-type',
    'subnet-uuid',
    'tls-passthrough',
    'tls-ports',
    'type',
    'kubernetes.digitalocean.com/load-balancer-id',
    DISOWN,
  ],
  transports: ['TCP', 'UDP'],
  accepts: {
    type: oneOf('REGIONAL', 'REGIONAL_NETWORK', ''),
    network: oneOf('EXTERNAL', 'INTERNAL', ''),
    'network-stack': oneOf('IPV4', 'DUALSTACK', ''),
    'healthcheck-check-interval-seconds': INTEGER,
    'healthcheck-response-timeout-seconds': INTEGER,
    'healthcheck-unhealthy-threshold': INTEGER,
    'healthcheck-healthy-threshold': INTEGER,
    'size-slug': oneOf('lb-small', 'lb-medium', 'lb-large', ''),
    'size-unit': orEmpty({ what: COUNT.what, reads: (text) => ((goInt(text) ?? -1) >= 0 ? true : undefined) }),
    'redirect-http-to-https': BOOL,
    'enable-proxy-protocol': BOOL,
    'enable-backend-keepalive': BOOL,
    'disable-lets-encrypt-dns-records': BOOL,
    'http-idle-timeout-seconds': COUNT,
    [DISOWN]: BOOL,
  },
  refusals: (service, read) => [
    ...refusedCombinations(read),
    ...refusedChecks(service, read),
    ...(typeOf(read) === 'REGIONAL' ? refusedModes(service, read) : []),
  ],
  doubt,
  make: (service, read) => (typeOf(read) === 'REGIONAL' ? regional(service, read) : network(service, read)),
});

/** Empty text is none. */
function typeOf(read: Read): string | undefined {
  return read('type') || undefined;
}

function doubt(_: KubernetesObject, read: Read): Open | undefined {
  if (isTrue(read(DISOWN))) {
    return takenAway(DISOWN, 'The controller leaves the Service alone: what serves it is not in the manifest.');
  }
  if (typeOf(read) !== undefined || !asksForRegional(read)) return undefined;
  return {
    doubt: 'balancer-type',
    remark: {
      rule: 'do-type-not-explicit',
      field: annotationField(`${DO}type`),
      why: 'New balancers are of type REGIONAL_NETWORK, which has neither PROXY protocol nor HTTP. An older one may still be REGIONAL.',
      mend: `Write ${DO}type: "REGIONAL".`,
    },
  };
}

/** PROXY protocol and HTTP are what only a regional balancer does. */
function asksForRegional(read: Read): boolean {
  if (isTrue(read('enable-proxy-protocol'))) return true;
  return ['protocol', ...PORT_LISTS, 'certificate-id', 'certificate-name'].some(
    (key) => ![undefined, '', 'tcp'].includes(read(key)),
  );
}

function refusedCombinations(read: Read): Remark[] {
  const remarks: Remark[] = [];
  if (read('size-slug') && (goInt(read('size-unit') ?? '') ?? 0) > 0) {
    remarks.push(
      refused(`${DO}size-slug`, 'The controller refuses a slug and a unit together.', `Take it or ${DO}size-unit out.`),
    );
  }
  if (read('network') === 'INTERNAL' && read('network-stack') === 'DUALSTACK') {
    remarks.push(
      refused(
        `${DO}network-stack`,
        'The controller refuses IPv6 on an internal balancer.',
        'Write IPV4, or take it out.',
      ),
    );
  }
  if (read('sticky-sessions-type') === 'cookies') {
    if (!read('sticky-sessions-cookie-name')) {
      remarks.push(missing('sticky-sessions-cookie-name', 'the name of the cookie'));
    }
    if (goInt(read('sticky-sessions-cookie-ttl') ?? '') === undefined) {
      remarks.push(missing('sticky-sessions-cookie-ttl', 'an integer'));
    }
  }
  return remarks;
}

function missing(key: string, what: string): Remark {
  return refused(`${DO}${key}`, 'The controller refuses sticky sessions without it.', `Write ${what}.`);
}

/** The key of an override counts by being there, whatever its value. */
function refusedChecks(service: KubernetesObject, read: Read): Remark[] {
  if (read('override-health-check') === undefined) return [];
  const remarks = refusedValues({ prefix: DO }, { 'healthcheck-protocol': oneOf('tcp', 'http', 'https', '') }, read);
  const port = read('healthcheck-port');
  if (port !== undefined && !tcpPorts(service).some((one) => one.port === goInt(port))) {
    remarks.push(
      refused(
        `${DO}healthcheck-port`,
        `The controller refuses ${JSON.stringify(port)}.`,
        'Write one TCP port of the Service.',
      ),
    );
  }
  return remarks;
}

function refusedModes(service: KubernetesObject, read: Read): Remark[] {
  const values = refusedValues(
    { prefix: DO },
    {
      protocol: oneOf('tcp', 'http', 'https', 'http2', 'http3'),
      'http-ports': NUMBERS,
      'tls-ports': NUMBERS,
      'http2-ports': NUMBERS,
      'http3-port': INTEGER,
    },
    read,
  );
  if (values.length > 0) return values;
  const lists = PORT_LISTS.map((key) => new Set(portsIn(read, key)));
  if (new Set(lists.flatMap((ports) => [...ports])).size < lists.reduce((sum, { size }) => sum + size, 0)) {
    return [refused(`${DO}tls-ports`, 'The controller refuses a port in two of its lists.', 'Name each port once.')];
  }
  const passes = passesTls(read);
  const ends = endsTls(read);
  const needed = tcpPorts(service).some((port) => isSecure(read, port)) || read('http3-port') !== undefined;
  if (needed && !ends && !passes) {
    return [
      refused(
        `${DO}certificate-id`,
        'The controller refuses HTTPS without a certificate.',
        'Name the certificate, or set tls-passthrough.',
      ),
    ];
  }
  if (needed && ends && passes) {
    return [
      refused(
        `${DO}tls-passthrough`,
        'The controller refuses a certificate where TLS is passed through.',
        'Take one of the two out.',
      ),
    ];
  }
  return [];
}

function network(service: KubernetesObject, read: Read): Balancer {
  return passing(service, 'digitalocean-network', MAKES['digitalocean-network'], {
    healthCheck: healthCheck(service, read, false),
    ...access(service, read),
  });
}

function regional(service: KubernetesObject, read: Read): Balancer {
  const sendsProxyProtocol = isTrue(read('enable-proxy-protocol'));
  const proxyProtocol = sendsProxyProtocol ? 1 : undefined;
  return ending(service, {
    id: 'digitalocean-regional',
    name: MAKES['digitalocean-regional'],
    mode: (port) => ({ ...mode(read, port), proxyProtocol }),
    rules: appending(PROTO_AND_PORT, isTrue(read('redirect-http-to-https'))),
    healthCheck: healthCheck(service, read, sendsProxyProtocol),
    ...access(service, read),
    settings: {
      ...access(service, read).settings,
      proxyProtocol: annotationSetting(`${DO}enable-proxy-protocol`, 'true'),
      healthCheck: { field: annotationField(`${DO}override-health-check`), write: 'nothing (take the annotation out)' },
    },
  });
}

function mode(read: Read, port: ServicePort): Mode {
  if (isSecure(read, port)) return passesTls(read) ? { speaks: 'tcp', backend: 'tls' } : HTTPS;
  if (portsIn(read, 'http-ports').includes(port.port)) return HTTP;
  return ['http', 'http3'].includes(read('protocol') ?? 'tcp') ? HTTP : TCP;
}

/** Whether clients speak TLS on a port; 443 where a certificate or a passthrough names no ports. */
function isSecure(read: Read, { port }: ServicePort): boolean {
  const [tls, http2] = ['tls-ports', 'http2-ports'].map((key) => portsIn(read, key));
  if (tls.includes(port) || http2.includes(port)) return true;
  if (tls.length === 0 && !http2.includes(443) && (endsTls(read) || passesTls(read)) && port === 443) return true;
  return !portsIn(read, 'http-ports').includes(port) && exactly('https', 'http2')(read('protocol') ?? '') !== undefined;
}

function portsIn(read: Read, key: string): readonly number[] {
  return numbers(read(key) ?? '') ?? [];
}

function endsTls(read: Read): boolean {
  return Boolean(read('certificate-id') || read('certificate-name'));
}

/** What it cannot read is false here, and refused nowhere. */
function passesTls(read: Read): boolean {
  return isTrue(read('tls-passthrough'));
}

/**
 * By itself it asks kube-proxy, without a PROXY header; an override hands the check to the user, and the header with
 * it.
 */
function healthCheck(service: KubernetesObject, read: Read, sendsProxyProtocol: boolean): HealthCheck {
  if (read('override-health-check') === undefined) return NODE_CHECK;
  const servicePort =
    goInt(read('healthcheck-port') ?? '') ?? tcpPorts(service)[0]?.port ?? servicePorts(service)[0]?.port ?? 0;
  const protocol = read('healthcheck-protocol') || (read('healthcheck-path') ? 'http' : 'tcp');
  if (protocol === 'tcp') return { kind: 'tcp', port: { servicePort }, sendsProxyProtocol };
  return httpCheck(read('healthcheck-path') || '/', '200-399', {
    port: { servicePort },
    sendsProxyProtocol,
    tls: protocol === 'https',
  });
}

/** The field wins over the rules of the annotation. */
function access(service: KubernetesObject, read: Read): Pick<Balancer, 'internal' | 'admits' | 'settings'> {
  const rules = list(read('allow-rules'));
  const sources = rules.map((rule) => /^(?:cidr|ip):(.+)$/.exec(rule)?.[1]);
  const byRules = sources.every((source) => source !== undefined) ? chosenSources(sources as string[]) : [];
  return {
    internal: read('network') === 'INTERNAL',
    admits: sourceRangesOfField(service) ?? byRules,
    settings: { admit: ADMIT_BY_FIELD },
  };
}
