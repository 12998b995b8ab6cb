import { isTrue } from '../../notation/go';
import { Balancer, HealthCheck, KubernetesObject } from '../balancer';
import { annotationField, annotationSetting } from '../fields';
import { ADMIT_BY_FIELD, NODE_CHECK, PROTO_AND_PORT, appending, ending, httpCheck, passing, tcpPorts } from '../making';
import { BOOL, COUNT, INTEGER, goInt, oneOf, orEmpty } from '../readers';
import { Open, Read, serviceController, takenAway } from '../service-table';
import { servicePorts } from '../services';
import { chosenSources, sourceRangesOfField } from '../source-ranges';
import { list } from '../values';
import { DO, PORT_LISTS, mode } from './ports';
import { refusedChecks, refusedCombinations, refusedModes } from './refusals';

const DISOWN = 'service.kubernetes.io/do-loadbalancer-disown';

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
      why:
        'New balancers are of type REGIONAL_NETWORK, which has neither PROXY protocol nor HTTP. ' +
        'An older one may still be REGIONAL.',
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
