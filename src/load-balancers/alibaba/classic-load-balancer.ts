import { Construct } from 'constructs';
import { ALIBABA, COMMON_PROPS } from './alibaba';
import { HeaderForwardingBinding } from '../../binding/header-forwarding-binding';
import { IHeaderForwardingLoadBalancer, ILocalTrafficLoadBalancer } from '../../binding/load-balancer';
import { ServiceBinding } from '../../binding/service-binding';
import { propsOf, textProp } from '../props';
import { bindHeaders, bindService, refuseProps, ServiceBalancer, ServiceLoadBalancerProps } from '../service-balancer';

const BALANCER: ServiceBalancer<AlibabaClassicLoadBalancerProps> = {
  id: 'alibaba-clb',
  owner: 'AlibabaClassicLoadBalancer',
  prefix: ALIBABA,
  props: { ...COMMON_PROPS, certificateId: textProp(), balancerType: textProp('spec') },
};
const ALWAYS = { 'proxy-protocol': 'off', scheduler: 'wrr' };

/**
 * Props of `AlibabaClassicLoadBalancer`, by the names of the controller's annotations.
 *
 * @see https://github.com/kubernetes/cloud-provider-alibaba-cloud/blob/master/docs/usage.md
 */
export interface AlibabaClassicLoadBalancerProps extends ServiceLoadBalancerProps {
  /**
   * The balancer's name.
   *
   * @default - the controller makes one
   */
  readonly name?: string;

  /**
   * Whether only the VPC can reach the balancer.
   *
   * @default false
   */
  readonly internalOnly?: boolean;

  /**
   * A domain name that leads to the balancer, by which it is then known instead of by its address.
   *
   * @default - the address
   */
  readonly hostname?: string;

  /**
   * The balancer's specification, such as `slb.s2.small`.
   *
   * @default - the cloud's
   */
  readonly balancerType?: string;

  /**
   * The id of the certificate with which the balancer ends TLS on port 443. For `HeaderForwardedKong` only.
   *
   * @default - the balancer listens on port 80 alone
   */
  readonly certificateId?: string;
}

/**
 * The Classic Load Balancer (CLB, once SLB) of Alibaba Cloud. For TCP it keeps the packets' source address; for HTTP
 * it connects by itself, from addresses of 100.64.0.0/10, which Alibaba reserves for it.
 *
 * The controller sends it to nodes with a pod of Kong only.
 *
 * @see https://www.alibabacloud.com/help/en/slb/classic-load-balancer/
 */
export class AlibabaClassicLoadBalancer implements ILocalTrafficLoadBalancer, IHeaderForwardingLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: AlibabaClassicLoadBalancerProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props?: AlibabaClassicLoadBalancerProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
  }

  /**
   * Keeps the source address by `externalTrafficPolicy: Local`. Throws when a prop is for another way, or an annotation
   * belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindLocalTraffic(scope: Construct): ServiceBinding {
    refuseProps(scope, this.props, ['certificateId'], 'where packets are kept as they are, TLS ends at Kong');
    return bindService(scope, BALANCER, this.props, {
      writes: { 'protocol-port': 'tcp:80,tcp:443', ...ALWAYS },
      reserved: ['cert-id', 'forward-port'],
    });
  }

  /**
   * Appends the client to `X-Forwarded-For`, and overwrites `X-Forwarded-Proto`. Throws when a prop is for another way,
   * or an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindHeaderForwarding(scope: Construct): HeaderForwardingBinding {
    const certificate = this.props.certificateId;
    return {
      ...bindHeaders(
        scope,
        BALANCER,
        this.props,
        {
          writes: {
            'protocol-port': certificate ? 'http:80,https:443' : 'http:80',
            'cert-id': certificate,
            'xforwardedfor-proto': 'on',
            // It would ask Kong for a path, and take "no route" for ill.
            'health-check-flag': 'off',
            ...ALWAYS,
          },
        },
        { forwardedHeaders: ['X-Forwarded-Proto'], endsTls: certificate !== undefined },
      ),
      peers: ['100.64.0.0/10'],
    };
  }
}
