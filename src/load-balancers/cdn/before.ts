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
    requireMethod('Cdn', loadBalancer, 'bindLocalTraffic');
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
    requireMethod('Cdn', loadBalancer, 'bindHeaderForwarding');
  }

  public bindHeaderForwarding(scope: Construct): HeaderForwardingBinding {
    const binding = this.loadBalancer.bindHeaderForwarding(scope);
    if (!binding.header.isList) {
      throw errorAt(
        scope,
        `the load balancer behind the CDN writes ${binding.header.name}, which would name the CDN's edge; ` +
          'put the CDN before a balancer that appends to X-Forwarded-For',
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

/** What a balancer behind a CDN must do, and with which method of the CDN. */
const NEEDS = {
  bindLocalTraffic: { does: 'keeps the source of packets', method: 'beforeLocalTraffic' },
  bindHeaderForwarding: { does: 'speaks HTTP', method: 'beforeHeaderForwarding' },
};

type Needed = keyof typeof NEEDS;

/**
 * The compiler asks for it; this is for plain JavaScript, where a balancer with PROXY protocol may be tried.
 *
 * @param taken the methods that the owner has
 */
export function requireMethod(
  owner: string,
  loadBalancer: any,
  needed: Needed,
  taken: readonly Needed[] = ['bindLocalTraffic', 'bindHeaderForwarding'],
): void {
  if (typeof loadBalancer?.[needed] === 'function') {
    return;
  }
  const name =
    typeof loadBalancer === 'object' && loadBalancer !== null ? loadBalancer.constructor.name : quote(loadBalancer);
  const proxy =
    typeof loadBalancer?.bindProxyProtocol === 'function'
      ? " Its PROXY protocol would name the CDN's edge, and Kong reads the client from one place only."
      : '';
  const instead = taken.map((one) => `${NEEDS[one].does} (${NEEDS[one].method})`).join(' or that ');
  throw new Error(
    `${owner}: ${name} is not a balancer that ${NEEDS[needed].does}.${proxy} Put the CDN before one that ${instead}`,
  );
}
