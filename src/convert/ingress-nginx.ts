import { Answers, Conversion, Source, Target, Way } from './conversion';
import { IngressNginx, readIngressNginx } from './ingress-nginx-input';
import * as say from './ingress-nginx-sentences';
import { networkOf } from '../check/trial/networks';
import { Balancer, Cluster, KubernetesObject } from '../controllers/balancer';
import { ingressBackends } from '../controllers/ingress';
import { BALANCERS, readings } from '../controllers/registry';
import { parseCidr } from '../net/cidr';
import { isWorldwide, merge } from '../net/cidr-set';

/**
 * The settings of ingress-nginx that decide about the client's address.
 *
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/
 * @see https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/template/nginx.tmpl
 */
export interface NginxSettings {
  readonly proxyProtocol: boolean;
  readonly forwardedHeaders: boolean;
  /** nginx reads the header as soon as one of three keys is on. */
  readonly readsHeader: boolean;
  readonly header: string;
  /** Whom it believed, as nginx reads the networks. */
  readonly trusted: readonly string[];
  readonly trustsEverybody: boolean;
  readonly fullForwardedFor: boolean;
}

const DEFAULT_HEADER = 'X-Forwarded-For';

export const INGRESS_NGINX: Source = {
  id: 'ingress-nginx',
  convert: (texts, answers) => conversionOf(readIngressNginx(texts), answers),
};

function conversionOf(input: IngressNginx, answers: Answers): Conversion {
  const settings = settingsOf(input.config);
  const front = frontOf(input);
  const cluster: Cluster = { ...answers, list: (kind) => input.objects.filter((object) => object.kind === kind) };
  const balancer = front && balancerOf(front, cluster);
  const loadBalancer = answers.loadBalancer ?? balancer?.id;
  const way = wayOf(settings);
  const trust = answers.trust.length > 0 || settings.trustsEverybody ? answers.trust : settings.trusted;
  const questions = [
    ...say.badValues(input.config),
    ...(settings.proxyProtocol && settings.forwardedHeaders ? [say.bothWays(settings.header)] : []),
    ...(input.onNodes && answers.loadBalancer === undefined ? [say.onNodes()] : []),
    ...(loadBalancer === undefined && !input.onNodes ? [say.whichBalancer(front)] : []),
    ...(loadBalancer !== undefined && !Object.hasOwn(BALANCERS, loadBalancer)
      ? [say.noSuchBalancer(loadBalancer)]
      : []),
    ...(way !== 'local-traffic' && trust.length === 0 ? [say.whomToTrust(way, balancer)] : []),
  ];
  const target =
    questions.length > 0 || loadBalancer === undefined
      ? undefined
      : targetOf({ way, settings, loadBalancer, trust, balancer, front });
  return {
    was: say.was(way, settings, balancer, front),
    unsafe: say.unsafe(way, settings, balancer),
    noEqual: say.noEqual(input, settings),
    questions,
    target,
  };
}

/** @throws when a network cannot be read */
export function settingsOf(config: IngressNginx['config']): NginxSettings {
  const on = (key: string) => isTrue(config[key]) === true;
  const given = config['proxy-real-ip-cidr'];
  const texts = (given ?? '0.0.0.0/0')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  const trusted = texts.map((text) => networkOf(text)?.text ?? fail(text));
  const forwardedHeaders = on('use-forwarded-headers');
  const proxyProtocol = on('use-proxy-protocol');
  return {
    proxyProtocol,
    forwardedHeaders,
    readsHeader: forwardedHeaders || (!proxyProtocol && on('enable-real-ip')),
    header: config['forwarded-for-header'] || DEFAULT_HEADER,
    trusted,
    trustsEverybody: isWorldwide(merge(trusted.map(parseCidr))),
    fullForwardedFor: forwardedHeaders && on('compute-full-forwarded-for'),
  };
}

function fail(text: string): never {
  throw new Error(`proxy-real-ip-cidr: ${JSON.stringify(text)} is not a network; write one such as 10.0.0.0/16`);
}

/** As Go's strconv.ParseBool reads it; undefined for what it refuses. An empty text is false. */
export function isTrue(text: string | undefined): boolean | undefined {
  if (text === undefined || text === '') return false;
  if (/^(1|t|T|TRUE|true|True)$/.test(text)) return true;
  return /^(0|f|F|FALSE|false|False)$/.test(text) ? false : undefined;
}

function wayOf({ proxyProtocol, readsHeader }: NginxSettings): Way {
  if (proxyProtocol) return 'proxy-protocol';
  return readsHeader ? 'header-forwarded' : 'local-traffic';
}

/** What the balancer is made of: an Ingress that leads to the Service, such as an ALB's, or the Service itself. */
function frontOf({ service, objects }: IngressNginx): KubernetesObject | undefined {
  const cluster: Cluster = { list: (kind) => objects.filter((object) => object.kind === kind) };
  const leadsToIt = (object: KubernetesObject) =>
    object.kind === 'Ingress' &&
    ingressBackends(object, cluster).some(
      ({ service: backend }) => backend?.metadata?.name === service?.metadata?.name,
    );
  return service && (objects.find(leadsToIt) ?? service);
}

/** The one balancer that its controller makes of an object. */
function balancerOf(front: KubernetesObject, cluster: Cluster): Balancer | undefined {
  const made = readings(front, cluster).flatMap((reading) => (reading.state === 'made' ? [reading.balancer] : []));
  const [first] = made;
  const isSettled = first !== undefined && made.every(({ id }) => id === first.id) && first.id in BALANCERS;
  return isSettled ? first : undefined;
}

interface Found {
  readonly way: Way;
  readonly settings: NginxSettings;
  readonly loadBalancer: string;
  readonly trust: readonly string[];
  readonly balancer?: Balancer;
  readonly front?: KubernetesObject;
}

function targetOf({ way, settings, loadBalancer, trust, balancer, front }: Found): Target {
  const single = settings.header.toLowerCase() === DEFAULT_HEADER.toLowerCase() ? undefined : settings.header;
  return {
    way,
    loadBalancer,
    props: propsOf(balancer, front),
    annotations: say.keptAnnotations(front),
    trust: way === 'local-traffic' ? [] : trust,
    header: way === 'header-forwarded' ? single : undefined,
    proxiesBefore: way === 'header-forwarded' && balancer !== undefined && balancer.http === undefined,
  };
}

/** Props that classes of balancers share, where the object sets them. A class that lacks one leaves it out. */
function propsOf(balancer: Balancer | undefined, front: KubernetesObject | undefined): Target['props'] {
  const { loadBalancerSourceRanges: ranges, loadBalancerClass, ingressClassName } = front?.spec ?? {};
  const isInternal = balancer?.internal === true;
  return {
    ...(isInternal ? { internalOnly: true } : {}),
    ...(balancer?.id === 'aws-nlb' && balancer.targets === 'nodes' ? { targetType: 'instance' } : {}),
    ...(Array.isArray(ranges) && ranges.length > 0 ? { sourceRanges: ranges } : {}),
    ...(typeof loadBalancerClass === 'string' ? { loadBalancerClass } : {}),
    ...(typeof ingressClassName === 'string' ? { ingressClassName } : {}),
  };
}
