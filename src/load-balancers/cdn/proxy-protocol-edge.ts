import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { requireMethod } from './before';
import { ILocalTrafficLoadBalancer, IProxyProtocolLoadBalancer } from '../../binding/load-balancer';
import { ExternalTrafficPolicy, IpFamily, ServiceBinding } from '../../binding/service-binding';
import { TrustedProxies } from '../../binding/trusted-proxies';
import { explain, quote } from '../../input/errors';
import { CLOUDFLARE } from '../../net/edge-networks';

/**
 * Proxies on the internet that pass TCP on to your load balancer and send PROXY protocol, such as Cloudflare Spectrum.
 * Put them before a balancer that keeps the source of packets. For a CDN that speaks HTTP use `Cdn`.
 *
 * Two limits hold. The edges serve all customers of their provider: another customer can send connections to your
 * balancer from the same networks, with a PROXY header of their own choice, and no header of a request can tell
 * theirs from yours. And the networks change: a list grows stale.
 *
 * @see https://github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip/blob/main/docs/cdn.md#proxy-protocol-from-the-edge
 */
export class ProxyProtocolEdge {
  /**
   * Cloudflare Spectrum, with an application for TCP whose `proxy_protocol` is `v1` or `v2`. Kong reads both, but not
   * `simple`, which is for UDP. Throws when a network is wrong.
   *
   * The library's list is a copy, of the day `Cdn.cloudflareListDate`. From an edge that it lacks, a client has the
   * edge's address; a network that Cloudflare gave back can forge any. Renew the library, or give the list yourself.
   *
   * @param edgeNetworks the networks that Spectrum dials from; leave it out for the library's list of all of Cloudflare
   * @see https://developers.cloudflare.com/spectrum/how-to/enable-proxy-protocol/
   */
  public static cloudflareSpectrum(edgeNetworks?: string[]): ProxyProtocolEdge {
    return new ProxyProtocolEdge('ProxyProtocolEdge.cloudflareSpectrum', edgeNetworks ?? CLOUDFLARE.networks);
  }

  /**
   * Other proxies that send PROXY protocol of version 1 or 2 on every connection. Throws when a network is wrong.
   *
   * @param edgeNetworks the networks that they dial from, in CIDR notation. Kong believes them: a network that is not
   *   theirs can claim any client address
   */
  public static of(edgeNetworks: string[]): ProxyProtocolEdge {
    return new ProxyProtocolEdge('ProxyProtocolEdge.of', edgeNetworks);
  }

  /**
   * The networks of the edges: trust them, and nothing else.
   */
  public readonly edges: TrustedProxies;

  private constructor(factory: string, edgeNetworks: string[]) {
    if (!Array.isArray(edgeNetworks)) {
      throw new Error(
        `${factory}: edgeNetworks must be a list of networks, got ${quote(edgeNetworks)}; ` +
          'write ["192.0.2.0/24"] with those that the edges dial from',
      );
    }
    this.edges = explain(factory, () => TrustedProxies.of(...edgeNetworks));
  }

  /**
   * The networks of the edges over one family: for the `sourceRanges` of a balancer that admits them alone.
   *
   * @param family the family
   */
  public networks(family: IpFamily): string[] {
    return this.edges.cidrs.filter((cidr) => cidr.includes(':') === (family === IpFamily.IPV6));
  }

  /**
   * The edges before a balancer that keeps the source of packets: Kong sees the edges, reads their PROXY header, ends
   * TLS, and trusts `edges` alone. Whoever dials the balancer directly is refused or, with a PROXY header of their own,
   * has their own address. Throws for a balancer that cannot keep the source.
   *
   * @param loadBalancer the balancer behind the edges
   */
  public beforeLocalTraffic(loadBalancer: ILocalTrafficLoadBalancer): IProxyProtocolLoadBalancer {
    return new ProxyBeforeLocalTraffic(this.edges.cidrs, loadBalancer);
  }
}

/** Packets keep the edge as their source, so Kong believes the edge's PROXY header, and no other. */
class ProxyBeforeLocalTraffic implements IProxyProtocolLoadBalancer {
  constructor(
    private readonly edges: string[],
    private readonly loadBalancer: ILocalTrafficLoadBalancer,
  ) {
    requireMethod('ProxyProtocolEdge', loadBalancer, 'bindLocalTraffic', ['bindLocalTraffic']);
  }

  public bindProxyProtocol(scope: Construct): ServiceBinding {
    return {
      serviceType: kplus.ServiceType.LOAD_BALANCER,
      externalTrafficPolicy: ExternalTrafficPolicy.LOCAL,
      ...this.loadBalancer.bindLocalTraffic(scope),
      peers: this.edges,
      proxyProtocolFrom: this.edges,
    };
  }
}
