import { Balancer, Frontend, HealthCheck } from './balancer';
import { annotationSetting, refused, refusedIf } from './fields';
import { appending, ending, HTTP, httpCheck, HTTPS, Mode, NO_CHECK, PROTO, TCP, TCP_CHECK } from './making';
import { BOOL, goInt, goObject, inAnyCase, INTEGER, oneOf, Reader } from './readers';
import { Remark } from './reading';
import { Read, serviceController } from './service-table';
import { ServicePort, servicePorts } from './services';
import { chosenSources } from './source-ranges';
import { isObject } from '../input/objects';

const LINODE = 'service.beta.kubernetes.io/linode-loadbalancer-';
const NAME = 'NodeBalancer of Linode';
/** The addresses of all NodeBalancers, unless they stand in a VPC. */
const PRIVATE_NETWORK = '192.168.255.0/24';
const VERSIONS: Readonly<Record<string, Frontend['proxyProtocol']>> = { v1: 1, v2: 2 };
const STICKINESS = {
  udp: ['none', 'session', 'source_ip'],
  http: ['none', 'http_cookie', 'table'],
  https: ['none', 'http_cookie', 'table'],
};

/** Protocols are read without regard to case. No line of it reads spec.loadBalancerSourceRanges. */
export const linode = serviceController({
  id: 'linode-cloud-controller-manager',
  cloud: 'linode',
  makes: { linode: NAME },
  prefix: LINODE,
  signs: { traces: /\.ip\.linodeusercontent\.com$/ },
  keys: [
    'backend-ipv4-range',
    'backend-subnet-id',
    'backend-subnet-name',
    'backend-vpc-name',
    'check-attempts',
    'check-body',
    'check-interval',
    'check-passive',
    'check-path',
    'check-timeout',
    'check-type',
    'default-algorithm',
    'default-protocol',
    'default-proxy-protocol',
    'default-stickiness',
    'enable-ipv6-backends',
    'enable-ipv6-ingress',
    'firewall-acl',
    'firewall-id',
    'frontend-ipv4-range',
    'frontend-ipv6-range',
    'frontend-subnet-id',
    'frontend-subnet-name',
    'frontend-vpc-name',
    'hostname-only-ingress',
    'nodebalancer-id',
    'nodebalancer-type',
    'preserve',
    'proxy-protocol',
    'reserved-ipv4',
    'retain-reserved-ipv4',
    'tags',
    'throttle',
    'udp-check-port',
    /\/linode-loadbalancer-port-\d+$/,
  ],
  accepts: {
    'check-type': oneOf('none', 'connection', 'http', 'http_body'),
    'check-interval': INTEGER,
    'check-timeout': INTEGER,
    'check-attempts': INTEGER,
    'check-passive': BOOL,
    'firewall-id': INTEGER,
    'frontend-subnet-id': INTEGER,
  },
  refusals: (service, read) => [
    ...servicePorts(service).flatMap((port) => portRefusals(read, port)),
    ...refusedIf(
      read('check-type') === 'http_body' && !read('check-body'),
      `${LINODE}check-type`,
      'The controller refuses http_body without a text to find.',
      `Write it in ${LINODE}check-body, or connection here.`,
    ),
    ...refusedIf(
      read('firewall-id') === undefined && read('firewall-acl') !== undefined && access(read) === undefined,
      `${LINODE}firewall-acl`,
      'The controller wants a list that allows, or one that denies.',
      'Write {"allowList":{"ipv4":[…]}}.',
    ),
  ],
  make: (service, read) =>
    ending(service, {
      id: 'linode',
      name: NAME,
      mode: (port) => mode(read, port),
      rules: appending(PROTO),
      networks: networksOf(read),
      healthCheck: healthCheck(read),
      settings: {
        proxyProtocol: annotationSetting(`${LINODE}default-proxy-protocol`, 'v2'),
        healthCheck: annotationSetting(`${LINODE}check-type`, 'connection'),
        admit: annotationSetting(`${LINODE}firewall-acl`, '{"allowList":{"ipv4":[…]}}'),
      },
      admits: admits(read),
    }),
});

function networksOf(read: Read): Balancer['peer']['networks'] {
  const range = read('backend-ipv4-range');
  if (range) return [range];
  return read('backend-subnet-id') || read('backend-vpc-name') ? undefined : [PRIVATE_NETWORK];
}

/** What the annotation of a port holds; undefined where the controller cannot read it. All its fields are text. */
function ownOf(read: Read, { port }: ServicePort): Readonly<Record<string, string>> | undefined {
  const text = read(`port-${port}`);
  const own = text === undefined ? {} : goObject(text);
  const texts = Object.entries(own ?? {}).filter(([name]) => FIELDS.includes(name));
  if (!own || texts.some(([, value]) => typeof value !== 'string' && value !== null)) return undefined;
  return Object.fromEntries(texts.map(([name, value]) => [name, String(value ?? '')]));
}

const FIELDS = ['tls-secret-name', 'protocol', 'proxy-protocol', 'algorithm', 'stickiness', 'udp-check-port'];

function protocolOf(read: Read, port: ServicePort): string {
  return (ownOf(read, port)?.protocol || (read('default-protocol') ?? port.protocol ?? 'TCP')).toLowerCase();
}

function versionOf(read: Read, port: ServicePort): string {
  return (
    ownOf(read, port)?.['proxy-protocol'] ||
    (read('default-proxy-protocol') ?? read('proxy-protocol') ?? 'none')
  ).toLowerCase();
}

/** The annotation of a port wins over the default; PROXY protocol is for tcp alone. */
function mode(read: Read, port: ServicePort): Mode {
  const protocol = protocolOf(read, port);
  if (protocol === 'http') return HTTP;
  if (protocol === 'https') return HTTPS;
  if (protocol === 'udp') return { speaks: 'udp', backend: 'udp' };
  return { ...TCP, proxyProtocol: VERSIONS[versionOf(read, port)] };
}

/** What is asked for a port: its own annotation, and what it makes of that. */
interface AskedPort {
  readonly own: Readonly<Record<string, string>>;
  readonly key: string;
  readonly protocol: string;
}

const PROTOCOLS = ['tcp', 'udp', 'http', 'https'];

function portRefusals(read: Read, port: ServicePort): Remark[] {
  const own = ownOf(read, port);
  const key = `${LINODE}port-${port.port}`;
  if (!own) {
    return [refused(key, 'The controller cannot read the value.', 'Write a JSON object whose values are strings.')];
  }
  const protocol = protocolOf(read, port);
  if (!PROTOCOLS.includes(protocol)) {
    return [
      refused(
        own.protocol ? key : `${LINODE}default-protocol`,
        `The controller refuses the protocol ${JSON.stringify(protocol)}.`,
        'Write tcp, udp, http or https.',
      ),
    ];
  }
  const asked = { own, key, protocol };
  return [
    ...versionRefusals(asked, versionOf(read, port)),
    ...certificateRefusals(asked),
    ...sendingRefusals(asked, read),
    ...checkPortRefusals(asked, read),
  ];
}

function versionRefusals({ own, key, protocol }: AskedPort, version: string): Remark[] {
  if (version === 'none') return [];
  const versionKey = own['proxy-protocol'] ? key : `${LINODE}default-proxy-protocol`;
  if (VERSIONS[version] === undefined) {
    return [refused(versionKey, `The controller refuses ${JSON.stringify(version)}.`, 'Write "none", "v1" or "v2".')];
  }
  if (protocol !== 'udp') return [];
  return [
    refused(
      versionKey,
      'The controller refuses PROXY protocol over UDP.',
      `Write {"proxy-protocol":"none"} in ${key}.`,
    ),
  ];
}

function certificateRefusals({ own, key, protocol }: AskedPort): Remark[] {
  const isNamed = Boolean(own['tls-secret-name']);
  if (protocol === 'https' && !isNamed) {
    return [refused(key, 'The controller refuses HTTPS without a certificate.', 'Name its Secret as tls-secret-name.')];
  }
  if (protocol === 'udp' && isNamed) {
    return [refused(key, 'The controller refuses a certificate over UDP.', 'Take tls-secret-name out.')];
  }
  return [];
}

/** How it shares connections out, and which it keeps together. */
function sendingRefusals({ own, key, protocol }: AskedPort, read: Read): Remark[] {
  const third = protocol === 'udp' ? 'ring_hash' : 'source';
  const algorithms = unknown(read, own, key, 'algorithm', inAnyCase('roundrobin', 'leastconn', third));
  if (protocol === 'tcp') return algorithms;
  const stickiness = inAnyCase(...STICKINESS[protocol as 'udp' | 'http' | 'https']);
  return [...algorithms, ...unknown(read, own, key, 'stickiness', stickiness)];
}

function checkPortRefusals({ own, protocol }: AskedPort, read: Read): Remark[] {
  const written = own['udp-check-port'] || read('udp-check-port');
  if (protocol !== 'udp' || written === undefined) return [];
  const port = goInt(written) ?? 0;
  if (port >= 1 && port <= 65535) return [];
  return [refused(`${LINODE}udp-check-port`, `The controller refuses ${JSON.stringify(written)}.`, 'Write a port.')];
}

function unknown(
  read: Read,
  own: Readonly<Record<string, string>>,
  ownKey: string,
  name: string,
  reads: Reader<string>,
): Remark[] {
  const value = own[name] || read(`default-${name}`);
  if (value === undefined || reads(value) !== undefined) return [];
  return [
    refused(
      own[name] ? ownKey : `${LINODE}default-${name}`,
      `The controller refuses ${JSON.stringify(value)}.`,
      'Take it out.',
    ),
  ];
}

function healthCheck(read: Read): HealthCheck {
  const type = read('check-type') ?? 'connection';
  if (type === 'none') return NO_CHECK;
  if (type === 'connection') return TCP_CHECK;
  return httpCheck(read('check-path') || '/', '200-399');
}

/** What its firewall lets in or keeps out; undefined where the controller refuses the list. */
function access(read: Read): { readonly kind: 'allow' | 'deny'; readonly networks: readonly string[] } | undefined {
  const lists = goObject(read('firewall-acl') ?? '') ?? {};
  const [allowed, denied] = [lists.allowlist, lists.denylist].map((value) => (isObject(value) ? value : undefined));
  const chosen = allowed ?? denied;
  if (!chosen || (allowed && denied)) return undefined;
  const networks = [chosen.ipv4, chosen.ipv6].flatMap((value) => (Array.isArray(value) ? value.map(String) : []));
  return { kind: allowed ? 'allow' : 'deny', networks };
}

/** A firewall that is named by its number may hold anything. */
function admits(read: Read): readonly string[] | undefined {
  if (read('firewall-id') !== undefined) return [];
  const found = read('firewall-acl') === undefined ? undefined : access(read);
  return found?.kind === 'allow' ? chosenSources(found.networks) : undefined;
}
