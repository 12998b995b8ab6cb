import { Construct } from 'constructs';
import { IProxyProtocolLoadBalancer } from '../../binding/load-balancer';
import { ServiceBinding } from '../../binding/service-binding';
import { enumProp, jsonRangesProp, propsOf, textProp } from '../props';
import {
  bindService,
  ProxyProtocolVersion,
  SERVICE_PROPS,
  ServiceBalancer,
  ServiceLoadBalancerProps,
} from '../service-balancer';

const BALANCER: ServiceBalancer<CloudscaleLoadBalancerProps> = {
  id: 'cloudscale',
  owner: 'CloudscaleLoadBalancer',
  prefix: 'k8s.cloudscale.ch/loadbalancer-',
  props: {
    ...SERVICE_PROPS,
    proxyProtocolVersion: enumProp(ProxyProtocolVersion),
    sourceRanges: jsonRangesProp('listener-allowed-cidrs'),
    name: textProp('name'),
    zone: textProp('zone'),
    hostname: textProp('force-hostname'),
    nodeSelector: textProp('node-selector'),
  },
};

/**
 * Props of `CloudscaleLoadBalancer`, by the names of the controller's annotations.
 *
 * @see https://github.com/cloudscale-ch/cloudscale-cloud-controller-manager#service-controller
 */
export interface CloudscaleLoadBalancerProps extends ServiceLoadBalancerProps {
  /**
   * The version of the PROXY protocol header.
   *
   * @default ProxyProtocolVersion.V2
   */
  readonly proxyProtocolVersion?: ProxyProtocolVersion;

  /**
   * The balancer's name.
   *
   * @default - the controller makes one
   */
  readonly name?: string;

  /**
   * The balancer's zone, such as `lpg1`. It cannot be changed later.
   *
   * @default - that of the nodes
   */
  readonly zone?: string;

  /**
   * A domain name that leads to the balancer, for clusters before Kubernetes 1.30: in later ones the controller keeps
   * kube-proxy from a short cut to the addresses.
   *
   * @default - the balancer is known by its addresses
   */
  readonly hostname?: string;

  /**
   * A label selector of the nodes that the balancer sends to.
   *
   * @default - all nodes
   */
  readonly nodeSelector?: string;

  /**
   * The networks that may connect, in CIDR notation. The controller does not read the Service's
   * `loadBalancerSourceRanges`.
   *
   * @default - all sources may connect
   */
  readonly sourceRanges?: string[];
}

/**
 * A load balancer of cloudscale.ch, which connects to the nodes by itself, over their private network: trust its range.
 *
 * It asks kube-proxy over HTTP which nodes have a pod of Kong. With its default, TCP, every node would answer.
 *
 * @see https://www.cloudscale.ch/en/api/v1#load-balancers
 */
export class CloudscaleLoadBalancer implements IProxyProtocolLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: CloudscaleLoadBalancerProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props?: CloudscaleLoadBalancerProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
  }

  /**
   * Sends a PROXY protocol header. Throws when an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindProxyProtocol(scope: Construct): ServiceBinding {
    const { proxyProtocolVersion: version } = this.props;
    return bindService(scope, BALANCER, this.props, {
      writes: {
        'pool-protocol': version === ProxyProtocolVersion.V1 ? 'proxy' : 'proxyv2',
        'health-monitor-type': 'http',
      },
      reserved: ['health-monitor-http', 'ip-mode', 'listener-protocol'],
    });
  }
}
