import { Construct } from 'constructs';
import { HealthCheckPolicy } from '../../../imports/alb.networking.azure.io';
import { ClientIpHeader } from '../../binding/client-ip-header';
import { HeaderForwardingBinding } from '../../binding/header-forwarding-binding';
import { IHeaderForwardingLoadBalancer } from '../../binding/load-balancer';
import { STATUS_PATH, STATUS_PORT } from '../../binding/service-ports';
import { errorAt } from '../../input/errors';
import { serviceNameFor } from '../own-service';
import { annotationsProp, propsOf, textProp, textsProp } from '../props';
import { annotationsOf, BalancerTable } from '../service-balancer';

const ALB = 'alb.networking.azure.io/';

/** Until the controller has told the gateway, and the gateway has stopped sending. Microsoft names no time. */
const DRAIN_SECONDS = 60;

/** Ingresses of one frontend share it. */
const SHARED_BY = ['alb-id', 'alb-frontend', 'alb-name', 'alb-namespace'].map((suffix) => ALB + suffix);

/**
 * Props of `AksApplicationGatewayForContainers`, by the names of the controller's annotations. Give either `albId`
 * and `albFrontend`, of a gateway that you made yourself, or `albName` and `albNamespace`, of an
 * ApplicationLoadBalancer object.
 *
 * @see https://learn.microsoft.com/azure/application-gateway/for-containers/quickstart-deploy-application-gateway-for-containers-alb-controller
 */
export interface AksApplicationGatewayForContainersProps {
  /**
   * The resource id of the Application Gateway for Containers.
   *
   * @default - the one of `albName` and `albNamespace`
   */
  readonly albId?: string;

  /**
   * The name of the frontend. Ingresses with the same one share its address.
   *
   * @default - the controller makes one, which needs `albName`
   */
  readonly albFrontend?: string;

  /**
   * The name of the ApplicationLoadBalancer object.
   *
   * @default - the gateway is given by `albId`
   */
  readonly albName?: string;

  /**
   * The namespace of the ApplicationLoadBalancer object.
   *
   * @default - the gateway is given by `albId`
   */
  readonly albNamespace?: string;

  /**
   * The host names that the gateway sends to Kong.
   *
   * @default - every host name
   */
  readonly hosts?: string[];

  /**
   * The name of the Service in front of Kong, for the health check: where a Helm chart or an operator makes it.
   *
   * @default - the gateway's own
   */
  readonly serviceName?: string;

  /**
   * Further annotations of the Ingress, by their full keys. Those that the binding or another prop owns are refused.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

const BALANCER: BalancerTable<AksApplicationGatewayForContainersProps> = {
  id: 'aks-application-gateway-for-containers',
  owner: 'AksApplicationGatewayForContainers',
  prefix: ALB,
  props: {
    annotations: annotationsProp,
    albId: textProp('alb-id'),
    albFrontend: textProp('alb-frontend'),
    albName: textProp('alb-name'),
    albNamespace: textProp('alb-namespace'),
    hosts: textsProp(),
    serviceName: textProp(),
  },
};

/**
 * Azure's Application Gateway for Containers, set up from an Ingress by the ALB Controller. It dials the pods
 * themselves; trust the subnet that is delegated to it, which holds nothing else.
 *
 * It listens for https where the Ingress has `tls`: `gateway.ingress.addTls([{ hosts, secret }])`.
 *
 * @see https://learn.microsoft.com/azure/application-gateway/for-containers/overview
 */
export class AksApplicationGatewayForContainers implements IHeaderForwardingLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: AksApplicationGatewayForContainersProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props: AksApplicationGatewayForContainersProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
    const { albId, albFrontend, albName, albNamespace } = this.props;
    const ownGateway = albId && albFrontend && !albName && !albNamespace;
    const ofController = albName && albNamespace && !albId;
    if (!ownGateway && !ofController) {
      throw errorAt(
        BALANCER.owner,
        'the Application Gateway for Containers is not given; write albId and albFrontend, or albName and albNamespace',
      );
    }
  }

  /**
   * Appends the client to `X-Forwarded-For` and overwrites `X-Forwarded-Proto`. It writes no `X-Forwarded-Port`, so
   * Kong goes by the scheme.
   *
   * Throws when an annotation belongs to the binding.
   *
   * @param scope the gateway, which gets a HealthCheckPolicy for its Service
   */
  public bindHeaderForwarding(scope: Construct): HeaderForwardingBinding {
    const { props } = this;
    const { reservedAnnotations, ...ofIngress } = annotationsOf(scope, BALANCER, props, {
      writes: {},
      reserved: ['kubernetes.io/ingress.class'],
    });
    new HealthCheckPolicy(scope, 'HealthCheckPolicy', {
      spec: {
        targetRef: {
          group: '',
          kind: 'Service',
          name: serviceNameFor(scope, BALANCER.id, 'HealthCheckPolicy', props.serviceName),
        },
        default: {
          interval: '5s',
          timeout: '3s',
          healthyThreshold: 1,
          unhealthyThreshold: 2,
          port: STATUS_PORT,
          http: { path: STATUS_PATH, match: { statusCodes: [{ start: 200, end: 299 }] } },
        },
      },
    });
    return {
      loadBalancerKind: BALANCER.id,
      header: ClientIpHeader.xForwardedFor(),
      forwardedHeaders: ['X-Forwarded-Proto'],
      routesToPods: true,
      drainSeconds: DRAIN_SECONDS,
      reservedAnnotations,
      ingress: { ...ofIngress, ingressClassName: 'azure-alb-external', sharedBy: SHARED_BY, hosts: props.hosts },
    };
  }
}
