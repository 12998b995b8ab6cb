import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ClientIp } from './client-ip';
import { checkHeaderBefore, passedOn } from './header-before';
import { requireCapability, requireTrust } from './pairing';
import { ClientIpHeader } from '../binding/client-ip-header';
import { HeaderForwardingBinding } from '../binding/header-forwarding-binding';
import { IHeaderForwardingLoadBalancer } from '../binding/load-balancer';
import { ExternalTrafficPolicy } from '../binding/service-binding';
import { HTTPS } from '../binding/service-ports';
import { TrustedProxies } from '../binding/trusted-proxies';
import { at, errorAt, explain, quote } from '../input/errors';
import { flag, PropsOf } from '../input/values';
import { parseAddress } from '../net/cidr';
import { covers, isPrivate, merge } from '../net/cidr-set';
import { checkHeaderBinding, networks } from '../plan/binding';
import { ClientIpProps } from '../plan/client-ip-props';
import { OVERWRITABLE_HEADERS } from '../plan/forwarded-headers';
import { connectionListeners, Listener, requestListeners } from '../plan/listeners';
import { ClientIpPlan, planOf } from '../plan/plan';

/**
 * Props of `HeaderForwarded`.
 */
export interface HeaderForwardedProps extends ClientIpProps {
  /**
   * The load balancer: one that speaks HTTP and reports the client in a header.
   */
  readonly loadBalancer: IHeaderForwardingLoadBalancer;

  /**
   * The networks that the balancer's connections come from, as Kong sees them, and every further proxy of the chain.
   *
   * Whoever connects from one of them can claim any client address. With recursion, a client inside one of them can,
   * too.
   */
  readonly trustedProxies: TrustedProxies;

  /**
   * The header that holds the client's address. If the balancer does not write it itself, the balancer must admit
   * chosen networks only, such as those of a CDN that overwrites the header.
   *
   * A header that is not overwritten is the client's to forge.
   *
   * @default - the one that the balancer writes
   */
  readonly header?: ClientIpHeader;

  /**
   * Whether Kong walks the list of hops from its end over every trusted one to the first that is not, instead of taking
   * the last hop.
   *
   * Right only if each trusted network holds proxies and no clients: the walk passes a client in a trusted network, and
   * ends at the address that it wrote itself.
   *
   * @default - true if the balancer appends its own address behind the client's, or a CDN is in front of it, or if
   * public networks of IPv4 are trusted from which the balancer does not dial, else false
   */
  readonly recursive?: boolean;
}

/** Every prop of this way. */
export const HEADER_FORWARDED_PROPS = {
  loadBalancer: true,
  trustedProxies: true,
  header: true,
  recursive: true,
  ipFamilies: true,
  forwardedHeaderPolicy: true,
  namespace: true,
} satisfies PropsOf<HeaderForwardedProps>;

/**
 * The way through a load balancer that speaks HTTP and reports the client's address in a request header.
 *
 * @see https://developer.konghq.com/kubernetes-ingress-controller/preserve-client-ip/
 */
export class HeaderForwarded extends ClientIp {
  /** @internal */
  public readonly _plan: ClientIpPlan;

  /**
   * Throws when the load balancer writes no header, no network is trusted, a client could choose its own address,
   * or another prop is wrong.
   *
   * @param scope the chart, or a construct in it
   * @param id the name in the scope
   * @param props the load balancer, and what Kong trusts
   */
  constructor(scope: Construct, id: string, props: HeaderForwardedProps) {
    super(scope, id);
    requireCapability(this, props, HEADER_FORWARDED_PROPS, 'bindHeaderForwarding');
    requireTrust(this, props.trustedProxies);
    const binding = props.loadBalancer.bindHeaderForwarding(this);
    checkHeaderBinding(this, binding);
    const header = headerOf(this, binding, props.header);
    const recursive = recursionOf(this, binding, header, props);
    this._plan = planOf(this, props, {
      binding,
      sends: 'header',
      ingress: binding.ingress,
      serviceType: kplus.ServiceType.CLUSTER_IP,
      externalTrafficPolicy: ExternalTrafficPolicy.CLUSTER,
      listeners: listenersOf(binding),
      trustedProxies: props.trustedProxies,
      realIp: { KONG_REAL_IP_HEADER: header.name, KONG_REAL_IP_RECURSIVE: recursive ? 'on' : 'off' },
      forwardedHeaders: binding.forwardedHeaders,
      forwardedHeadersBefore: passedOn(this, binding),
    });
  }
}

function listenersOf(binding: HeaderForwardingBinding): Listener[] {
  if (binding.passesTls) {
    return connectionListeners(false);
  }
  const writes = (name: string) => binding.forwardedHeaders.includes(name);
  // A balancer that writes https but no port leaves the port to Kong, whose own is that of plain HTTP.
  const clientPort = writes('X-Forwarded-Proto') && !writes('X-Forwarded-Port') ? HTTPS.port : undefined;
  return requestListeners(binding.endsTls ?? false, binding.speaksHttp2 ?? false).map((listener) => ({
    ...listener,
    clientPort,
  }));
}

/** @throws when a client could write the header itself */
function headerOf(
  scope: Construct,
  binding: HeaderForwardingBinding,
  header: ClientIpHeader = binding.header,
): ClientIpHeader {
  if (!(binding.header instanceof ClientIpHeader) || !(header instanceof ClientIpHeader)) {
    throw errorAt(
      scope,
      `header ${quote(header)} is not a ClientIpHeader; write ClientIpHeader.xForwardedFor() or .single("…")`,
    );
  }
  checkOverwritten(scope, 'forwardedHeaders', binding.forwardedHeaders);
  checkOverwritten(scope, 'forwardedHeadersBefore', binding.forwardedHeadersBefore ?? []);
  if (header.name !== binding.header.name) {
    checkHeaderBefore(scope, binding, header);
  }
  return header;
}

/** @throws when the names are not those of headers that a proxy may overwrite */
function checkOverwritten(scope: Construct, field: string, names: readonly string[]): void {
  const isList = Array.isArray(names);
  const unknown = isList ? names.find((name) => !OVERWRITABLE_HEADERS.includes(name)) : names;
  if (unknown !== undefined || !isList) {
    throw errorAt(
      scope,
      `the load balancer's binding has ${quote(unknown)} in ${field}; ` +
        `write a list of the names that are overwritten, of ${OVERWRITABLE_HEADERS.join(', ')}`,
    );
  }
}

/** @throws when the walk would end at an address that a client wrote, or stop at a proxy's */
function recursionOf(
  scope: Construct,
  binding: HeaderForwardingBinding,
  header: ClientIpHeader,
  props: HeaderForwardedProps,
): boolean {
  const trusted = props.trustedProxies;
  const appended = header.isList ? binding.ownAddress : undefined;
  const beyond = header.isList && trusted.reason === undefined ? proxiesBeyond(scope, binding, trusted) : [];
  const before = header.isList ? (networks(scope, 'proxiesBefore', binding.proxiesBefore) ?? []) : [];
  const recursive =
    flag(scope, 'recursive', props.recursive) ?? (appended !== undefined || before.length > 0 || beyond.length > 0);
  if (recursive && !header.isList) {
    throw errorAt(
      scope,
      `recursive: header ${header.name} holds one address, so there is no list to walk; leave recursive out`,
    );
  }
  if (trusted.reason !== undefined && (recursive || !header.isList)) {
    throw errorAt(
      scope,
      'TrustedProxies.anyone together with ' +
        `${recursive ? 'recursive' : `header ${header.name}`} takes the address that the client itself wrote; list ` +
        "the balancer's networks with TrustedProxies.of",
    );
  }
  if (appended !== undefined) {
    checkOwnAddress(scope, appended, trusted, recursive);
  }
  const stranger = before.find((proxy) => !covers(trusted._blocks, proxy));
  if (stranger) {
    throw errorAt(
      scope,
      `trustedProxies ${quote(trusted.cidrs)} lacks ${quote(stranger.text)}, ` +
        'from which proxies before the load balancer dial: every client would have the address of one of those; ' +
        'add their networks, such as the edges of the CDN',
    );
  }
  if (!recursive && before.length > 0) {
    throw errorAt(
      scope,
      'recursive is false, but other proxies are in front of the load balancer: ' +
        'every client would have the address of one of those; leave recursive out',
    );
  }
  if (!recursive && beyond.length > 0) {
    throw errorAt(
      scope,
      `recursive is false, but trustedProxies has ${quote(beyond)}, public networks that only proxies further out ` +
        'can dial from: every client would have the address of one of those; leave recursive out',
    );
  }
  return recursive;
}

/**
 * Public networks of IPv4 that are trusted, though the balancer does not dial from them: proxies in front of it, such
 * as a CDN.
 */
function proxiesBeyond(scope: Construct, binding: HeaderForwardingBinding, trusted: TrustedProxies): string[] {
  const own = binding.ownAddress === undefined ? undefined : `${binding.ownAddress}/32`;
  const dialled = merge(networks(scope, 'peers', binding.peers) ?? []);
  return trusted._blocks
    .filter((block) => block.version === 4 && !isPrivate(block) && !covers(dialled, block) && block.text !== own)
    .map(({ text }) => text);
}

function checkOwnAddress(scope: Construct, ownAddress: string, trusted: TrustedProxies, recursive: boolean): void {
  const own = explain(at(scope, "the load balancer's own address"), () => parseAddress(ownAddress));
  if (!covers(trusted._blocks, own)) {
    throw errorAt(
      scope,
      `trustedProxies ${quote(trusted.cidrs)} lacks ${quote(own.text)}, ` +
        "which the load balancer appends to X-Forwarded-For: it would be every client's address; " +
        'add it with TrustedProxies.of',
    );
  }
  if (!recursive) {
    throw errorAt(
      scope,
      `recursive is false, but the load balancer appends its own address ${ownAddress} behind the client's: ` +
        "it would be every client's address; leave recursive out",
    );
  }
}
