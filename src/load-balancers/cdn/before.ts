import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ClientIpHeader } from '../../binding/client-ip-header';
import { HeaderForwardingBinding } from '../../binding/header-forwarding-binding';
import { IHeaderForwardingLoadBalancer, ILocalTrafficLoadBalancer } from '../../binding/load-balancer';
import { ExternalTrafficPolicy } from '../../binding/service-binding';
import { errorAt, quote } from '../../input/errors';

/** What a CDN does with requests. */
export interface CdnProperties {
  readonly edges: string[];
  readonly header: ClientIpHeader;
  readonly forwardedHeaders: string[];
}

/** Packets keep the edge as their source, so Kong believes the edge's headers, and no others. */
export class BeforeLocalTraffic implements IHeaderForwardingLoadBalancer {
  constructor(
    private readonly cdn: CdnProperties,
    private readonly loadBalancer: ILocalTrafficLoadBalancer,
  ) {
    requireMethod(loadBalancer, 'bindLocalTraffic', 'keeps the source of packets');
  }

  public bindHeaderForwarding(scope: Construct): HeaderForwardingBinding {
    return {
      serviceType: kplus.ServiceType.LOAD_BALANCER,
      externalTrafficPolicy: ExternalTrafficPolicy.LOCAL,
      ...this.loadBalancer.bindLocalTraffic(scope),
      header: this.cdn.header,
      forwardedHeaders: this.cdn.forwardedHeaders,
      peers: this.cdn.edges,
      proxiesBefore: this.cdn.edges,
      passesTls: true,
    };
  }
}

/** The balancer appends the edge behind the client that the edge wrote. */
export class BeforeHeaderForwarding implements IHeaderForwardingLoadBalancer {
  constructor(
    private readonly cdn: CdnProperties,
    private readonly loadBalancer: IHeaderForwardingLoadBalancer,
  ) {
    requireMethod(loadBalancer, 'bindHeaderForwarding', 'speaks HTTP');
  }

  public bindHeaderForwarding(scope: Construct): HeaderForwardingBinding {
    const binding = this.loadBalancer.bindHeaderForwarding(scope);
    if (!binding.header.isList) {
      throw errorAt(
        scope,
        `the load balancer behind the CDN writes ${binding.header.name}, which would name the CDN's edge; put the CDN before a balancer that appends to X-Forwarded-For`,
      );
    }
    const { edges, header, forwardedHeaders } = this.cdn;
    return {
      ...binding,
      proxiesBefore: [...new Set([...(binding.proxiesBefore ?? []), ...edges])],
      headerBefore: header.isList ? undefined : header,
      forwardedHeadersBefore: forwardedHeaders,
    };
  }
}

/** The compiler asks for it; this is for plain JavaScript, where a balancer with PROXY protocol may be tried. */
function requireMethod(loadBalancer: any, method: string, does: string): void {
  if (typeof loadBalancer?.[method] === 'function') {
    return;
  }
  const name =
    typeof loadBalancer === 'object' && loadBalancer !== null ? loadBalancer.constructor.name : quote(loadBalancer);
  const proxy =
    typeof loadBalancer?.bindProxyProtocol === 'function'
      ? " Its PROXY protocol would name the CDN's edge, and Kong reads the client from one place only."
      : '';
  throw new Error(
    `Cdn: ${name} is not a balancer that ${does}.${proxy} Put the CDN before one that keeps the source of packets (beforeLocalTraffic) or that speaks HTTP (beforeHeaderForwarding)`,
  );
}
