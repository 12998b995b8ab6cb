import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { NLB_DRAIN_SECONDS, SECOND_BALANCER } from './aws';
import { GatewayListener, rulesTo, writeGateway, writeRoute } from './gateway-api';
import { AWS_GATEWAY_FAMILIES, AWS_GATEWAY_PROPS, AwsGatewayLoadBalancerProps, gatewayPropsOf } from './gateway-props';
import { ILocalTrafficLoadBalancer, IProxyProtocolLoadBalancer } from '../../binding/load-balancer';
import { ServiceBinding } from '../../binding/service-binding';
import { BalancerClass } from '../service-balancer';

/**
 * Props of `AwsGatewayNetworkLoadBalancer`.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/l4gateway/
 */
export interface AwsGatewayNetworkLoadBalancerProps extends AwsGatewayLoadBalancerProps {}

const BALANCER: BalancerClass<AwsGatewayNetworkLoadBalancerProps> = {
  id: 'aws-gateway-nlb',
  owner: 'AwsGatewayNetworkLoadBalancer',
  props: AWS_GATEWAY_PROPS,
};

const LISTENERS: readonly GatewayListener[] = [
  { name: 'http', protocol: 'TCP', port: 80 },
  { name: 'https', protocol: 'TCP', port: 443 },
];

/**
 * The Network Load Balancer that the AWS Load Balancer Controller makes for a Gateway of a class with the controller
 * `gateway.k8s.aws/nlb`. It dials the pods themselves, so the cluster must give them addresses of the VPC. TLS passes
 * through it to Kong.
 *
 * The gateway writes the Gateway, a TCPRoute for port 80 and one for 443, a LoadBalancerConfiguration and a
 * TargetGroupConfiguration. The controller needs TCPRoutes of `gateway.networking.k8s.io/v1`.
 *
 * With `ProxyProtocolKong` trust the balancer's subnets.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/l4gateway/
 */
export class AwsGatewayNetworkLoadBalancer implements ILocalTrafficLoadBalancer, IProxyProtocolLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: AwsGatewayNetworkLoadBalancerProps;

  /**
   * Throws when a prop is wrong or missing.
   *
   * @param props options of the load balancer
   */
  constructor(props: AwsGatewayNetworkLoadBalancerProps) {
    this.props = gatewayPropsOf(BALANCER, props);
  }

  /**
   * Keeps the source address by the target group's attribute `preserve_client_ip.enabled`. Throws when an attribute
   * belongs to the binding.
   *
   * @param scope the gateway, which gets the Gateway and its routes
   */
  public bindLocalTraffic(scope: Construct): ServiceBinding {
    return this.bind(scope, false);
  }

  /**
   * Sends a PROXY protocol header of version 2. The packets' source is not preserved, so that the peer is the balancer,
   * never a client. Throws when an attribute belongs to the binding.
   *
   * @param scope the gateway, which gets the Gateway and its routes
   */
  public bindProxyProtocol(scope: Construct): ServiceBinding {
    return this.bind(scope, true);
  }

  private bind(scope: Construct, proxyProtocol: boolean): ServiceBinding {
    const { props } = this;
    const gateway = writeGateway(scope, props, {
      loadBalancerKind: BALANCER.id,
      listeners: LISTENERS,
      targetGroupAttributes: {
        'preserve_client_ip.enabled': String(!proxyProtocol),
        'proxy_protocol_v2.enabled': String(proxyProtocol),
      },
      // On the port for traffic, where the check carries the PROXY header.
      healthCheck: { healthCheckProtocol: 'TCP' },
    });
    for (const listener of LISTENERS) {
      writeRoute(scope, `TCPRoute-${listener.name}`, 'TCPRoute', gateway, listener, {
        rules: rulesTo(scope, props, BALANCER.id, listener.port),
      });
    }
    return {
      loadBalancerKind: BALANCER.id,
      serviceType: kplus.ServiceType.CLUSTER_IP,
      drainSeconds: NLB_DRAIN_SECONDS,
      routesToPods: true,
      writesRoutes: true,
      ipFamilies: AWS_GATEWAY_FAMILIES,
      // By these the controller makes a second balancer of the Service, whatever its type.
      reservedAnnotations: SECOND_BALANCER,
    };
  }
}
