import { Construct } from 'constructs';
import { ClientIpPlan, Kong } from './kong';
import { KongProps } from './kong-props';
import { at, errorAt, explain, quote } from '../input/errors';
import { HeaderForwardingBinding, IHeaderForwardingLoadBalancer } from '../load-balancers/load-balancer';
import { contains, parseAddress } from '../net/cidr';
import { ClientIpHeader } from '../ways/client-ip-header';
import { OVERWRITABLE_HEADERS } from '../ways/environment';
import { requestListeners } from '../ways/listeners';
import { requireCapability, requireTrust } from '../ways/pairing';
import { TrustedProxies } from '../ways/trusted-proxies';

/**
 * Props of `HeaderForwardedKong`.
 */
export interface HeaderForwardedKongProps extends KongProps {
  /**
   * The load balancer: one that speaks HTTP and reports the client in a header.
   */
  readonly loadBalancer: IHeaderForwardingLoadBalancer;

  /**
   * The networks that the balancer's connections come from, as Kong sees them, and every further proxy of the chain.
   *
   * Whoever connects from one of them can claim any client address. With recursion, a client inside one of them can, too.
   */
  readonly trustedProxies: TrustedProxies;

  /**
   * The header in which the client's address stands. Another one than the balancer writes is accepted only
   * from a balancer that admits chosen networks alone, such as those of a CDN that overwrites the header.
   *
   * A header that nobody overwrites is the client's to forge.
   *
   * @default - the one that the balancer writes
   */
  readonly header?: ClientIpHeader;

  /**
   * Whether Kong walks the list of hops from its end past every trusted one, instead of taking the last hop.
   *
   * Right only if each trusted network holds proxies and no clients: a client in a trusted network is walked past, to
   * the address that it wrote itself.
   *
   * @default - true if the balancer appends its own address behind the client's, else false
   */
  readonly recursive?: boolean;
}

/**
 * Kong behind a load balancer that speaks HTTP, ends TLS and reports the client's address in a request header.
 *
 * @see https://developer.konghq.com/kubernetes-ingress-controller/preserve-client-ip/
 */
export class HeaderForwardedKong extends Kong {
  /**
   * @param scope the chart, or a construct in it
   * @param id the gateway's name in the scope; the names of its objects begin with it
   * @param props what the gateway serves, the load balancer in front of it, and whom Kong believes
   * @throws when the load balancer writes no header, nobody is trusted, a client could choose its own address,
   * or another prop is wrong
   */
  constructor(scope: Construct, id: string, props: HeaderForwardedKongProps) {
    super(scope, id, props);
  }

  /** @internal */
  protected _plan(props: HeaderForwardedKongProps): ClientIpPlan {
    requireCapability(this, props.loadBalancer, 'bindHeaderForwarding');
    requireTrust(this, props.trustedProxies);
    const binding = props.loadBalancer.bindHeaderForwarding(this);
    const header = props.header ?? binding.header;
    const appendsItself = header.isList && binding.ownAddress !== undefined;
    const recursive = props.recursive ?? appendsItself;
    this.checkBinding(binding);
    this.checkHeader(header, binding, recursive);
    this.checkTrust(props.trustedProxies, header, recursive);
    if (appendsItself) {
      this.checkOwnAddress(binding.ownAddress!, props.trustedProxies, recursive);
    }
    return {
      binding,
      externalTrafficPolicy: binding.ingress || binding.routesToPods ? undefined : 'Cluster',
      listeners: requestListeners(binding.endsTls ?? false),
      trustedProxies: props.trustedProxies,
      environment: { KONG_REAL_IP_HEADER: header.name, KONG_REAL_IP_RECURSIVE: recursive ? 'on' : 'off' },
      forwardedHeaders: binding.forwardedHeaders,
      ingress: binding.ingress,
    };
  }

  private checkBinding(binding: HeaderForwardingBinding): void {
    const ofLoadBalancers = (['loadBalancerClass', 'sourceRanges', 'endsTls'] as const).find((field) => binding[field]);
    if (binding.ingress && ofLoadBalancers) {
      throw errorAt(this, `the load balancer's binding has an ingress and ${ofLoadBalancers}, which only a Service of type LoadBalancer can have; give one of them`);
    }
    const unknown = binding.forwardedHeaders.find((name) => !OVERWRITABLE_HEADERS.includes(name));
    if (unknown !== undefined) {
      throw errorAt(this, `the load balancer's binding has ${quote(unknown)} in forwardedHeaders; write the names that the balancer overwrites, of ${OVERWRITABLE_HEADERS.join(', ')}`);
    }
  }

  private checkHeader(header: ClientIpHeader, binding: HeaderForwardingBinding, recursive: boolean): void {
    if (header.name !== binding.header.name && !binding.restrictsSources) {
      throw errorAt(this, `header ${header.name} is not written by this load balancer, which writes ${binding.header.name}: a client that connects to the balancer itself would choose its own address; `
        + 'leave header out, or let the balancer admit only the networks of the proxies that overwrite the header');
    }
    if (recursive && !header.isList) {
      throw errorAt(this, `recursive: header ${header.name} holds one address, so there is no list to walk; leave recursive out`);
    }
  }

  private checkTrust(trusted: TrustedProxies, header: ClientIpHeader, recursive: boolean): void {
    if (trusted.reason !== undefined && (recursive || !header.isList)) {
      throw errorAt(this, `TrustedProxies.anyone together with ${recursive ? 'recursive' : `header ${header.name}`} takes the address that the client itself wrote; list the balancer's networks with TrustedProxies.of`);
    }
  }

  private checkOwnAddress(ownAddress: string, trusted: TrustedProxies, recursive: boolean): void {
    const own = explain(at(this, 'the load balancer\'s own address'), () => parseAddress(ownAddress));
    if (!trusted._blocks.some((block) => contains(block, own))) {
      throw errorAt(this, `trustedProxies ${quote(trusted.cidrs)} lacks ${quote(own.text)}, which the load balancer appends to X-Forwarded-For: it would be every client's address; `
        + `write TrustedProxies.googleFrontEnds(${quote(ownAddress)}), or add it with TrustedProxies.of`);
    }
    if (!recursive) {
      throw errorAt(this, `recursive is false, but the load balancer appends its own address ${ownAddress} behind the client's: it would be every client's address; leave recursive out`);
    }
  }
}
