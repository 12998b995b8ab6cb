import { Construct } from 'constructs';
import { TrustedProxies } from '../binding/trusted-proxies';
import { errorAt, quote } from '../input/errors';
import { PropsOf, unknownProp } from '../input/values';

/**
 * What a load balancer can do, and the way that is made for it; with our own pods, the construct's name ends with
 * Kong.
 */
const WAY_OF = {
  bindLocalTraffic: { way: 'LocalTraffic', means: 'keep the source address of packets' },
  bindProxyProtocol: { way: 'ProxyProtocol', means: 'send PROXY protocol' },
  bindHeaderForwarding: { way: 'HeaderForwarded', means: 'report the client in a header' },
};

type Capability = keyof typeof WAY_OF;

/** The compiler refuses these pairs; this is for plain JavaScript and Python. */
export function requireCapability<T extends { readonly loadBalancer: unknown }>(
  scope: Construct,
  props: T | undefined,
  known: PropsOf<T>,
  capability: Capability,
): void {
  const { way, means } = WAY_OF[capability];
  if (typeof props !== 'object' || props === null) {
    throw errorAt(scope, `props must be an object, got ${quote(props)}; write { loadBalancer: …, … }`);
  }
  const message = unknownProp(props, known);
  if (message) {
    throw errorAt(scope, message);
  }
  const { loadBalancer } = props;
  const can = (name: Capability) => typeof (loadBalancer as any)?.[name] === 'function';
  if (can(capability)) {
    return;
  }
  const fits = (Object.keys(WAY_OF) as Capability[]).filter(can).map((name) => `${WAY_OF[name].way}Kong`);
  if (fits.length === 0) {
    const advice =
      typeof loadBalancer === 'function' ? `write new ${loadBalancer.name}(…)` : `give one that can ${means}`;
    throw errorAt(scope, `loadBalancer: ${quote(loadBalancer)} is not a load balancer; ${advice}`);
  }
  throw errorAt(
    scope,
    `loadBalancer: ${(loadBalancer as object).constructor.name} cannot ${means}, which ${way}Kong needs; ` +
      `use it with ${fits.join(' or ')}`,
  );
}

/** The compiler asks for this prop; this is for plain JavaScript and Python. */
export function requireTrust(scope: Construct, trusted: unknown): void {
  if (!(trusted instanceof TrustedProxies)) {
    throw errorAt(
      scope,
      'trustedProxies is missing, or not a TrustedProxies: without it Kong ignores what the balancer sends, ' +
        "and every client has the balancer's address; " +
        'write TrustedProxies.of("10.0.0.0/16") with the balancer\'s networks',
    );
  }
}
