import { HEALTH_CHECK_NODE_PORT } from './api-server';
import { STATEMENT } from '../../../src/binding/statements';
import { Balancer, Cluster, HealthCheck, KubernetesObject, Reading } from '../../../src/controllers/balancer';
import { isLocal, objectsIn } from '../../../src/controllers/manifest';
import { readings } from '../../../src/controllers/registry';

/** One object for a controller, and what stands around it. */
export interface Case {
  readonly name: string;
  readonly object: KubernetesObject;
  readonly others: readonly KubernetesObject[];
}

/** What a controller makes of an object, in the words that the model and the real controller share. */
export interface Made {
  /** Whether it takes the object: of itself, only where its webhook or another controller's absence hands it over, or never. */
  readonly claims: 'yes' | 'perhaps' | 'no';
  /** Undefined when it refuses the object, or leaves it alone. */
  readonly balancer?: MadeBalancer;
}

interface MadeBalancer {
  readonly internal: boolean;
  /** `443:tls>tls+2`: the port, what clients and Kong are spoken to, and the version of a PROXY header. */
  readonly listeners: readonly string[];
  readonly targets: 'pods' | 'nodes';
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
  const takes = readings(bare, { cloud: 'aws', list });
  const mine = takes.find(({ controller }) => controller === ID);
  const sure = takes.length === 1 && mine?.state !== 'unsettled';
  const reading = readings(bare, { cloud: 'aws', controller: ID, list }).find(({ controller }) => controller === ID);
  return { claims: !mine ? 'no' : sure ? 'yes' : 'perhaps', balancer: reading && fromReading(reading) };
}

function withoutStatement(object: KubernetesObject): KubernetesObject {
  const { [STATEMENT]: _, ...annotations } = object.metadata.annotations ?? {};
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function fromReading({ balancer }: Reading): MadeBalancer | undefined {
  return balancer && {
    internal: balancer.internal!,
    listeners: listenersOf(balancer),
    targets: balancer.targets,
    peer: balancer.peer.role,
    healthCheck: checkOf(balancer.healthCheck),
    admits: balancer.admits === undefined ? 'everybody' : balancer.admits.length === 0 ? 'chosen' : [...balancer.admits].sort().join(' '),
    ...balancer.http ? { forwardedFor: forwardedForOf(balancer) } : {},
  };
}

function listenersOf({ frontends, http }: Balancer): string[] {
  return frontends.map(({ port, speaks, backend, proxyProtocol }) => http?.redirectsToHttps && speaks === 'http'
    ? `${port}:http>https` : `${port}:${speaks}>${backend}${proxyProtocol ? `+${proxyProtocol}` : ''}`).sort();
}

function checkOf(check: HealthCheck): string {
  if (check.kind === 'none') return 'none';
  const header = check.sendsProxyProtocol ? ' +proxy' : '';
  if (check.kind === 'grpc') return `grpc ${check.port} ${check.passes}`;
  if (check.kind === 'node') return `node${header}`;
  return (check.kind === 'tcp' ? `tcp ${check.port}` : `http ${check.port} ${check.path} ${check.passes}`) + header;
}

function forwardedForOf({ http }: Balancer): string {
  const { forwardedFor } = http!;
  return forwardedFor.mode === 'append' && forwardedFor.withPort ? 'append, with port' : forwardedFor.mode;
}

/** What the real controller built. */
export function byController({ object, others }: Case, { claims, claimsByWebhook, stack }: Answer): Made {
  return { claims: claims ? 'yes' : claimsByWebhook ? 'perhaps' : 'no', balancer: stack && fromStack([object, ...others].filter(({ kind }) => kind === 'Service'), stack.resources) };
}

const SPOKEN: Readonly<Record<string, string>> = { TCP: 'tcp', UDP: 'udp', TLS: 'tls', HTTP: 'http', HTTPS: 'https' };

function fromStack(services: readonly KubernetesObject[], resources: any): MadeBalancer {
  const of = (kind: string): any[] => Object.values(resources[`AWS::${kind}`] ?? {});
  const { spec } = of('ElasticLoadBalancingV2::LoadBalancer')[0];
  const groups = of('ElasticLoadBalancingV2::TargetGroup').map((group) => group.spec);
  const attributes = groups.map(({ targetGroupAttributes }) => toRecord(targetGroupAttributes));
  const ofBalancer = toRecord(spec.loadBalancerAttributes);
  const mode = ofBalancer['routing.http.xff_header_processing.mode'] ?? 'append';
  const isInstance = groups[0].targetType === 'instance';
  const sends = attributes.some((each) => each['proxy_protocol_v2.enabled'] === 'true');
  const isNetwork = spec.type === 'network';
  return {
    internal: spec.scheme === 'internal',
    listeners: listenersIn(resources),
    targets: isInstance ? 'nodes' : 'pods',
    // A node rewrites the source unless the policy is Local. AWS translates IPv6 clients to IPv4, and then cannot preserve them.
    peer: isInstance && !services.every(isLocal) ? 'node'
      : isNetwork && preserves(attributes, isInstance) && (spec.ipAddressType !== 'dualstack' || sends) ? 'client' : 'balancer',
    healthCheck: checkIn(groups, sends),
    admits: admitsIn(of('EC2::SecurityGroup'), spec),
    ...isNetwork ? {} : { forwardedFor: mode === 'append' && ofBalancer['routing.http.xff_client_port.enabled'] === 'true' ? 'append, with port' : mode },
  };
}

/** AWS preserves the source for instances unless told otherwise, and for addresses of pods only if told. */
function preserves(attributes: readonly Record<string, string>[], isInstance: boolean): boolean {
  return attributes.every((each) => (each['preserve_client_ip.enabled'] ?? String(isInstance)) === 'true');
}

function listenersIn(resources: any): string[] {
  const [listeners, rules, groups] = ['Listener', 'ListenerRule', 'TargetGroup'].map((kind) => resources[`AWS::ElasticLoadBalancingV2::${kind}`] ?? {});
  return Object.entries<any>(listeners).flatMap(([id, { spec }]) => {
    const ofRules = Object.entries<any>(rules).filter(([rule]) => rule.startsWith(`${id}:`)).flatMap(([, rule]) => rule.spec.actions);
    const forwards = [...spec.defaultActions, ...ofRules].flatMap(({ forwardConfig }: any) => forwardConfig?.targetGroups ?? []);
    const port = `${spec.port}:${SPOKEN[spec.protocol]}>`;
    if (spec.defaultActions.some(({ type }: any) => type === 'redirect')) return [`${port}https`];
    return forwards.map(({ targetGroupARN }: any) => port + backendOf(groups[/TargetGroup\/(.*)\/status/.exec(targetGroupARN.$ref)![1]].spec));
  }).sort();
}

function backendOf({ protocol, protocolVersion, targetGroupAttributes }: any): string {
  const ofHttp: Readonly<Record<string, string>> = { HTTP2: 'h2c', GRPC: 'grpc' };
  const backend = protocol === 'HTTP' ? ofHttp[protocolVersion] ?? 'http' : SPOKEN[protocol];
  return backend + (toRecord(targetGroupAttributes)['proxy_protocol_v2.enabled'] === 'true' ? '+2' : '');
}

function checkIn(groups: readonly any[], sends: boolean): string {
  const { healthCheckConfig: { port, protocol, path, matcher }, protocolVersion } = groups[0];
  const header = sends ? ' +proxy' : '';
  if (port === HEALTH_CHECK_NODE_PORT) return `node${header}`;
  if (protocolVersion === 'GRPC') return `grpc ${port} ${matcher.grpcCode}`;
  return (protocol === 'TCP' ? `tcp ${port}` : `http ${port} ${path} ${matcher?.httpCode}`) + header;
}

function admitsIn(groups: readonly any[], { securityGroups }: any): string {
  if (!securityGroups) return 'everybody';
  const rules = groups.flatMap(({ spec }) => objectsIn(spec.ingress));
  if (groups.length === 0 || rules.some(({ prefixLists }) => prefixLists)) return 'chosen';
  const ranges = [...new Set(rules.flatMap(({ ipRanges, ipv6Ranges }) =>
    [...objectsIn(ipRanges).map(({ cidrIP }) => cidrIP), ...objectsIn(ipv6Ranges).map(({ cidrIPv6 }) => cidrIPv6)]))];
  return ranges.some((range) => /\/0$/.test(range)) ? 'everybody' : ranges.sort().join(' ');
}

function toRecord(attributes: unknown): Record<string, string> {
  return Object.fromEntries(objectsIn(attributes).map(({ key, value }) => [key, value]));
}

