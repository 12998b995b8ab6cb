import { HEALTH_CHECK_NODE_PORT } from './api-server';
import { STATEMENT } from '../../../src/binding/statements';
import { Balancer, Cluster, HealthCheck, KubernetesObject } from '../../../src/controllers/balancer';
import { Reading } from '../../../src/controllers/reading';
import { readings, readingsByAnnotation } from '../../../src/controllers/registry';
import { isLocal } from '../../../src/controllers/services';
import { objectsIn } from '../../../src/controllers/values';
import { parseCidr } from '../../../src/net/cidr';
import { isWorldwide } from '../../../src/net/cidr-set';

/** One object for a controller, and what stands around it. */
export interface Case {
  readonly name: string;
  readonly object: KubernetesObject;
  readonly others: readonly KubernetesObject[];
}

/** What a controller makes of an object, in the words that the model and the real controller share. */
export interface Made {
  /**
   * Whether it takes the object: of itself, only where its webhook or another controller's absence hands it over, or
   * never.
   */
  readonly claims: 'yes' | 'perhaps' | 'no';
  /** Undefined when it refuses the object, or leaves it alone. */
  readonly balancer?: MadeBalancer;
}

interface MadeBalancer {
  readonly internal: boolean;
  /** `443:tls>tls+2`: the port, what clients and Kong are spoken to, and the version of a PROXY header. */
  readonly listeners: readonly string[];
  readonly targets: 'pods' | 'nodes' | 'none';
  readonly peer: string;
  /** `tcp traffic-port`, `http 8100 /status 200`, `node`; `+proxy` where it begins with a PROXY header. */
  readonly healthCheck: string;
  /** Ranges, `everybody`, or `chosen` by a security group or a prefix list. */
  readonly admits: string;
  readonly forwardedFor?: string;
}

/** What the controller's real code answered. */
export interface Answer {
  readonly claims: boolean;
  readonly claimsByWebhook: boolean;
  readonly error?: string;
  readonly stack?: any;
}

const ID = 'aws-load-balancer-controller';

/** What our model of the AWS Load Balancer Controller says. */
export function byModel({ object, others }: Case): Made {
  const all = [object, ...others];
  const list: Cluster['list'] = (kind) => all.filter((other) => other.kind === kind);
  const bare = withoutStatement(object);
  const takes = [
    ...readings(bare, { cloud: 'aws', list }),
    ...readingsByAnnotation(bare, { cloud: 'aws', list }),
  ].filter(({ controller }) => controller !== 'kube-proxy');
  const mine = takes.find(({ controller }) => controller === ID);
  const sure = takes.length === 1 && mine?.state !== 'unsettled';
  const narrowed = { cloud: 'aws', controller: ID, list };
  const reading = [...readings(bare, narrowed), ...readingsByAnnotation(bare, narrowed)].find(
    ({ controller }) => controller === ID,
  );
  const claims = sure ? 'yes' : 'perhaps';
  return { claims: mine ? claims : 'no', balancer: reading && fromReading(reading) };
}

function withoutStatement(object: KubernetesObject): KubernetesObject {
  const { [STATEMENT]: _, ...annotations } = object.metadata.annotations ?? {};
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function fromReading({ balancer }: Reading): MadeBalancer | undefined {
  if (!balancer) return undefined;
  const listeners = listenersOf(balancer);
  return {
    internal: balancer.internal!,
    listeners,
    ...(listeners.every(isRedirect)
      ? NO_TARGETS
      : { targets: balancer.targets, peer: peerOfPorts(balancer), healthCheck: checkOfPorts(balancer) }),
    admits: admittedBy(balancer),
    ...(balancer.http ? { forwardedFor: forwardedForOf(balancer) } : {}),
  };
}

/** A port that redirects needs no targets. */
const NO_TARGETS = { targets: 'none', peer: 'none', healthCheck: 'none' } as const;

function isRedirect(listener: string): boolean {
  return listener.endsWith(':http>https');
}

function listenersOf({ frontends, http }: Balancer): string[] {
  return frontends
    .map(({ port, speaks, backend, proxyProtocol }) =>
      http?.redirectsToHttps && speaks === 'http'
        ? `${port}:http>https`
        : `${port}:${speaks}>${backend}${proxyProtocol ? `+${proxyProtocol}` : ''}`,
    )
    .sort();
}

/** The recorded balancers have one check for all ports, with a PROXY header if any port sends one. */
function checkOfPorts({ frontends, healthCheck }: Balancer): string {
  const checks = frontends.map(({ differs }) => checkOf(differs?.healthCheck ?? healthCheck));
  return checks.find((check) => check.includes('+proxy')) ?? checkOf(healthCheck);
}

/** They have one peer, too: the client only if every port sees it. */
function peerOfPorts({ frontends, peer }: Balancer): string {
  const roles = frontends.map(({ differs }) => differs?.peer?.role ?? peer.role);
  return roles.find((role) => role !== 'client') ?? peer.role;
}

function checkOf(check: HealthCheck): string {
  if (check.kind === 'none') return 'none';
  const header = check.sendsProxyProtocol ? ' +proxy' : '';
  if (check.kind === 'grpc') return `grpc ${check.port} ${check.passes}`;
  if (check.kind === 'node') return `node${header}${check.fails === undefined ? '' : ' fails'}`;
  if (check.kind === 'tcp') return `tcp ${check.port}${header}`;
  return `${check.tls ? 'https' : 'http'} ${check.port} ${check.path} ${check.passes}${header}`;
}

function forwardedForOf({ http }: Balancer): string {
  const { forwardedFor } = http!;
  return forwardedFor.mode === 'append' && forwardedFor.withPort ? 'append, with port' : forwardedFor.mode;
}

/** What the real controller built. */
export function byController(
  { object, others }: Case,
  { claims: takes, claimsByWebhook, stack, error = '' }: Answer,
): Made {
  // An Ingress with a group that has no proper name is its own all the same, and is refused.
  const mayClaim = claimsByWebhook ? 'perhaps' : 'no';
  const claims = takes || error.startsWith('invalid ingress group');
  const isMade = stack !== undefined && !isRefusedByAws(stack.resources) && !admitsNobody(stack.resources);
  return {
    claims: claims ? 'yes' : mayClaim,
    balancer: isMade ? fromStack(object, others, stack.resources) : undefined,
  };
}

/**
 * AWS refuses a port for HTTPS without a certificate, attributes with values that it does not list, and other versions
 * of HTTP behind a port for HTTP.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
 * @see https://github.com/aws/copilot-cli/issues/4551
 */
function isRefusedByAws(resources: any): boolean {
  const of = (kind: string): any[] => Object.values(resources[`AWS::ElasticLoadBalancingV2::${kind}`] ?? {});
  const mode =
    toRecord(of('LoadBalancer')[0]?.spec.loadBalancerAttributes)['routing.http.xff_header_processing.mode'] ?? 'append';
  return (
    !['append', 'preserve', 'remove'].includes(mode) ||
    of('Listener').some(({ spec }) => spec.protocol === 'HTTPS' && objectsIn(spec.certificates).length === 0) ||
    sendsOtherVersions(resources)
  );
}

function sendsOtherVersions(resources: any): boolean {
  const [listeners, groups] = ['Listener', 'TargetGroup'].map(
    (name) => resources[`AWS::ElasticLoadBalancingV2::${name}`] ?? {},
  );
  return Object.entries<any>(listeners)
    .filter(([, { spec }]) => spec.protocol === 'HTTP')
    .flatMap(([id]) => groupsBehind(resources, id))
    .some((group) => (groups[group].spec.protocolVersion ?? 'HTTP1') !== 'HTTP1');
}

/** A security group of the controller's without a rule lets nobody in. */
function admitsNobody(resources: any): boolean {
  return Object.values<any>(resources['AWS::EC2::SecurityGroup'] ?? {}).some(
    ({ spec }) => objectsIn(spec.ingress).length === 0,
  );
}

const SPOKEN: Readonly<Record<string, string>> = { TCP: 'tcp', UDP: 'udp', TLS: 'tls', HTTP: 'http', HTTPS: 'https' };

function fromStack(object: KubernetesObject, others: readonly KubernetesObject[], resources: any): MadeBalancer {
  const of = (kind: string): any[] => Object.values(resources[`AWS::${kind}`] ?? {});
  const { spec } = of('ElasticLoadBalancingV2::LoadBalancer')[0];
  const owned = ownGroups(object, resources);
  const groups = Object.values<any>(owned).map((group) => group.spec);
  const attributes = groups.map(({ targetGroupAttributes }) => toRecord(targetGroupAttributes));
  const ofBalancer = toRecord(spec.loadBalancerAttributes);
  const mode = ofBalancer['routing.http.xff_header_processing.mode'] ?? 'append';
  const services = [object, ...others].filter(
    ({ kind, metadata }) => kind === 'Service' && metadata.namespace === object.metadata.namespace,
  );
  const isInstance = groups[0]?.targetType === 'instance';
  const sends = attributes.some(sendsProxy);
  const isNetwork = spec.type === 'network';
  // A node rewrites the source unless the policy is Local. AWS translates IPv6 clients to IPv4, and then cannot
  // preserve them.
  const isDualStack = spec.ipAddressType === 'dualstack';
  const keeps =
    isNetwork && attributes.every((each) => preserves(each, isInstance) && (!isDualStack || sendsProxy(each)));
  const direct = keeps ? 'client' : 'balancer';
  const listeners = listenersIn(resources, owned, object);
  return {
    internal: spec.scheme === 'internal',
    listeners,
    ...(listeners.every(isRedirect)
      ? NO_TARGETS
      : {
          targets: isInstance ? 'nodes' : 'pods',
          peer: isInstance && !services.every(isLocal) ? 'node' : direct,
          healthCheck: checkIn(groups, sends),
        }),
    admits: admitsIn(of('EC2::SecurityGroup'), spec, object),
    ...(isNetwork
      ? {}
      : {
          forwardedFor:
            mode === 'append' && ofBalancer['routing.http.xff_client_port.enabled'] === 'true'
              ? 'append, with port'
              : mode,
        }),
  };
}

/** The target groups of the object itself: other Ingresses of its group have theirs beside it. */
function ownGroups({ kind, metadata: { namespace, name } }: KubernetesObject, resources: any): Record<string, any> {
  const all = Object.entries<any>(resources['AWS::ElasticLoadBalancingV2::TargetGroup'] ?? {});
  return Object.fromEntries(all.filter(([id]) => kind !== 'Ingress' || id.startsWith(`${namespace}/${name}-`)));
}

/** AWS preserves the source for instances unless told otherwise, and for addresses of pods only if told. */
function preserves(attributes: Record<string, string>, isInstance: boolean): boolean {
  return (attributes['preserve_client_ip.enabled'] ?? String(isInstance)) === 'true';
}

function sendsProxy(attributes: Record<string, string>): boolean {
  return attributes['proxy_protocol_v2.enabled'] === 'true';
}

/** The ids of the target groups to which a listener sends. */
function groupsBehind(resources: any, listener: string): string[] {
  const [listeners, rules] = ['Listener', 'ListenerRule'].map(
    (name) => resources[`AWS::ElasticLoadBalancingV2::${name}`] ?? {},
  );
  const ofRules = Object.entries<any>(rules)
    .filter(([rule]) => rule.startsWith(`${listener}:`))
    .flatMap(([, rule]) => rule.spec.actions);
  return [...listeners[listener].spec.defaultActions, ...ofRules]
    .flatMap(({ forwardConfig }: any) => forwardConfig?.targetGroups ?? [])
    .map(({ targetGroupARN }: any) => /TargetGroup\/(.*)\/status/.exec(targetGroupARN.$ref)![1]);
}

function listenersIn(resources: any, groups: Record<string, any>, { kind, metadata }: KubernetesObject): string[] {
  const listeners = resources['AWS::ElasticLoadBalancingV2::Listener'] ?? {};
  return Object.entries<any>(listeners)
    .flatMap(([id, { spec }]) => {
      const port = `${spec.port}:${SPOKEN[spec.protocol]}>`;
      const redirects = spec.defaultActions.some(({ type }: any) => type === 'redirect');
      if (redirects) {
        return kind === 'Ingress' && asksFor(metadata.annotations ?? {}, spec.port) ? [`${port}https`] : [];
      }
      return groupsBehind(resources, id)
        .flatMap((group) => groups[group] ?? [])
        .map((group: any) => port + backendOf(group.spec));
    })
    .sort();
}

function hasCertificate(annotations: Record<string, string>): boolean {
  return (annotations['alb.ingress.kubernetes.io/certificate-arn'] ?? '') !== '';
}

/** Whether an Ingress asks for a port, which another one of its group may redirect. */
function asksFor(annotations: Record<string, string>, port: number): boolean {
  const text = annotations['alb.ingress.kubernetes.io/listen-ports'];
  return text === undefined
    ? port === 80
    : JSON.parse(text).some((entry: object) => Object.values(entry).includes(port));
}

function backendOf({ protocol, protocolVersion, targetGroupAttributes }: any): string {
  const ofHttp: Readonly<Record<string, string>> = { HTTP2: 'h2c', GRPC: 'grpc' };
  const backend = protocol === 'HTTP' ? (ofHttp[protocolVersion] ?? 'http') : SPOKEN[protocol];
  return backend + (toRecord(targetGroupAttributes)['proxy_protocol_v2.enabled'] === 'true' ? '+2' : '');
}

function checkIn(groups: readonly any[], sends: boolean): string {
  const {
    healthCheckConfig: { port, protocol, path, matcher },
    protocolVersion,
  } = groups[0];
  const header = sends ? ' +proxy' : '';
  if (port === HEALTH_CHECK_NODE_PORT) {
    const fails = protocol === 'HTTPS' || matcher?.httpCode === '503';
    return `node${protocol === 'TCP' ? '' : header}${fails ? ' fails' : ''}`;
  }
  if (protocolVersion === 'GRPC') return `grpc ${port} ${matcher.grpcCode}`;
  return (
    (protocol === 'TCP' ? `tcp ${port}` : `${protocol.toLowerCase()} ${port} ${path} ${matcher?.httpCode}`) + header
  );
}

function admitsIn(groups: readonly any[], { securityGroups }: any, { kind, metadata }: KubernetesObject): string {
  if (!securityGroups) return 'everybody';
  if (groups.length === 0) return 'chosen';
  const isOwn = ({ fromPort }: any) =>
    kind !== 'Ingress' || hasCertificate(metadata.annotations ?? {}) || asksFor(metadata.annotations ?? {}, fromPort);
  const rules = groups.flatMap(({ spec }) => objectsIn(spec.ingress)).filter(isOwn);
  const ranges = [
    ...new Set(
      rules.flatMap(({ ipRanges, ipv6Ranges }) => [
        ...objectsIn(ipRanges).map(({ cidrIP }) => cidrIP),
        ...objectsIn(ipv6Ranges).map(({ cidrIPv6 }) => cidrIPv6),
      ]),
    ),
  ];
  if (isWorldwide(ranges.map(parseCidr))) return 'everybody';
  return rules.some(({ prefixLists }) => prefixLists) ? 'chosen' : ranges.sort().join(' ');
}

function toRecord(attributes: unknown): Record<string, string> {
  return Object.fromEntries(objectsIn(attributes).map(({ key, value }) => [key, value]));
}

function admittedBy({ admits }: Balancer): string {
  if (admits === undefined) return 'everybody';
  return admits.length === 0 ? 'chosen' : [...admits].sort().join(' ');
}
