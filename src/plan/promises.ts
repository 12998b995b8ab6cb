import { HeaderForwardingBinding } from '../binding/header-forwarding-binding';
import { ServiceBinding } from '../binding/service-binding';
import { FRONT_PROXY, Promises } from '../binding/statements';
import { cdnHeader } from '../net/cdns';
import { parseCidr } from '../net/cidr';
import { covers, merge } from '../net/cidr-set';

export { FRONT_PROXY };

/** A binding together with what the manifest has to state of it. */
export type StatedBinding = ServiceBinding & { readonly promises?: Promises };

/** What the check calls a balancer that is not known to it. */
const CUSTOM = 'custom';

/** Balancers of which nothing but the author's promise is known. */
export const PROMISED = [CUSTOM, 'self-managed', 'aws-target-group', FRONT_PROXY];

/** A binding with the promises that the manifest states, which its readers could not know otherwise. */
export function stated(
  binding: ServiceBinding & Partial<HeaderForwardingBinding>,
  sends: Promises['sends'],
): StatedBinding {
  const loadBalancerKind = binding.loadBalancerKind ?? CUSTOM;
  const sentByItself = binding.proxyProtocolFrom ? 'packets' : sends;
  const ofBalancer = PROMISED.includes(loadBalancerKind) ? ofBinding(binding, sentByItself) : {};
  const promises = withoutUndefined({ ...ofBalancer, before: beforeOf(binding) });
  return { ...binding, loadBalancerKind, promises: Object.keys(promises).length > 0 ? promises : undefined };
}

function ofBinding(binding: ServiceBinding & Partial<HeaderForwardingBinding>, sends: Promises['sends']): Promises {
  const { header, forwardedHeaders = [], ownAddress, peers, routesToPods, endsTls, passesTls, speaksHttp2 } = binding;
  const single = header && !header.isList ? [header.name] : [];
  return {
    sends,
    appends: header?.isList ? true : undefined,
    ownAddress,
    overwrites: header ? [...single, ...forwardedHeaders] : undefined,
    peers,
    routesToPods: routesToPods || undefined,
    endsTls: endsTls || undefined,
    passesTls: passesTls || undefined,
    speaksHttp2: speaksHttp2 || undefined,
    admits: admitsOf(binding),
  };
}

function admitsOf({
  admits,
  restrictsSources,
  sourceRanges,
}: ServiceBinding & Partial<HeaderForwardingBinding>): readonly string[] | undefined {
  const networks = admits ?? sourceRanges;
  return restrictsSources ? (networks ?? []) : undefined;
}

/** A CDN's header, or its edges, are stated where the check would not know them from its own table. */
function beforeOf(binding: Partial<HeaderForwardingBinding>): Promises['before'] {
  const { proxiesBefore = [], headerBefore, proxyProtocolFrom, proxiesBeforeOnly } = binding;
  if (proxyProtocolFrom !== undefined) return { networks: proxyProtocolFrom, proxyProtocol: true };
  if (headerBefore === undefined) return undefined;
  if (proxiesBeforeOnly) return { networks: proxiesBefore, header: headerBefore.name, only: true };
  const known = cdnHeader(headerBefore.name);
  const isOverwritten = known?.header.overwrites === 'always';
  if (isOverwritten && areWithin(proxiesBefore, known.cdn.networks)) return undefined;
  return { networks: proxiesBefore, header: headerBefore.name };
}

function areWithin(inner: readonly string[], outer: readonly string[]): boolean {
  const merged = merge(outer.map(parseCidr));
  return inner.every((network) => covers(merged, parseCidr(network)));
}

function withoutUndefined(promises: Promises): Promises {
  return Object.fromEntries(Object.entries(promises).filter(([, value]) => value !== undefined));
}
