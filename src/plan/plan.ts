import { ApiObject, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { checkRanges, familyOf, networks } from './binding';
import { ClientIpProps } from './client-ip-props';
import { headerEnvironment, ForwardedHeaderPolicy } from './forwarded-headers';
import { listenEnvironment, Listener } from './listeners';
import { tooLong } from './ownership';
import { stated, StatedBinding } from './promises';
import { HeaderForwardingBinding, IngressBinding } from '../binding/header-forwarding-binding';
import { ExternalTrafficPolicy, IpFamily, ServiceBinding } from '../binding/service-binding';
import { Promises } from '../binding/statements';
import { TrustedProxies } from '../binding/trusted-proxies';
import { errorAt, quote } from '../input/errors';
import { namespace } from '../input/kubernetes';
import { oneOf } from '../input/values';
import { Cidr } from '../net/cidr';
import { covers, isPrivate, merge } from '../net/cidr-set';

const DEFAULT_DRAIN_SECONDS = 30;

/** How one gateway learns the client's address, as data: what the Service, the Ingress and Kong must contain. */
export interface ClientIpPlan {
  readonly binding: StatedBinding;
  readonly ingress?: IngressBinding;
  readonly serviceType: kplus.ServiceType;
  /** Undefined where packets pass no node port. */
  readonly externalTrafficPolicy?: ExternalTrafficPolicy;
  readonly families: readonly IpFamily[];
  readonly listeners: readonly Listener[];
  readonly trustedProxies?: TrustedProxies;
  /** The forwarded headers that an L7 balancer overwrites, and that Kong passes on. */
  readonly forwardedHeaders: readonly string[];
  /** Every `KONG_` variable of the way. */
  readonly environment: { readonly [key: string]: string };
  readonly drainSeconds: number;
  /** The namespace of the objects; undefined for the chart's. */
  readonly namespace?: string;
}

/** In what the three ways differ. */
export interface Way {
  readonly binding: ServiceBinding;
  /** How the balancer reports the client. */
  readonly sends: Promises['sends'];
  readonly ingress?: IngressBinding;
  readonly serviceType: kplus.ServiceType;
  readonly externalTrafficPolicy: ExternalTrafficPolicy;
  readonly listeners: readonly Listener[];
  readonly trustedProxies?: TrustedProxies;
  /** The settings of nginx's realip module. */
  readonly realIp: { readonly [key: string]: string };
  /** The forwarded headers that an L7 balancer overwrites; undefined when no L7 balancer is in front of Kong. */
  readonly forwardedHeaders?: readonly string[];
  /** Those that proxies before it overwrite, where it admits them alone. */
  readonly forwardedHeadersBefore?: readonly string[];
}

/** @throws when what the balancer wants, what Kong trusts and the families do not fit each other */
export function planOf(scope: Construct, props: ClientIpProps, way: Way): ClientIpPlan {
  const { binding, trustedProxies, listeners } = way;
  const families = props.ipFamilies ?? [IpFamily.IPV4];
  const serviceType = binding.serviceType ?? way.serviceType;
  const passesNodePort = serviceType !== kplus.ServiceType.CLUSTER_IP && !binding.routesToPods;
  namespace(scope, 'namespace', props.namespace);
  oneOf(scope, 'forwardedHeaderPolicy', props.forwardedHeaderPolicy, ForwardedHeaderPolicy);
  checkFamilies(scope, props.ipFamilies);
  checkReach(scope, families, binding);
  checkType(scope, serviceType, binding);
  checkRanges(scope, binding, families);
  if (trustedProxies) {
    checkTrust(scope, families, trustedProxies, binding);
  }
  adoptObjects(scope, props.namespace);
  return {
    binding: stated(binding, way.sends),
    ingress: way.ingress,
    serviceType,
    externalTrafficPolicy: passesNodePort ? (binding.externalTrafficPolicy ?? way.externalTrafficPolicy) : undefined,
    families,
    listeners,
    trustedProxies,
    forwardedHeaders: way.forwardedHeaders ?? [],
    environment: {
      ...listenEnvironment(listeners, families),
      ...(trustedProxies ? { KONG_TRUSTED_IPS: trustedProxies.cidrs.join(',') } : {}),
      ...way.realIp,
      ...headerEnvironment(props.forwardedHeaderPolicy, keptBy(way), way.realIp.KONG_REAL_IP_HEADER),
    },
    drainSeconds: binding.drainSeconds ?? DEFAULT_DRAIN_SECONDS,
    namespace: props.namespace,
  };
}

function keptBy({ forwardedHeaders, forwardedHeadersBefore = [] }: Way): readonly string[] | undefined {
  return forwardedHeaders && [...new Set([...forwardedHeaders, ...forwardedHeadersBefore])];
}

/** Objects of the balancer's own go where the gateway's are, unless they were given a namespace. */
function adoptObjects(scope: Construct, ours: string | undefined): void {
  for (const object of scope.node.findAll().filter((child): child is ApiObject => ApiObject.isApiObject(child))) {
    if (ours !== undefined && object.metadata.namespace === object.chart.namespace) {
      object.addJsonPatch(JsonPatch.add('/metadata/namespace', ours));
    }
  }
}

function checkFamilies(scope: Construct, ipFamilies: IpFamily[] | undefined): void {
  if (ipFamilies === undefined) {
    return;
  }
  const known = Array.isArray(ipFamilies) ? Object.values(IpFamily).filter((one) => ipFamilies.includes(one)) : [];
  if (known.length === 0 || known.length !== ipFamilies.length) {
    throw errorAt(
      scope,
      `ipFamilies must name IPv4, IPv6 or both once, got ${quote(ipFamilies)}; leave it out for IPv4`,
    );
  }
}

function checkReach(scope: Construct, families: readonly IpFamily[], binding: ServiceBinding): void {
  const unreachable = families.find((family) => binding.ipFamilies?.includes(family) === false);
  if (unreachable) {
    throw errorAt(
      scope,
      `ipFamilies ${quote(families)}: the load balancer does not reach Kong over ${unreachable}; ` +
        `leave ${unreachable} out, or use a balancer that does`,
    );
  }
}

function checkType(scope: Construct, serviceType: kplus.ServiceType, binding: ServiceBinding): void {
  const ofLoadBalancers = (['loadBalancerClass', 'sourceRanges'] as const).find((field) => binding[field]);
  const ofNodes = (['httpNodePort', 'httpsNodePort'] as const).find((field) => binding[field]);
  if (ofNodes && (serviceType === kplus.ServiceType.CLUSTER_IP || binding.routesToPods)) {
    throw errorAt(
      scope,
      `the load balancer's binding has ${ofNodes}, and no traffic passes a node port; ` +
        'leave it out, or write serviceType NODE_PORT',
    );
  }
  if (ofLoadBalancers && serviceType !== kplus.ServiceType.LOAD_BALANCER) {
    throw errorAt(
      scope,
      `the load balancer's binding has ${ofLoadBalancers}, which only a Service of type LoadBalancer can have, ` +
        `and its Service is a ${serviceType}; leave it out, or write serviceType LOAD_BALANCER`,
    );
  }
}

/** The proxies of which a binding states that they dial Kong, or are before those that do. */
type StatedTrust = ServiceBinding & Pick<Partial<HeaderForwardingBinding>, 'proxiesBefore'>;

function checkTrust(
  scope: Construct,
  families: readonly IpFamily[],
  trusted: TrustedProxies,
  binding: StatedTrust,
): void {
  const message = tooLong('KONG_TRUSTED_IPS', trusted.cidrs.join(','));
  if (message) {
    throw errorAt(scope, message);
  }
  // With both families the balancer chooses one: those of AWS dial IPv6 then, whichever comes first.
  const untrusted = families.find((family) => !trusted._blocks.some((block) => familyOf(block) === family));
  if (untrusted) {
    throw errorAt(
      scope,
      `trustedProxies ${quote(trusted.cidrs)} has no ${untrusted} network, ` +
        `but the balancer may dial Kong over ${untrusted}: every client would have the balancer's address; ` +
        `add its ${untrusted} networks, or set ipFamilies`,
    );
  }
  const peers = networks(scope, "the load balancer's peers", binding.peers);
  const missing = peers?.find((peer) => families.includes(familyOf(peer)) && !covers(trusted._blocks, peer));
  if (missing) {
    throw errorAt(
      scope,
      `trustedProxies ${quote(trusted.cidrs)} lacks ${quote(missing.text)}, ` +
        "from which the load balancer dials Kong: every client would have the balancer's address; " +
        'add it with TrustedProxies.of',
    );
  }
  const stranger =
    (binding.peersOnly || binding.proxyProtocolFrom) &&
    trusted.reason === undefined &&
    excess(
      trusted,
      [...(peers ?? []), ...(networks(scope, "the load balancer's proxiesBefore", binding.proxiesBefore) ?? [])],
      binding,
    );
  if (stranger) {
    throw errorAt(
      scope,
      `trustedProxies has ${quote(stranger.text)}, and the load balancer dials Kong from ${quote(binding.peers)} ` +
        'only: any other host in that network could claim any client address; ' +
        "trust the balancer's own addresses alone",
    );
  }
  if (binding.dialsPublicly && trusted._blocks.every(isPrivate)) {
    throw errorAt(
      scope,
      `trustedProxies ${quote(trusted.cidrs)} has private networks only, and the load balancer dials Kong ` +
        'from its public address: every client would have that address; ' +
        'let the balancer dial over the private network, or trust its public address',
    );
  }
}

/**
 * A network that is trusted and from which no part of the balancer dials. Public ones are those of proxies in front,
 * but for PROXY protocol, which has no list of proxies.
 */
function excess(trusted: TrustedProxies, peers: Cidr[], { proxyProtocolFrom }: StatedTrust): Cidr | undefined {
  const merged = merge(peers);
  return trusted._blocks.find((block) => (proxyProtocolFrom || isPrivate(block)) && !covers(merged, block));
}
