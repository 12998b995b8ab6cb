import { Construct } from 'constructs';
import { COMMON_PROPS, DIGITALOCEAN, DigitalOceanLoadBalancerProps, HEALTH_CHECK } from './digitalocean';
import { ILocalTrafficLoadBalancer } from '../../binding/load-balancer';
import { ServiceBinding } from '../../binding/service-binding';
import { propsOf } from '../props';
import { bindService, ServiceBalancer } from '../service-balancer';

const BALANCER: ServiceBalancer<DigitalOceanLoadBalancerProps> = {
  id: 'digitalocean-network',
  owner: 'DigitalOceanNetworkLoadBalancer',
  prefix: DIGITALOCEAN,
  props: COMMON_PROPS,
};

/**
 * The network load balancer of DigitalOcean (`REGIONAL_NETWORK`), which hands packets to the nodes unchanged. Trust
 * no proxy.
 *
 * It checks through kube-proxy which nodes have a pod of Kong. It has no PROXY protocol and no HTTP.
 *
 * @see https://docs.digitalocean.com/products/networking/load-balancers/
 */
export class DigitalOceanNetworkLoadBalancer implements ILocalTrafficLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: DigitalOceanLoadBalancerProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props?: DigitalOceanLoadBalancerProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
  }

  /**
   * Keeps the source address by `externalTrafficPolicy: Local`. Throws when an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindLocalTraffic(scope: Construct): ServiceBinding {
    return bindService(scope, BALANCER, this.props, {
      writes: { type: 'REGIONAL_NETWORK' },
      reserved: [
        'enable-proxy-protocol',
        'protocol',
        'tls-passthrough',
        'certificate-id',
        'certificate-name',
        ...HEALTH_CHECK,
      ],
    });
  }
}
