import { BeforeHeaderForwarding, BeforeLocalTraffic, CdnProperties } from './before';
import { ClientIpHeader } from '../../binding/client-ip-header';
import { IHeaderForwardingLoadBalancer, ILocalTrafficLoadBalancer } from '../../binding/load-balancer';
import { IpFamily } from '../../binding/service-binding';
import { TrustedProxies } from '../../binding/trusted-proxies';
import { explain, quote } from '../../input/errors';
import { CdnFacts, CDNS } from '../../net/cdns';
import { parseAddress } from '../../net/cidr';
import { CLOUDFLARE } from '../../net/edge-networks';

/**
 * Options of `Cdn.of`: a CDN for which there is no other factory.
 */
export interface CdnOptions {
  /**
   * The networks from which its edges dial, in CIDR notation. Kong believes them: a network that is not the CDN's can
   * claim any client address.
   */
  readonly edgeNetworks: string[];

  /**
   * The header in which each edge reports the client, on every request. If it does not, clients choose their own
   * address.
   *
   * @default - `X-Forwarded-For`, to which the edges append
   */
  readonly header?: ClientIpHeader;

  /**
   * The other forwarded headers that the edges overwrite on every request, such as `X-Forwarded-Proto`. A header
   * listed here that they do not overwrite is the client's to forge.
   *
   * @default - none
   */
  readonly forwardedHeaders?: string[];
}

/**
 * How Fastly reports the client. By itself it appends to `X-Forwarded-For` of requests over TLS only, and passes on
 * what a client wrote into that of a request by plain http. So one of the options must be given.
 *
 * @see https://www.fastly.com/documentation/reference/http/http-headers/X-Forwarded-For/
 */
export interface FastlyOptions {
  /**
   * A promise that the service redirects plain http itself (*Force TLS*), so that only requests over TLS reach the
   * balancer. If it does not hold, a client that asks by http chooses its own address.
   *
   * @default false
   */
  readonly tlsOnly?: boolean;

  /**
   * The header that your VCL overwrites on the first hop of every request, such as `X-Client-Address`:
   * `if (fastly.ff.visits_this_service == 0 && req.restarts == 0) { set req.http.X-Client-Address = client.ip; }`.
   * If it does not overwrite it, clients choose their own address.
   *
   * @default - `X-Forwarded-For`, with `tlsOnly`
   */
  readonly clientIpHeader?: string;
}

/**
 * A CDN in front of a load balancer. Put it before a balancer that keeps the source of packets
 * (`beforeLocalTraffic`), or before one that speaks HTTP (`beforeHeaderForwarding`). Not before one with PROXY
 * protocol: its header names the edge, and Kong can read the client from one place only.
 *
 * Two limits hold for every CDN. Its edges serve all of its customers, so another customer whose site points at your
 * balancer comes from the same networks, and can make some CDNs write an address of their choice. And its networks
 * change: a list grows stale. Let Kong's routes ask for a secret header that your own site alone adds.
 *
 * @see https://github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip/blob/main/docs/cdn.md
 */
export class Cdn {
  /**
   * Cloudflare, which overwrites `CF-Connecting-IP` and `X-Forwarded-Proto`. Throws when a network is wrong.
   *
   * The library's list is a copy, of the day `Cdn.cloudflareListDate`. From an edge that it lacks, a client has the
   * edge's address; a network that Cloudflare gave back can forge any. Renew the library, or give the list yourself.
   *
   * @param edgeNetworks Cloudflare's networks; leave it out for the library's list
   * @see https://www.cloudflare.com/ips/
   */
  public static cloudflare(edgeNetworks?: string[]): Cdn {
    return new Cdn('Cdn.cloudflare', edgeNetworks ?? CLOUDFLARE.networks, optionsOf(CDNS.cloudflare));
  }

  /**
   * Amazon CloudFront, which appends the client to `X-Forwarded-For`. Throws when a network is wrong.
   *
   * @param edgeNetworks the networks of the service `CLOUDFRONT_ORIGIN_FACING` in Amazon's list
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/LocationsOfEdgeServers.html
   */
  public static cloudFront(edgeNetworks: string[]): Cdn {
    return new Cdn('Cdn.cloudFront', edgeNetworks);
  }

  /**
   * Fastly, which appends the client, and with shielding its own edge, to `X-Forwarded-For` of requests over TLS.
   * Throws when a network is wrong, or no option tells why plain http is not forged.
   *
   * `Fastly-Client-IP` as it comes is not used: clients can set it.
   *
   * @param edgeNetworks the networks of https://api.fastly.com/public-ip-list
   * @param options why a client that asks by plain http cannot choose its address
   * @see https://www.fastly.com/documentation/reference/http/http-headers/X-Forwarded-For/
   */
  public static fastly(edgeNetworks: string[], options: FastlyOptions): Cdn {
    const { tlsOnly, clientIpHeader } = options ?? {};
    if (tlsOnly !== true && clientIpHeader === undefined) {
      throw new Error(
        'Cdn.fastly: Fastly passes on the X-Forwarded-For of requests by plain http as the client wrote it, ' +
          'so every client could choose its own address; redirect http at Fastly and write { tlsOnly: true }, ' +
          'or let your VCL overwrite a header on the first hop and name it: { clientIpHeader: "X-Client-Address" }',
      );
    }
    const header =
      clientIpHeader === undefined ? undefined : explain('Cdn.fastly', () => ClientIpHeader.single(clientIpHeader));
    return new Cdn('Cdn.fastly', edgeNetworks, { header });
  }

  /**
   * Akamai, whose property has the behaviour *True Client IP Header* on, named `True-Client-IP`, and does not let
   * clients set it. Without that, clients choose their own address. Throws when a network is wrong.
   *
   * @param edgeNetworks the networks of the property's Site Shield map
   * @see https://techdocs.akamai.com/property-mgr/docs/origin-server
   */
  public static akamai(edgeNetworks: string[]): Cdn {
    return new Cdn('Cdn.akamai', edgeNetworks, optionsOf(CDNS.akamai));
  }

  /**
   * Azure Front Door, which overwrites `X-Azure-SocketIP`. Throws when a network is wrong.
   *
   * Every customer's Front Door dials from these networks. Let Kong's routes ask for your own `X-Azure-FDID`.
   *
   * @param edgeNetworks the networks of the service tag `AzureFrontDoor.Backend`
   * @see https://learn.microsoft.com/azure/frontdoor/origin-security
   */
  public static azureFrontDoor(edgeNetworks: string[]): Cdn {
    return new Cdn('Cdn.azureFrontDoor', edgeNetworks, optionsOf(CDNS.azureFrontDoor));
  }

  /**
   * Google's global Application Load Balancer with Cloud CDN, in front of a backend outside of GKE's own Ingress. It
   * appends the client and then its own address to `X-Forwarded-For`, so that address is among the edges. Throws when
   * a network is wrong.
   *
   * @param edgeNetworks where Google dials your balancer from: for internet backends, the networks of the TXT record
   *   `_cloud-eoips.googleusercontent.com`
   * @param loadBalancerAddresses the external addresses of Google's balancer, such as `203.0.113.10`
   * @see https://cloud.google.com/load-balancing/docs/https#x-forwarded-for_header
   */
  public static google(edgeNetworks: string[], loadBalancerAddresses: string[]): Cdn {
    if (!Array.isArray(loadBalancerAddresses) || loadBalancerAddresses.length === 0) {
      throw new Error(
        `Cdn.google: loadBalancerAddresses must be a list of addresses, got ${quote(loadBalancerAddresses)}; ` +
          "Google appends its own address behind the client's, so without it every client would have that address; " +
          'write ["203.0.113.10"]',
      );
    }
    const own = loadBalancerAddresses.map((address) => explain('Cdn.google', () => parseAddress(address)).text);
    return new Cdn(
      'Cdn.google',
      Array.isArray(edgeNetworks) ? [...edgeNetworks, ...own] : edgeNetworks,
      optionsOf(CDNS.google),
    );
  }

  /**
   * A CDN for which there is no other factory. Throws when a network is wrong.
   *
   * @param options where its edges dial from, and what they write
   */
  public static of(options: CdnOptions): Cdn {
    return new Cdn('Cdn.of', options?.edgeNetworks, options);
  }

  /**
   * The day of the library's list of Cloudflare's networks, such as `2026-08-21`.
   */
  public static get cloudflareListDate(): string {
    return CLOUDFLARE.date;
  }

  /**
   * The networks of the CDN's edges. Trust them alone before a balancer that keeps the source, and together with the
   * balancer's own networks before one that speaks HTTP.
   */
  public readonly edges: TrustedProxies;

  private readonly properties: CdnProperties;

  private constructor(factory: string, edgeNetworks: string[], options: Partial<CdnOptions> = {}) {
    if (!Array.isArray(edgeNetworks)) {
      throw new Error(
        `${factory}: edgeNetworks must be a list of networks, got ${quote(edgeNetworks)}; ` +
          'write ["192.0.2.0/24"] with those that the CDN publishes',
      );
    }
    this.edges = explain(factory, () => TrustedProxies.of(...edgeNetworks));
    this.properties = {
      edges: this.edges.cidrs,
      header: options.header ?? ClientIpHeader.xForwardedFor(),
      forwardedHeaders: options.forwardedHeaders ?? [],
    };
  }

  /**
   * The networks of the edges over one family: for the `sourceRanges` of a balancer that admits the CDN alone.
   *
   * @param family the family
   */
  public networks(family: IpFamily): string[] {
    return this.edges.cidrs.filter((cidr) => cidr.includes(':') === (family === IpFamily.IPV6));
  }

  /**
   * The CDN before a balancer that keeps the source of packets: Kong sees the edges, ends TLS, and trusts `edges`
   * alone. A client that bypasses the CDN has its own address. Throws for a balancer that cannot keep the source.
   *
   * @param loadBalancer the balancer behind the CDN
   */
  public beforeLocalTraffic(loadBalancer: ILocalTrafficLoadBalancer): IHeaderForwardingLoadBalancer {
    return new BeforeLocalTraffic(this.properties, loadBalancer);
  }

  /**
   * The CDN before a balancer that speaks HTTP and appends the edge to `X-Forwarded-For`: Kong trusts the balancer
   * and `edges`, and walks the list over both to the client. A client that bypasses the CDN has its own address.
   * Throws for a balancer that does not append to `X-Forwarded-For`.
   *
   * With the CDN's single header instead (the gateway's prop `header`), the balancer must admit the CDN alone: any
   * other client could write the header.
   *
   * @param loadBalancer the balancer behind the CDN
   */
  public beforeHeaderForwarding(loadBalancer: IHeaderForwardingLoadBalancer): IHeaderForwardingLoadBalancer {
    return new BeforeHeaderForwarding(this.properties, loadBalancer);
  }
}

/** What a CDN writes by itself. */
function optionsOf({ headers: [header], forwardedHeaders }: CdnFacts): Pick<CdnOptions, 'header' | 'forwardedHeaders'> {
  return { header: header && ClientIpHeader.single(header.name), forwardedHeaders: [...forwardedHeaders] };
}
