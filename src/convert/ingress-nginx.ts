import { Answers, Conversion, Source, Target } from './conversion';
import { IngressNginx, readIngressNginx } from './ingress-nginx-input';
import * as say from './ingress-nginx-sentences';
import { DEFAULT_HEADER, NginxSettings, settingsOf } from './ingress-nginx-settings';
import { Balancer, Cluster, KubernetesObject } from '../controllers/balancer';
import { annotationsOf } from '../controllers/fields';
import { ingressBackends } from '../controllers/ingress';
import { BALANCERS, readings } from '../controllers/registry';
import { Way } from '../values/row';

export const INGRESS_NGINX: Source = {
  id: 'ingress-nginx',
  convert: (texts, answers) => conversionOf(readIngressNginx(texts), answers),
};

function conversionOf(input: IngressNginx, answers: Answers): Conversion {
  const settings = settingsOf(input.config);
  const front = frontOf(input);
  const cluster: Cluster = { ...answers, list: (kind) => input.objects.filter((object) => object.kind === kind) };
  const balancer = front && balancerOf(front, cluster);
  const loadBalancerKind = answers.loadBalancerKind ?? balancer?.id;
  const way = wayOf(settings);
  const trust = answers.trust.length > 0 || settings.trustsEverybody ? answers.trust : settings.trusted;
  const questions = [
    ...say.badValues(input.config),
    ...(settings.proxyProtocol && settings.forwardedHeaders ? [say.bothWays(settings.header)] : []),
    ...(input.onNodes && answers.loadBalancerKind === undefined ? [say.onNodes()] : []),
    ...(loadBalancerKind === undefined && !input.onNodes ? [say.whichBalancer(front, answers.cloud)] : []),
    ...(loadBalancerKind !== undefined && !Object.hasOwn(BALANCERS, loadBalancerKind)
      ? [say.noSuchBalancer(loadBalancerKind)]
      : []),
    ...(way !== 'local-traffic' && trust.length === 0 ? [say.whomToTrust(way, balancer)] : []),
  ];
  const target =
    questions.length > 0 || loadBalancerKind === undefined
      ? undefined
      : targetOf({ way, settings, loadBalancerKind, trust, balancer, front });
  return {
    was: say.was(way, settings, balancer, front),
    unsafe: say.unsafe(way, settings, balancer),
    noEqual: say.noEqual(input, settings, way),
    questions,
    target,
  };
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
  readonly loadBalancerKind: string;
  readonly trust: readonly string[];
  readonly balancer?: Balancer;
  readonly front?: KubernetesObject;
}

function targetOf({ way, settings, loadBalancerKind, trust, balancer, front }: Found): Target {
  const single = settings.header.toLowerCase() === DEFAULT_HEADER.toLowerCase() ? undefined : settings.header;
  return {
    way,
    loadBalancerKind,
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
  const isInternal = balancer === undefined ? asksForInternal(front) : balancer.internal === true;
  return {
    ...(isInternal ? { internalOnly: true } : {}),
    ...(balancer?.id === 'aws-nlb' && balancer.targets === 'nodes' ? { targetType: 'instance' } : {}),
    ...(Array.isArray(ranges) && ranges.length > 0 ? { sourceRanges: ranges } : {}),
    ...(typeof loadBalancerClass === 'string' ? { loadBalancerClass } : {}),
    ...(typeof ingressClassName === 'string' ? { ingressClassName } : {}),
  };
}

/** Whether annotations of any cloud ask for an internal balancer, where the user names the balancer and no cloud. */
function asksForInternal(front: KubernetesObject | undefined): boolean {
  return Object.entries(front === undefined ? {} : annotationsOf(front)).some(
    ([key, value]) => (key.endsWith('-internal') && value !== 'false') || value.toLowerCase() === 'internal',
  );
}
