import { Construct } from 'constructs';
import { ClientIpHeader } from '../binding/client-ip-header';
import { HeaderForwardingBinding } from '../binding/header-forwarding-binding';
import { errorAt, quote } from '../input/errors';
import { cdnHeader } from '../net/cdns';
import { Cidr, parseCidr } from '../net/cidr';
import { covers, merge } from '../net/cidr-set';
import { networks } from '../plan/binding';

/** @throws when a client could write a header that the balancer itself does not write */
export function checkHeaderBefore(scope: Construct, binding: HeaderForwardingBinding, header: ClientIpHeader): void {
  if (!binding.restrictsSources) {
    throw errorAt(scope, notWritten(binding, header));
  }
  const stated = binding.headerBefore?.name === header.name;
  const refusal = binding.proxiesBefore ? otherThanTheirs(binding, header) : notKnown(header);
  if (!stated && refusal) {
    throw errorAt(scope, refusal);
  }
  const edges = edgesOf(scope, binding, header);
  const admitted = networks(scope, "the load balancer's admits", binding.admits) ?? [];
  const stranger = edges.length === 0 ? undefined : admitted.find((network) => !covers(edges, network));
  if (stranger) {
    throw errorAt(
      scope,
      `header ${header.name}: the load balancer also admits ${quote(stranger.text)}, ` +
        "which is not one of the CDN's networks: a client that dials it from there chooses its own address; " +
        'admit the CDN alone, or leave header out',
    );
  }
}

/** The forwarded headers of the proxies before a balancer to which only they can connect. */
export function passedOn(scope: Construct, binding: HeaderForwardingBinding): readonly string[] {
  const { forwardedHeadersBefore = [], proxiesBefore, restrictsSources } = binding;
  const admitted = networks(scope, "the load balancer's admits", binding.admits ?? binding.sourceRanges) ?? [];
  if (!restrictsSources || admitted.length === 0) return [];
  const before = merge(networks(scope, "the load balancer's proxiesBefore", proxiesBefore) ?? []);
  return admitted.every((network) => covers(before, network)) ? forwardedHeadersBefore : [];
}

/** The networks of the proxies that overwrite the header, as far as they are known. */
function edgesOf(scope: Construct, { proxiesBefore }: HeaderForwardingBinding, header: ClientIpHeader): Cidr[] {
  const named = networks(scope, "the load balancer's proxiesBefore", proxiesBefore);
  return merge(named ?? cdnHeader(header.name)?.cdn.networks.map(parseCidr) ?? []);
}

function otherThanTheirs({ headerBefore }: HeaderForwardingBinding, { name }: ClientIpHeader): string {
  const instead = headerBefore
    ? `write ClientIpHeader.single("${headerBefore.name}"), or leave header out`
    : 'leave header out';
  return (
    `header ${name} is not the header of the CDN in front, which passes it on as the client sent it: ` +
    `clients would choose their own address; ${instead}`
  );
}

/**
 * Without a word on who is in front of the balancer, a header counts that its CDN overwrites whatever its customer
 * configures.
 */
function notKnown({ name }: ClientIpHeader): string | undefined {
  const known = cdnHeader(name);
  if (known?.header.overwrites === 'always') {
    return undefined;
  }
  const why = known
    ? `${known.cdn.name} overwrites it only if it is told to`
    : 'nothing shows that it is overwritten on every request';
  return (
    `header ${name}: ${why}, and clients would choose their own address; ` +
    'declare it with ' +
    `Cdn.of({ edgeNetworks: […], header: ClientIpHeader.single("${name}") }).beforeHeaderForwarding(…), ` +
    'or leave header out'
  );
}

function notWritten(binding: HeaderForwardingBinding, { name }: ClientIpHeader): string {
  return (
    `header ${name} is not written by this load balancer, which writes ${binding.header.name}: ` +
    'a client that connects to the balancer itself would choose its own address; ' +
    'leave header out, or let the balancer admit only the networks of the proxies that overwrite the header'
  );
}
