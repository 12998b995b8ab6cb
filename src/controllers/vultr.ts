import { Frontend, HealthCheck, KubernetesObject } from './balancer';
import { annotationSetting, refused } from './fields';
import { appending, ending, httpCheck, Mode, TCP_CHECK } from './making';
import { byApi, goInt, inAnyCase, INTEGER, numbers, NUMBERS, oneOf, oneOfInAnyCase, orEmpty } from './readers';
import { Remark } from './reading';
import { dropsTraffic, Read, serviceController, takenAway } from './service-table';
import { ServicePort, servicePorts } from './services';
import { chosenSources } from './source-ranges';
import { networkMeant } from '../net/cidr';
import { isTrue } from '../notation/go';

const VULTR = 'service.beta.kubernetes.io/vultr-loadbalancer-';
const NAME = 'Load Balancer of Vultr';

/** No line of it reads spec.loadBalancerSourceRanges. */
export const vultr = serviceController({
  id: 'vultr-cloud-controller-manager',
  cloud: 'vultr',
  makes: { vultr: NAME },
  prefix: VULTR,
  keys: [
    'algorithm',
    'auto-ssl',
    'backend-protocol',
    'create',
    'firewall-rules',
    'firewall-rules-cm',
    'healthcheck-check-interval',
    'healthcheck-healthy-threshold',
    'healthcheck-path',
    'healthcheck-port',
    'healthcheck-protocol',
    'healthcheck-response-timeout',
    'healthcheck-unhealthy-threshold',
    'hostname',
    'http2',
    'http3',
    'https-ports',
    'id',
    'label',
    'node-count',
    'node-labels',
    'private-network',
    'protocol',
    'proxy-protocol',
    'ssl',
    'ssl-last-updated',
    'ssl-pass-through',
    'ssl-redirect',
    'sticky-session-cookie-name',
    'sticky-session-enabled',
    'timeout',
    'vpc',
  ],
  accepts: {
    protocol: byApi(oneOf('tcp', 'udp', 'http', 'https')),
    'https-ports': NUMBERS,
    'healthcheck-protocol': orEmpty(oneOfInAnyCase('tcp', 'http', 'udp')),
    'healthcheck-check-interval': INTEGER,
    'healthcheck-response-timeout': INTEGER,
    'healthcheck-unhealthy-threshold': INTEGER,
    'healthcheck-healthy-threshold': INTEGER,
    timeout: INTEGER,
    'firewall-rules-cm': { what: 'the name of a ConfigMap', reads: (text) => text.trim() || undefined },
    'node-count': { what: 'an odd number', reads: (text) => ((goInt(text) ?? 0) % 2 !== 0 ? true : undefined) },
  },
  refusals,
  doubt: (_, read) =>
    read('create')?.toLowerCase() !== 'false'
      ? undefined
      : takenAway(`${VULTR}create`, 'The controller leaves the Service alone: what serves it is not in the manifest.'),
  remarks: (service, read) =>
    endsNowhere(service, read)
      ? [
          dropsTraffic(
            `metadata.annotations[${VULTR}ssl]`,
            'The certificate is given, and no port is named that ends TLS: ' +
              'port 443 speaks plain HTTP, so HTTPS fails there.',
            `Write ${VULTR}https-ports: "443".`,
          ),
        ]
      : [],
  make: (service, read) =>
    ending(service, {
      id: 'vultr',
      name: NAME,
      mode: (port) => mode(read, port),
      rules: appending({}, isTrue(read('ssl-redirect'))),
      healthCheck: healthCheck(service, read),
      settings: {
        proxyProtocol: annotationSetting(`${VULTR}proxy-protocol`, 'true'),
        healthCheck: annotationSetting(`${VULTR}healthcheck-protocol`, 'tcp'),
        backend: annotationSetting(`${VULTR}backend-protocol`, 'http'),
        admit: annotationSetting(`${VULTR}firewall-rules`, 'network,port;network,port'),
      },
      admits: admits(read),
      ...(endsNowhere(service, read) ? { drops: true } : {}),
    }),
});

const PROTOCOLS = ['tcp', 'udp', 'http', 'https'] as const;

function front(read: Read, { port }: ServicePort): Frontend['speaks'] {
  if (isHttpsPort(read, port)) return isTrue(read('ssl-pass-through')) ? 'tcp' : 'https';
  return PROTOCOLS.find((one) => one === read('protocol')) ?? 'tcp';
}

function isHttpsPort(read: Read, port: number): boolean {
  return numbers(read('https-ports') ?? '')?.includes(port) ?? false;
}

/** An HTTPS front end has an HTTPS back end unless told otherwise. */
function mode(read: Read, port: ServicePort): Mode {
  const speaks = front(read, port);
  const proxyProtocol = isTrue(read('proxy-protocol')) ? 1 : undefined;
  if (speaks === 'tcp') {
    const tls = isHttpsPort(read, port.port);
    return { speaks, backend: tls ? 'tls' : 'tcp', proxyProtocol };
  }
  if (speaks !== 'http' && speaks !== 'https') return { speaks: 'udp', backend: 'udp' };
  const told = inAnyCase('http', 'https')(read('backend-protocol') ?? '') as 'http' | 'https' | undefined;
  return { speaks, backend: told ?? speaks, proxyProtocol };
}

/** Whether there is a certificate, and port 443 speaks plain HTTP all the same. */
function endsNowhere(service: KubernetesObject, read: Read): boolean {
  if (read('ssl') === undefined && read('auto-ssl') === undefined) return false;
  return servicePorts(service).some((port) => port.port === 443 && front(read, port) === 'http');
}

/** A port that is named is dialled on the nodes as it is written; else the first one is checked. */
function healthCheck(service: KubernetesObject, read: Read): HealthCheck {
  const named = goInt(read('healthcheck-port') ?? '');
  const type = read('healthcheck-protocol')?.toLowerCase() || (read('healthcheck-path') ? 'http' : 'tcp');
  if (type !== 'http') return { ...TCP_CHECK, port: named ?? 'traffic-port' };
  return httpCheck(read('healthcheck-path') || '/', '200-399', {
    port: named ?? { servicePort: servicePorts(service)[0]?.port ?? 0 },
    tls: false,
  });
}

interface Refusal {
  readonly key: string;
  readonly why: string;
  readonly mend: string;
  when(read: Read, ports: readonly ServicePort[]): boolean;
}

const REFUSALS: readonly Refusal[] = [
  {
    key: 'healthcheck-port',
    when: (read, [first]) => read('healthcheck-port') !== undefined && goInt(read('healthcheck-port')!) !== first?.port,
    why: 'The controller refuses a port other than the first one of the Service.',
    mend: 'Take it out: the first port is checked.',
  },
  {
    key: 'sticky-session-enabled',
    when: (read) => read('sticky-session-enabled') === 'on' && !read('sticky-session-cookie-name'),
    why: 'The controller refuses cookies without a name.',
    mend: `Name it in ${VULTR}sticky-session-cookie-name.`,
  },
  {
    key: 'private-network',
    when: (read) => read('vpc') !== undefined && read('private-network') !== undefined,
    why: 'The controller refuses both names of one setting.',
    mend: `Write ${VULTR}vpc alone.`,
  },
  {
    key: 'firewall-rules',
    when: (read) =>
      Boolean(read('firewall-rules')) && read('firewall-rules-cm') === undefined && rules(read) === undefined,
    why: 'The controller cannot read the rules.',
    mend: 'Write network,port;network,port without blanks.',
  },
  {
    key: 'https-ports',
    when: (read, ports) =>
      ports.some((one) => front(read, one) === 'https') && read('ssl') === undefined && read('auto-ssl') === undefined,
    why: 'The API of Vultr refuses HTTPS without a certificate.',
    mend: `Name its Secret in ${VULTR}ssl.`,
  },
];

function refusals(service: KubernetesObject, read: Read): Remark[] {
  return REFUSALS.filter(({ when }) => when(read, servicePorts(service))).map(({ key, why, mend }) =>
    refused(`${VULTR}${key}`, why, mend),
  );
}

/** The sources of its firewall; undefined where it cannot be read. */
function rules(read: Read): string[] | undefined {
  const sources: string[] = [];
  for (const rule of (read('firewall-rules') ?? '').split(';')) {
    const [source, port, ...more] = rule.split(',');
    if (port === undefined || more.length > 0 || goInt(port) === undefined) return undefined;
    if (source !== 'cloudflare' && (!source.includes('/') || networkMeant(source) === undefined)) return undefined;
    sources.push(source);
  }
  return sources;
}

/** A list in a ConfigMap, and what Cloudflare's networks are, is not known here. */
function admits(read: Read): readonly string[] | undefined {
  if (read('firewall-rules-cm') !== undefined) return [];
  if (!read('firewall-rules')) return undefined;
  const sources = rules(read) ?? [];
  return sources.includes('cloudflare') ? [] : chosenSources(sources);
}
