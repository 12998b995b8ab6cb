import { Balancer, Cluster, Frontend, HttpRules, KubernetesObject } from './balancer';
import { findBeside, nameOf } from './fields';
import { ingressBackends, speaksTls } from './ingress';
import { made, Reading } from './reading';
import { frontendsOf, isLocal, LOCAL_POLICY, passedThrough, servicePorts, shortCut } from './services';
import { json } from './values';
import { FRONT_PROXY, Promises } from '../binding/statements';
import { isObject } from '../input/objects';

/** What an object promises; undefined where it promises nothing that can be read. */
export function promisesIn(text: string | undefined): Promises | undefined {
  const promises: unknown = json(text);
  return isObject(promises) &&
    Object.entries(promises).every(([field, value]) => FIELDS[field as keyof Promises]?.(value))
    ? promises
    : undefined;
}

const isFlag = (value: unknown) => typeof value === 'boolean';
const isText = (value: unknown) => typeof value === 'string';
const isList = (value: unknown) => Array.isArray(value) && value.every(isText);
const isOneOf =
  (...texts: string[]) =>
  (value: unknown) =>
    texts.includes(value as string);
const isBefore = (value: unknown) =>
  isObject(value) &&
  isList(value.networks) &&
  ['string', 'undefined'].includes(typeof value.header) &&
  [value.proxyProtocol, value.only].every((flag) => ['boolean', 'undefined'].includes(typeof flag));

const FIELDS: Record<keyof Promises, (value: unknown) => boolean> = {
  sends: isOneOf('packets', 'proxy-protocol', 'header'),
  appends: isFlag,
  ownAddress: isText,
  overwrites: isList,
  peers: isList,
  routesToPods: isFlag,
  endsTls: isFlag,
  passesTls: isFlag,
  speaksHttp2: isFlag,
  admits: isList,
  before: isBefore,
};

/** The balancer of the promises; undefined where they leave it to the one that is named. */
export function readPromised(
  object: KubernetesObject,
  cluster: Cluster,
  stated: string | undefined,
  promises: Promises,
): Reading | undefined {
  if (promises.sends === undefined || (object.kind === 'Service' && isBehindIngress(object, cluster))) {
    return undefined;
  }
  const service =
    object.kind === 'TargetGroupBinding'
      ? findBeside(object, cluster, 'Service', object.spec?.serviceRef?.name)
      : object;
  if (service === undefined) {
    return undefined;
  }
  const toPods = promises.routesToPods === true || service.spec?.type === 'ClusterIP';
  const balancer: Balancer = {
    id: stated ?? 'custom',
    name: stated === FRONT_PROXY ? 'proxy in the cluster' : "load balancer of the author's own",
    frontends: promisedFrontends(service, cluster, promises, stated === FRONT_PROXY),
    targets: toPods ? 'pods' : 'nodes',
    peer: peerOf(service, promises, toPods),
    http: promises.sends === 'header' && !promises.passesTls ? httpOf(promises) : undefined,
    healthCheck: { kind: 'none' },
    settings: service.kind === 'Service' ? { keepSource: LOCAL_POLICY } : {},
    admits: promises.admits,
    before: promises.before,
    shortCut: service.kind === 'Service' ? shortCut(service) : undefined,
  };
  return made('promised', balancer);
}

function isBehindIngress(service: KubernetesObject, cluster: Cluster): boolean {
  return cluster
    .list('Ingress')
    .some((ingress) => ingressBackends(ingress, cluster).some((backend) => backend.service === service));
}

function peerOf(object: KubernetesObject, { sends, passesTls, peers }: Promises, toPods: boolean): Balancer['peer'] {
  if (object.kind === 'Service' && !toPods && !isLocal(object)) {
    return { role: 'node' };
  }
  return sends === 'packets' || passesTls ? { role: 'client' } : { role: 'balancer', networks: peers };
}

function httpOf({ appends, ownAddress, overwrites = [] }: Promises): HttpRules {
  return {
    forwardedFor: appends
      ? { mode: 'append', appends: ownAddress === undefined ? [] : [ownAddress] }
      : { mode: 'preserve' },
    overwrites: Object.fromEntries(
      overwrites.map((name, index) => [name, index === 0 && !appends ? '{client}' : variableOf(name)]),
    ),
    redirectsToHttps: false,
  };
}

function variableOf(name: string): string {
  const known: Record<string, string> = {
    'x-forwarded-proto': '{scheme}',
    'x-forwarded-port': '{port}',
    'x-forwarded-host': 'api.example.com',
  };
  return known[name.toLowerCase()] ?? '/';
}

function promisedFrontends(
  object: KubernetesObject,
  cluster: Cluster,
  { sends, endsTls, passesTls, speaksHttp2 }: Promises,
  inCluster: boolean,
): Frontend[] {
  const plain = speaksHttp2 ? 'h2c' : 'http';
  if (object.kind === 'Ingress') {
    const listeners = [
      { port: 80, speaks: 'http' },
      { port: 443, speaks: 'https' },
    ] as const;
    return frontendsOf(listeners, ingressBackends(object, cluster), () => ({
      backend: inCluster && speaksTls(object) ? 'https' : plain,
    }));
  }
  if (sends === 'header' && !passesTls) {
    return servicePorts(object).map(({ port }) => ({
      port,
      speaks: endsTls && port === 443 ? 'https' : 'http',
      service: nameOf(object),
      servicePort: port,
      // Which ports a proxy in the cluster dials is not promised, so that it is taken to speak what they want.
      backend: inCluster && !speaksHttp2 ? 'as-listener' : plain,
    }));
  }
  return passedThrough(object).map((frontend) => ({
    ...frontend,
    proxyProtocol: sends === 'proxy-protocol' ? 2 : undefined,
  }));
}
