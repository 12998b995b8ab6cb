import { Construct } from 'constructs';
import { ClientIpHeader } from '../../binding/client-ip-header';
import { HeaderForwardingBinding } from '../../binding/header-forwarding-binding';
import { IHeaderForwardingLoadBalancer } from '../../binding/load-balancer';
import { STATUS_PATH, STATUS_PORT } from '../../binding/service-ports';
import { annotationsProp, propsOf, textProp, textsProp, whenTrueProp } from '../props';
import { annotationsOf, BalancerTable, checkRedirect } from '../service-balancer';

const APPGW = 'appgw.ingress.kubernetes.io/';

/** How long the controller's own guide lets pods wait until Azure has taken their addresses out of the gateway. */
const DRAIN_SECONDS = 90;

/**
 * Props of `AksApplicationGateway`, by the names of the controller's annotations.
 *
 * @see https://azure.github.io/application-gateway-kubernetes-ingress/annotations/
 */
export interface AksApplicationGatewayProps {
  /**
   * The name of a certificate that is installed in the Application Gateway, which then ends TLS on port 443. The
   * gateway no longer listens on port 80, unless `redirectHttpToHttps` is true.
   *
   * @default - the gateway listens on port 80 alone
   */
  readonly certificateId?: string;

  /**
   * Whether port 80 redirects to port 443. Needs `certificateId`.
   *
   * @default - port 80 is closed if there is a certificate
   */
  readonly redirectHttpToHttps?: boolean;

  /**
   * The host names that the gateway sends to Kong. Give them wherever the Application Gateway serves anything else:
   * of two Ingresses without host names one takes the traffic of both, without an error.
   *
   * @default - every host name
   */
  readonly hosts?: string[];

  /**
   * Whether the gateway listens on its private address instead of the public one.
   *
   * @default false
   */
  readonly internalOnly?: boolean;

  /**
   * The resource id of a Web Application Firewall policy.
   *
   * @default - the gateway's own
   */
  readonly wafPolicy?: string;

  /**
   * The class that the controller serves, as `kubernetes.ingressClassName` of its Helm chart sets it.
   *
   * @default "azure/application-gateway"
   */
  readonly ingressClassName?: string;

  /**
   * Further annotations of the Ingress, by their full keys. Those that the binding or another prop owns are refused.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

const BALANCER: BalancerTable<AksApplicationGatewayProps> = {
  id: 'aks-application-gateway',
  owner: 'AksApplicationGateway',
  prefix: APPGW,
  props: {
    annotations: annotationsProp,
    certificateId: textProp('appgw-ssl-certificate'),
    redirectHttpToHttps: whenTrueProp('ssl-redirect'),
    internalOnly: whenTrueProp('use-private-ip'),
    wafPolicy: textProp('waf-policy-for-path'),
    hosts: textsProp(),
    ingressClassName: textProp(),
  },
};

/**
 * An Azure Application Gateway, set up from an Ingress by the Application Gateway Ingress Controller (AGIC). It dials
 * the pods themselves; trust the gateway's subnet.
 *
 * It writes the client's address with its port. Kong reads `203.0.113.7:4711` and `[2001:db8::7]:4711`; an IPv6 address
 * without brackets it cannot tell from its port, and every such client has the gateway's address.
 *
 * Azure takes the address of a pod that stops out of the gateway within seconds to minutes, so pods take connections
 * for 90 seconds more.
 *
 * @see https://azure.github.io/application-gateway-kubernetes-ingress/
 */
export class AksApplicationGateway implements IHeaderForwardingLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: AksApplicationGatewayProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props: AksApplicationGatewayProps = {}) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
    const { redirectHttpToHttps, certificateId } = this.props;
    checkRedirect(BALANCER.owner, redirectHttpToHttps, certificateId !== undefined, 'certificateId');
  }

  /**
   * Appends the client to `X-Forwarded-For` and overwrites `X-Forwarded-Proto` and `X-Forwarded-Port`.
   *
   * Throws when an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindHeaderForwarding(scope: Construct): HeaderForwardingBinding {
    const { certificateId, hosts, ingressClassName = 'azure/application-gateway' } = this.props;
    const { reservedAnnotations, ...ofIngress } = annotationsOf(scope, BALANCER, this.props, {
      writes: {
        'kubernetes.io/ingress.class': ingressClassName,
        'backend-protocol': 'http',
        'health-probe-port': String(STATUS_PORT),
        'health-probe-path': STATUS_PATH,
        'connection-draining': 'true',
        'connection-draining-timeout': String(DRAIN_SECONDS),
      },
      // With a certificate and a redirect, a plain listener on this port is all that would be left.
      reserved: ['override-frontend-port'],
    });
    return {
      loadBalancerKind: BALANCER.id,
      header: ClientIpHeader.xForwardedFor(),
      forwardedHeaders: ['X-Forwarded-Proto', 'X-Forwarded-Port'],
      routesToPods: true,
      drainSeconds: DRAIN_SECONDS,
      reservedAnnotations,
      // Without a certificate here, one of the Ingress's `tls` may still make it listen.
      ingress: {
        ...ofIngress,
        sharedBy: ['kubernetes.io/ingress.class', `${APPGW}use-private-ip`],
        hosts,
        listensHttps: certificateId ? true : undefined,
      },
    };
  }
}
