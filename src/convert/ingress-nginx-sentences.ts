import { IngressNginx } from './ingress-nginx-input';
import { flagOf, NginxSettings } from './ingress-nginx-settings';
import { sayStream } from './ingress-nginx-streams';
import { Balancer, KubernetesObject } from '../controllers/balancer';
import { annotationsOf } from '../controllers/fields';
import { Way } from '../values/row';

/*
 * What the converter tells of ingress-nginx' settings.
 */

const BOOLEANS = ['use-proxy-protocol', 'use-forwarded-headers', 'enable-real-ip', 'compute-full-forwarded-for'];

export function badValues(config: IngressNginx['config']): string[] {
  return BOOLEANS.filter((key) => flagOf(config[key]) === undefined).map(
    (key) =>
      `${key} is ${JSON.stringify(config[key])}, which ingress-nginx does not read as true or false; what do you mean?`,
  );
}

export function bothWays(header: string): string {
  return (
    'use-proxy-protocol and use-forwarded-headers are both on: ' +
    `ingress-nginx took the address of the PROXY header for the proxy, and the client from ${header}. ` +
    'Kong reads the client from one place. ' +
    'Let the balancer keep the source of packets in place of PROXY protocol: ' +
    'then the proxies before it are the peers, and Kong reads their header. ' +
    'Set that in the Service, turn use-proxy-protocol off, and convert again'
  );
}

export function onNodes(): string {
  return (
    'clients dial the nodes (hostNetwork or hostPort). Pass --load-balancer node-dns if DNS names the nodes, ' +
    'or use SelfManagedLoadBalancer for a balancer of your own'
  );
}

export function whichBalancer(front: KubernetesObject | undefined, cloud: string | undefined): string {
  if (front === undefined) {
    return (
      'which load balancer is in front? The input has no Service that clients reach, and its values make none: ' +
      'give the Service, too, or name the balancer with --load-balancer'
    );
  }
  const how =
    cloud === undefined
      ? 'Name the cloud with --cloud (and its controller with --controller)'
      : `Name the controller of ${cloud} with --controller`;
  return (
    `which load balancer does ${front.kind} ${front.metadata?.name} get? ${how}, ` +
    'or the balancer with --load-balancer'
  );
}

export function noSuchBalancer(id: string): string {
  return `there is no load balancer ${JSON.stringify(id)}; write an id such as aws-nlb`;
}

export function whomToTrust(way: Way, balancer: Balancer | undefined): string {
  return (
    `which senders may Kong believe? Pass the networks of ${whoReports(way, balancer)} with --trust. ` +
    "Any host in them can choose a client's address"
  );
}

function whoReports(way: Way, balancer: Balancer | undefined): string {
  if (way === 'header-forwarded' && balancer?.http === undefined) return 'the proxies or the CDN that write the header';
  return balancer?.peer.role === 'node'
    ? 'the nodes, through which the balancer dials,'
    : 'the balancer, from which it dials,';
}

const WAYS: Readonly<Record<Way, (settings: NginxSettings) => string>> = {
  'proxy-protocol': () => 'PROXY protocol: the balancer sends it at the start of each connection (use-proxy-protocol)',
  'header-forwarded': ({ header }) => `a request header: nginx read the client from ${header}`,
  'local-traffic': () => 'the connection: nginx took the address that dialled it as the client',
};

export function was(
  way: Way,
  settings: NginxSettings,
  balancer: Balancer | undefined,
  front: KubernetesObject | undefined,
): string[] {
  const trusted = settings.trustsEverybody ? 'every sender (0.0.0.0/0)' : settings.trusted.join(', ') || 'no sender';
  return [
    `the client's address came by ${WAYS[way](settings)}`,
    ...(way === 'local-traffic' ? [] : [`nginx believed ${trusted}`]),
    ...(balancer === undefined
      ? []
      : [`in front is the ${balancer.name}, made of ${front?.kind} ${front?.metadata?.name}`]),
  ];
}

const EVERYBODY = 'proxy-real-ip-cidr covers every address, as by default';

export function unsafe(way: Way, settings: NginxSettings, balancer: Balancer | undefined): string[] {
  const { header, trustsEverybody, forwardedHeaders, fullForwardedFor } = settings;
  const isList = header.toLowerCase() === 'x-forwarded-for';
  const found: string[] = [];
  if (way === 'header-forwarded' && trustsEverybody) {
    found.push(
      isList
        ? `${EVERYBODY}: nginx walked X-Forwarded-For over every address to the first one, which the client writes. ` +
            'Every client could choose its address'
        : `${EVERYBODY}: any client that reached nginx without the proxy that ` +
            `writes ${header} could choose its address`,
    );
  }
  if (way === 'proxy-protocol' && trustsEverybody) {
    found.push(
      `${EVERYBODY}: any client that reached a pod or a node port without the balancer could send its own PROXY header`,
    );
  }
  if (forwardedHeaders) {
    found.push(
      'use-forwarded-headers passed on X-Forwarded-Proto, -Host and -Port from every sender, ' +
        'whatever proxy-real-ip-cidr is',
    );
  }
  if (fullForwardedFor) {
    found.push("compute-full-forwarded-for: X-Forwarded-For of upstreams began with the client's own text");
  }
  if (way === 'local-traffic' && balancer?.peer.role === 'node') {
    found.push(
      'externalTrafficPolicy is Cluster, and nothing else told the client: every client had the address of a node',
    );
  }
  const sendsNone = balancer?.frontends.every(({ proxyProtocol }) => proxyProtocol === undefined);
  if (way === 'proxy-protocol' && sendsNone) {
    found.push(
      'the Service does not ask its balancer for PROXY protocol. ' +
        'Unless it was turned on by hand, nginx refused every request',
    );
  }
  return found;
}

const GLOBAL = 'for all routes, as a KongClusterPlugin with the label global: "true"';

/** Keys of the ConfigMap that touch the address, and what takes their place. */
const NO_EQUAL: Readonly<Record<string, string>> = {
  'compute-full-forwarded-for':
    'ForwardedHeaderPolicy.APPEND, for upstreams that need the chain; the values have REPLACE, ' +
    'with which X-Forwarded-For is the client alone',
  'whitelist-source-range': `the plugin ip-restriction, with \`allow\`; ${GLOBAL}`,
  'denylist-source-range': `the plugin ip-restriction, with \`deny\`; ${GLOBAL}`,
  'block-cidrs': `the plugin ip-restriction, with \`deny\`; ${GLOBAL}`,
  'forwarded-for-proxy-protocol-header': 'nothing: Kong reads the client from one place',
  'proxy-set-headers': 'the plugin request-transformer; a header with $remote_addr is X-Real-IP behind Kong',
  'http-snippet': 'nothing: look whether it has set_real_ip_from or real_ip_header, which were not read',
  'server-snippet': 'nothing: look whether it has set_real_ip_from or real_ip_header, which were not read',
  'location-snippet': 'nothing: look whether it sets X-Forwarded-For or X-Real-IP, which was not read',
};

/** Annotations of each Ingress that act on the client's address. */
const OF_INGRESSES: Readonly<Record<string, string>> = {
  'whitelist-source-range': 'the plugin ip-restriction with `allow`',
  'denylist-source-range': 'the plugin ip-restriction with `deny`',
  'limit-rps': 'the plugin rate-limiting with `second` and limit_by: ip',
  'limit-rpm': 'the plugin rate-limiting with `minute` and limit_by: ip',
  'limit-connections': 'nothing: no plugin that comes with Kong counts connections',
  'limit-whitelist': 'nothing: the plugin rate-limiting has no exceptions',
};

/** What the balancer of another Service before the same pods must do. */
const SECOND: Readonly<Record<Way, string>> = {
  'proxy-protocol': 'its balancer must send PROXY protocol as well, from networks that Kong trusts',
  'header-forwarded': 'what is before it must write the same header, from networks that Kong trusts',
  'local-traffic': 'it needs externalTrafficPolicy: Local and a balancer that passes packets on',
};

function secondService({ metadata }: KubernetesObject, way: Way): string {
  return (
    `Service ${metadata.name}: a second way in, which these values do not make. ` +
    `Write it beside them, for instance under extraObjects of Kong's chart; ${SECOND[way]}`
  );
}

export function noEqual(
  { config, objects, streams, secondServices }: IngressNginx,
  { forwardedHeaders }: NginxSettings,
  way: Way,
): string[] {
  const keys = Object.keys(NO_EQUAL).filter((key) => key in config && config[key] !== '' && config[key] !== 'false');
  return [
    ...keys.map((key) => `${key}: ${NO_EQUAL[key]}`),
    ...secondServices.map((service) => secondService(service, way)),
    ...streams.map((stream) => sayStream(stream, way)),
    ...objects.flatMap(ingressLines),
    ...(forwardedHeaders ? ["X-Original-Forwarded-For for upstreams: nothing, since it is the client's own text"] : []),
  ];
}

function ingressLines(object: KubernetesObject): string[] {
  if (object.kind !== 'Ingress') return [];
  const annotations = annotationsOf(object);
  return Object.entries(OF_INGRESSES).flatMap(([name, instead]) => {
    const value = annotations[`nginx.ingress.kubernetes.io/${name}`];
    const place = `Ingress ${object.metadata?.name}, ${name}`;
    return value === undefined ? [] : [`${place}: ${JSON.stringify(value)}: ${instead}`];
  });
}

/**
 * What belongs to the old Service alone: addresses and names that cannot be had twice, its own health check, and
 * notes of tools.
 */
const OF_THE_OLD = new RegExp(
  [
    'health.?check',
    'health-probe',
    'external-dns',
    'hostname',
    'eip-allocations',
    'private-ipv4',
    'reserved-ip',
    '/name$',
    'load-?balancer-(ip|ips|id|name|ipv4)',
    'kubectl\\.kubernetes\\.io',
    'meta\\.helm\\.sh',
    'argocd',
    'prometheus\\.io',
  ].join('|'),
  'i',
);

/** The annotations of the old Service or Ingress that a new one may have as well. */
export function keptAnnotations(front: KubernetesObject | undefined): Record<string, string> {
  const all = front === undefined ? [] : Object.entries(annotationsOf(front));
  return Object.fromEntries(all.filter(([key]) => !OF_THE_OLD.test(key)));
}
