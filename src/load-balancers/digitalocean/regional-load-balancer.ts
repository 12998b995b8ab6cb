import { Construct } from 'constructs';
import { COMMON_PROPS, DIGITALOCEAN, DigitalOceanLoadBalancerProps, HEALTH_CHECK } from './digitalocean';
import { HeaderForwardingBinding } from '../../binding/header-forwarding-binding';
import { IHeaderForwardingLoadBalancer, IProxyProtocolLoadBalancer } from '../../binding/load-balancer';
import { IpFamily, ServiceBinding } from '../../binding/service-binding';
import { countProp, flagProp, propsOf, textProp } from '../props';
import {
  bindHeaders,
  bindService,
  KONG_ENDS_TLS,
  refuseProps,
  ServiceBalancer,
  checkRedirect,
} from '../service-balancer';

const BALANCER: ServiceBalancer<DigitalOceanRegionalLoadBalancerProps> = {
  id: 'digitalocean-regional',
  owner: 'DigitalOceanRegionalLoadBalancer',
  prefix: DIGITALOCEAN,
  props: {
    ...COMMON_PROPS,
    certificateId: textProp(),
    redirectHttpToHttps: flagProp(),
    nodeCount: countProp('size-unit'),
    hostname: textProp('hostname'),
    idleTimeoutSeconds: countProp('http-idle-timeout-seconds'),
  },
};
const TLS = ['tls-passthrough', 'certificate-name', 'http-ports', 'http2-ports', 'http3-port'];

/**
 * Props of `DigitalOceanRegionalLoadBalancer`, by the names of the controller's annotations.
 */
export interface DigitalOceanRegionalLoadBalancerProps extends DigitalOceanLoadBalancerProps {
  /**
   * How many nodes the balancer itself has.
   *
   * @default 1
   */
  readonly nodeCount?: number;

  /**
   * A domain name that leads to the balancer. With it, pods that call the balancer's public name really go there.
   * Without it, kube-proxy takes them to Kong directly: with PROXY protocol Kong then closes their connections.
   *
   * @default - the balancer is known by its address
   */
  readonly hostname?: string;

  /**
   * After how many idle seconds the balancer closes an HTTP connection.
   *
   * @default 60
   */
  readonly idleTimeoutSeconds?: number;

  /**
   * The id of the certificate with which the balancer ends TLS on port 443. For `HeaderForwardedKong` only.
   *
   * @default - the balancer listens on port 80 alone
   */
  readonly certificateId?: string;

  /**
   * Whether port 80 redirects to port 443. Needs `certificateId`.
   *
   * @default false
   */
  readonly redirectHttpToHttps?: boolean;
}

/**
 * The regional load balancer of DigitalOcean (`REGIONAL`), which connects to the nodes by itself. It dials from the
 * VPC network: trust the VPC's range.
 *
 * It checks through kube-proxy which nodes have a pod of Kong, without a PROXY header.
 *
 * @see https://docs.digitalocean.com/products/networking/load-balancers/
 */
export class DigitalOceanRegionalLoadBalancer implements IProxyProtocolLoadBalancer, IHeaderForwardingLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: DigitalOceanRegionalLoadBalancerProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props?: DigitalOceanRegionalLoadBalancerProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
    const { redirectHttpToHttps, certificateId } = this.props;
    checkRedirect(BALANCER.owner, redirectHttpToHttps, certificateId !== undefined, 'certificateId');
  }

  /**
   * Sends a PROXY protocol header of version 1. Throws when a prop is for another way, or an annotation belongs to the
   * binding.
   *
   * @param scope the gateway
   */
  public bindProxyProtocol(scope: Construct): ServiceBinding {
    refuseProps(scope, this.props, ['certificateId'], KONG_ENDS_TLS);
    return {
      ...bindService(scope, BALANCER, this.props, {
        writes: { type: 'REGIONAL', protocol: 'tcp', 'enable-proxy-protocol': 'true' },
        reserved: [...TLS, 'certificate-id', 'tls-ports', 'redirect-http-to-https', ...HEALTH_CHECK],
      }),
      clientFamilies: this.clientFamilies,
    };
  }

  /**
   * Reports the client in `X-Forwarded-For`, and overwrites `X-Forwarded-Proto` and `X-Forwarded-Port`. Throws when a
   * prop is for another way, or an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindHeaderForwarding(scope: Construct): HeaderForwardingBinding {
    const { certificateId: certificate, redirectHttpToHttps } = this.props;
    const binding = bindHeaders(
      scope,
      BALANCER,
      this.props,
      {
        writes: {
          type: 'REGIONAL',
          protocol: 'http',
          'enable-proxy-protocol': 'false',
          'certificate-id': certificate,
          'tls-ports': certificate && '443',
          'redirect-http-to-https': redirectHttpToHttps?.toString(),
        },
        reserved: [...TLS, ...HEALTH_CHECK],
      },
      { forwardedHeaders: ['X-Forwarded-Proto', 'X-Forwarded-Port'], endsTls: certificate !== undefined },
    );
    return { ...binding, clientFamilies: this.clientFamilies };
  }

  /** It has addresses of both families, whichever the Service has, and admits no source over one that has no range. */
  private get clientFamilies(): IpFamily[] | undefined {
    return this.props.sourceRanges?.some((range) => range.includes(':')) ? [IpFamily.IPV4, IpFamily.IPV6] : undefined;
  }
}
