import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { XFF_MODE } from './alb-props';
import { SECOND_BALANCER } from './aws';
import { GatewayListener, rulesTo, writeGateway, writeRoute } from './gateway-api';
import { AWS_GATEWAY_FAMILIES, AWS_GATEWAY_PROPS, AwsGatewayLoadBalancerProps, gatewayPropsOf } from './gateway-props';
import { ClientIpHeader } from '../../binding/client-ip-header';
import { HeaderForwardingBinding } from '../../binding/header-forwarding-binding';
import { IHeaderForwardingLoadBalancer } from '../../binding/load-balancer';
import { STATUS_PATH, STATUS_PORT } from '../../binding/service-ports';
import { errorAt, quote } from '../../input/errors';
import { textProp, textsProp } from '../props';
import { admitsChosenOnly } from '../ranges';
import { BalancerClass } from '../service-balancer';

const HTTP: GatewayListener = { name: 'http', protocol: 'HTTP', port: 80 };
const HTTPS: GatewayListener = { name: 'https', protocol: 'HTTPS', port: 443 };

/** How long Kong takes connections of a balancer that stops sending within seconds. */
const DRAIN_SECONDS = 30;

/**
 * Props of `AwsGatewayApplicationLoadBalancer`.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/l7gateway/
 */
export interface AwsGatewayApplicationLoadBalancerProps extends AwsGatewayLoadBalancerProps {
  /**
   * ARNs of the certificates with which the balancer ends TLS on port 443, the default one first. Port 80 then
   * redirects there.
   *
   * @default - the balancer listens for http on port 80 alone
   */
  readonly certificateIds?: string[];

  /**
   * The name of the TLS policy, such as `ELBSecurityPolicy-TLS13-1-2-2021-06`. Only with `certificateIds`.
   *
   * @default - the controller's
   */
  readonly sslPolicy?: string;

  /**
   * The host names for which the balancer sends requests to Kong.
   *
   * @default - every host name
   */
  readonly hosts?: string[];
}

const BALANCER: BalancerClass<AwsGatewayApplicationLoadBalancerProps> = {
  id: 'aws-gateway-alb',
  owner: 'AwsGatewayApplicationLoadBalancer',
  props: { ...AWS_GATEWAY_PROPS, certificateIds: textsProp(), sslPolicy: textProp(), hosts: textsProp() },
};

/**
 * The Application Load Balancer that the AWS Load Balancer Controller makes for a Gateway of a class with the
 * controller `gateway.k8s.aws/alb`. It dials the pods themselves, so the cluster must give them addresses of the VPC.
 * Trust the balancer's subnets.
 *
 * The gateway writes the Gateway, its HTTPRoutes, a LoadBalancerConfiguration and a TargetGroupConfiguration.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/l7gateway/
 */
export class AwsGatewayApplicationLoadBalancer implements IHeaderForwardingLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: AwsGatewayApplicationLoadBalancerProps;

  /**
   * Throws when a prop is wrong or missing.
   *
   * @param props options of the load balancer
   */
  constructor(props: AwsGatewayApplicationLoadBalancerProps) {
    this.props = gatewayPropsOf(BALANCER, props);
    check(this.props);
  }

  /**
   * Appends the client to `X-Forwarded-For` and overwrites `X-Forwarded-Proto` and `X-Forwarded-Port`. Throws when an
   * attribute belongs to the binding.
   *
   * @param scope the gateway, which gets the Gateway and its routes
   */
  public bindHeaderForwarding(scope: Construct): HeaderForwardingBinding {
    const { props } = this;
    const { certificateIds: certificates, hosts: hostnames } = props;
    const gateway = writeGateway(scope, props, {
      loadBalancerKind: BALANCER.id,
      listeners: certificates ? [HTTP, HTTPS] : [HTTP],
      // Of the three modes only this one lets Kong tell the client's address from what the client wrote.
      attributes: { [XFF_MODE]: 'append' },
      targetGroupAttributes: {},
      configuration: certificates && { listenerConfigurations: [this.https(certificates)] },
      healthCheck: { healthCheckProtocol: 'HTTP', healthCheckPort: String(STATUS_PORT), healthCheckPath: STATUS_PATH },
    });
    writeRoute(scope, 'HTTPRoute', 'HTTPRoute', gateway, certificates ? HTTPS : HTTP, {
      hostnames,
      rules: rulesTo(scope, props, BALANCER.id, HTTP.port),
    });
    if (certificates) {
      writeRoute(scope, 'Redirect', 'HTTPRoute', gateway, HTTP, {
        hostnames,
        rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
      });
    }
    return {
      loadBalancerKind: BALANCER.id,
      serviceType: kplus.ServiceType.CLUSTER_IP,
      drainSeconds: DRAIN_SECONDS,
      header: ClientIpHeader.xForwardedFor(),
      forwardedHeaders: ['X-Forwarded-Proto', 'X-Forwarded-Port'],
      restrictsSources:
        props.securityGroups !== undefined || admitsChosenOnly(scope, 'sourceRanges', props.sourceRanges),
      admits: props.sourceRanges,
      routesToPods: true,
      ipFamilies: AWS_GATEWAY_FAMILIES,
      // By these the controller makes a second balancer of the Service, whatever its type.
      reservedAnnotations: SECOND_BALANCER,
    };
  }

  private https([defaultCertificate, ...certificates]: string[]): object {
    return {
      protocolPort: 'HTTPS:443',
      defaultCertificate,
      certificates: certificates.length > 0 ? certificates : undefined,
      sslPolicy: this.props.sslPolicy,
    };
  }
}

/** @throws when props contradict each other, or AWS would refuse them */
function check({ certificateIds, sslPolicy, subnets }: AwsGatewayApplicationLoadBalancerProps): void {
  if (sslPolicy !== undefined && !certificateIds) {
    throw errorAt(
      BALANCER.owner,
      `sslPolicy ${quote(sslPolicy)} has no effect without https; give certificateIds, or leave it out`,
    );
  }
  if (subnets?.length === 1) {
    throw errorAt(
      BALANCER.owner,
      `subnets ${quote(subnets)}: an Application Load Balancer needs subnets of at least two availability zones; ` +
        'add one, or leave them out',
    );
  }
}
