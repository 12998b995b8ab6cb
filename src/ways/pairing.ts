import { Construct } from 'constructs';
import { TrustedProxies } from './trusted-proxies';
import { errorAt, quote } from '../input/errors';

/** What a load balancer can do, and the construct that is made for it. */
const CONSTRUCT_FOR = {
  bindLocalTraffic: { construct: 'LocalTrafficKong', means: 'keep the source address of packets' },
  bindProxyProtocol: { construct: 'ProxyProtocolKong', means: 'send PROXY protocol' },
  bindHeaderForwarding: { construct: 'HeaderForwardedKong', means: 'report the client in a header' },
};

type Capability = keyof typeof CONSTRUCT_FOR;

/** The compiler refuses these pairs; this is for plain JavaScript. */
export function requireCapability(scope: Construct, loadBalancer: unknown, capability: Capability): void {
  const can = (name: Capability) => typeof (loadBalancer as any)?.[name] === 'function';
  if (can(capability)) {
    return;
  }
  const { construct, means } = CONSTRUCT_FOR[capability];
  const fits = (Object.keys(CONSTRUCT_FOR) as Capability[]).filter(can).map((name) => CONSTRUCT_FOR[name].construct);
  if (fits.length === 0) {
    throw errorAt(scope, `loadBalancer: ${quote(loadBalancer)} is not a load balancer; give one that can ${means}`);
  }
  throw errorAt(scope, `loadBalancer: ${(loadBalancer as object).constructor.name} cannot ${means}, which ${construct} needs; use it with ${fits.join(' or ')}`);
}

/** The compiler asks for this prop; this is for plain JavaScript. */
export function requireTrust(scope: Construct, trusted: unknown): void {
  if (!(trusted instanceof TrustedProxies)) {
    throw errorAt(scope, 'trustedProxies is missing, or no TrustedProxies: without it Kong ignores what the balancer says, and every client has the balancer\'s address; write TrustedProxies.of("10.0.0.0/16") with the balancer\'s networks');
  }
}
