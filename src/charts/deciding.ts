import { pathText, Tree, ValuePath } from './release';
import { isObject } from '../input/objects';

/*
 * Which value of the charts decides a field of an object that one of them made. Fields are named as the check names
 * them: `spec.template.spec.containers[proxy].env[KONG_TRUSTED_IPS]`.
 */

/** What was found in a field's name, and the values of the release if they are known. */
type Deciders = (found: string, values: Tree | undefined) => ValuePath[];

type Row = readonly [field: RegExp, deciders: Deciders];

const always =
  (...paths: string[][]): Deciders =>
  () =>
    paths;
const below =
  (...path: string[]): Deciders =>
  (found) => [[...path, found]];

/** A variable: of `customEnv` if it is there, which wins, else of `env`, where its name has no prefix. */
const variable: Deciders = (found, values) => {
  const custom = keyOf(values?.customEnv, (key) => key.toUpperCase() === found);
  if (custom !== undefined || !found.startsWith('KONG_')) {
    return [['customEnv', custom ?? found.toLowerCase()]];
  }
  const name = found.replace(/^KONG_/, '');
  return [['env', keyOf(values?.env, (key) => key.toUpperCase() === name) ?? name.toLowerCase()]];
};

/** Listeners and port maps follow from other values, unless a variable says them. */
const unlessSet =
  (name: string, ...paths: string[][]): Deciders =>
  (_, values) => {
    const set = (tree: unknown, wanted: string) => keyOf(tree, (key) => key.toUpperCase() === wanted) !== undefined;
    return set(values?.customEnv, `KONG_${name}`) || set(values?.env, name) ? variable(`KONG_${name}`, values) : paths;
  };

const WORKLOAD: readonly Row[] = [
  [
    /\.env\[KONG_PROXY_LISTEN\]$/,
    unlessSet('PROXY_LISTEN', ['proxy', 'http', 'parameters'], ['proxy', 'tls', 'parameters']),
  ],
  [/\.env\[KONG_STREAM_LISTEN\]$/, unlessSet('STREAM_LISTEN', ['proxy', 'stream'])],
  [/\.env\[KONG_STATUS_LISTEN\]$/, unlessSet('STATUS_LISTEN', ['status', 'http', 'parameters'])],
  [/\.env\[KONG_ADMIN_LISTEN\]$/, unlessSet('ADMIN_LISTEN', ['admin'])],
  [
    /\.env\[KONG_PORT_MAPS\]$/,
    unlessSet('PORT_MAPS', ['proxy', 'http', 'servicePort'], ['proxy', 'tls', 'servicePort']),
  ],
  // People write the prefix that the chart adds.
  [/\.env\[KONG_((?:KONG_)+\w+)\]$/, (found) => [['env', found.replace(/^(?:KONG_)+/, '').toLowerCase()]]],
  [/\.env\[(\w+)\]$/, variable],
  [/\.env$/, always(['env'])],
  [/\.envFrom\b.*$/, always(['envFrom'])],
  [/\.containers\[[^\]]*\]\.(readinessProbe|livenessProbe|startupProbe|lifecycle)\b.*$/, below()],
  [/\.containers\[[^\]]*\]\.image$/, always(['image', 'tag'])],
  [/\.ports\[proxy\]\.hostPort$/, always(['proxy', 'http', 'hostPort'])],
  [/\.ports\[proxy-tls\]\.hostPort$/, always(['proxy', 'tls', 'hostPort'])],
  [/\.ports\[status\]\.hostPort$/, always(['status', 'http', 'hostPort'])],
  [/\.ports\[stream[^\]]*\]\.hostPort$/, always(['proxy', 'stream'])],
  [/\.hostNetwork$/, always(['deployment', 'hostNetwork'])],
  [/\.terminationGracePeriodSeconds$/, always(['terminationGracePeriodSeconds'])],
  [/\.volumeMounts\b.*$/, always(['deployment', 'userDefinedVolumeMounts'], ['extraConfigMaps'])],
  [
    /^spec\.template\.metadata\.annotations(?:\[(.*)\])?$/,
    (found) => [found === '' ? ['podAnnotations'] : ['podAnnotations', found]],
  ],
  [/^spec\.template\.metadata\.labels(?:\[(.*)\])?$/, (found) => [found === '' ? ['podLabels'] : ['podLabels', found]]],
  [/^metadata\.annotations\[(.*)\]$/, below('deploymentAnnotations')],
];

/** Fields of a Service, below the key of its values. */
const SERVICE: readonly Row[] = [
  [/^metadata\.annotations\[(.*)\]$/, below('annotations')],
  [/^metadata\.annotations$/, always(['annotations'])],
  [/^spec\.ports\[[^\]]*stream[^\]]*\].*$/, always(['stream'])],
  [/^spec\.ports\[[^\]]*(?:tls|443)[^\]]*\]\.(nodePort|appProtocol)$/, below('tls')],
  [/^spec\.ports\[[^\]]*(?:tls|443)[^\]]*\]\.port$/, always(['tls', 'servicePort'])],
  [/^spec\.ports\[[^\]]*(?:tls|443)[^\]]*\]\.targetPort$/, always(['tls', 'overrideServiceTargetPort'])],
  [/^spec\.ports\[[^\]]*(?:tls|443)[^\]]*\].*$/, always(['tls'])],
  [/^spec\.ports\[[^\]]*\]\.(nodePort|appProtocol)$/, below('http')],
  [/^spec\.ports\[[^\]]*\]\.port$/, always(['http', 'servicePort'])],
  [/^spec\.ports\[[^\]]*\]\.targetPort$/, always(['http', 'containerPort'])],
  [/^spec\.ports\[.*\].*$/, always(['http'])],
  [
    /^spec\.(externalTrafficPolicy|loadBalancerClass|loadBalancerSourceRanges|loadBalancerIP|externalIPs|type)\b.*$/,
    below(),
  ],
  [/^spec\.(ipFamilies|ipFamilyPolicy|trafficDistribution|clusterIP)\b.*$/, below()],
];

/** Fields of an Ingress, below the key of its Service's values. */
const INGRESS: readonly Row[] = [
  [/^metadata\.annotations\[(.*)\]$/, below('ingress', 'annotations')],
  [/^metadata\.annotations$/, always(['ingress', 'annotations'])],
  [/^spec\.ingressClassName$/, always(['ingress', 'ingressClassName'])],
  [/^spec\.tls\b.*$/, always(['ingress', 'tls'])],
  [/^spec\.rules\b.*\.port\b.*$/, always(['tls', 'enabled'])],
  [/^spec\.rules\b.*$/, always(['ingress', 'hosts'])],
];

/** The end of a Service's name, by the key of its values. */
const FRONTS: readonly (readonly [end: RegExp, values: string])[] = [
  [/-udp-proxy$/, 'udpProxy'],
  [/-clustertelemetry$/, 'clustertelemetry'],
  [/-cluster$/, 'cluster'],
  [/-portalapi$/, 'portalapi'],
  [/-portal$/, 'portal'],
  [/-manager$/, 'manager'],
  [/-admin$/, 'admin'],
];

/** What is known of an object that a chart made. */
export interface Made {
  readonly kind?: string;
  readonly metadata?: { readonly name?: unknown; readonly labels?: { readonly [label: string]: unknown } };
}

/**
 * The values that decide a field; none for an object of other charts, or where no value does. In the chart `ingress`
 * they are those of its part.
 *
 * @param values those of the release, by which a variable is found where it is set; undefined if they are not known
 */
export function decidingValues(object: Made, field: string | undefined, values?: unknown): ValuePath[] {
  const [, part] = /^(kong|gateway|controller)-\d/.exec(String(object.metadata?.labels?.['helm.sh/chart'])) ?? [];
  if (part === undefined || field === undefined) {
    return [];
  }
  const within = part === 'kong' ? [] : [part];
  const own = within.reduce<unknown>((tree, key) => (isObject(tree) ? tree[key] : undefined), values);
  const [rows, front] = tableOf(object);
  for (const [pattern, deciders] of rows) {
    const found = pattern.exec(field);
    if (found) {
      return deciders(found[1] ?? '', isObject(own) ? own : undefined).map((path) => [...within, ...front, ...path]);
    }
  }
  return [];
}

/** The same as people write them: `proxy.http.parameters and proxy.tls.parameters`. */
export function decidingText(paths: readonly ValuePath[]): string | undefined {
  return paths.length === 0 ? undefined : paths.map(pathText).join(' and ');
}

function tableOf({ kind, metadata }: Made): [rows: readonly Row[], front: string[]] {
  const front = FRONTS.find(([end]) => end.test(String(metadata?.name)))?.[1] ?? 'proxy';
  switch (kind) {
    case 'Service':
      return [SERVICE, [front]];
    case 'Ingress':
      return [INGRESS, [front]];
    default:
      return [WORKLOAD, []];
  }
}

function keyOf(tree: unknown, matches: (key: string) => boolean): string | undefined {
  return isObject(tree) ? Object.keys(tree).sort().filter(matches).pop() : undefined;
}
