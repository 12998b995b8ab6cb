import { Construct } from 'constructs';
import { errorAt, quote } from '../../input/errors';
import { ClientIpHeader } from '../../ways/client-ip-header';
import { STATUS_PORT } from '../../ways/listeners';
import { annotations } from '../annotations';
import { HeaderForwardingBinding, IHeaderForwardingLoadBalancer } from '../load-balancer';

const APPGW = 'appgw.ingress.kubernetes.io';

/**
 * Props of `AksApplicationGateway`, by the names of the controller's annotations.
 *
 * @see https://azure.github.io/application-gateway-kubernetes-ingress/annotations/
 */
export interface AksApplicationGatewayProps {
  /**
   * The name of a certificate that is installed in the Application Gateway, which then ends TLS on port 443.
   *
   * @default - the gateway listens on port 80 alone
   */
  readonly sslCertificate?: string;

  /**
   * Whether port 80 redirects to port 443. Needs `sslCertificate`.
   *
   * @default false
   */
  readonly sslRedirect?: boolean;

  /**
   * Whether the gateway listens on its private address instead of the public one.
   *
   * @default false
   */
  readonly usePrivateIp?: boolean;

  /**
   * The resource id of a Web Application Firewall policy.
   *
   * @default - the gateway's own
   */
  readonly wafPolicy?: string;

  /**
   * Further annotations of the Ingress, by their full keys. Those that the binding or another prop owns are refused.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

/**
 * An Azure Application Gateway, set up from an Ingress by the Application Gateway Ingress Controller (AGIC). It dials
 * the pods themselves; trust the gateway's subnet.
 *
 * It writes the client's address with its port. Kong reads `203.0.113.7:4711` and `[2001:db8::7]:4711`; an IPv6 address
 * without brackets it cannot tell from its port, and every such client has the gateway's address.
 *
 * @see https://azure.github.io/application-gateway-kubernetes-ingress/
 */
export class AksApplicationGateway implements IHeaderForwardingLoadBalancer {
  /**
   * @param props what the gateway shall be
   */
  constructor(private readonly props: AksApplicationGatewayProps = {}) {}

  /**
   * Appends the client to `X-Forwarded-For` and overwrites `X-Forwarded-Proto` and `X-Forwarded-Port`.
   *
   * @param scope the gateway
   * @throws when a prop is wrong, or an annotation belongs to the binding
   */
  public bindHeaderForwarding(scope: Construct): HeaderForwardingBinding {
    const { props } = this;
    if (props.sslRedirect && !props.sslCertificate) {
      throw errorAt(scope, `sslRedirect ${quote(props.sslRedirect)}: without a certificate nothing listens on port 443; give sslCertificate, or leave it out`);
    }
    const { annotations: ofIngress, reservedAnnotations } = annotations(scope, {
      owner: 'AksApplicationGateway',
      own: {
        'kubernetes.io/ingress.class': 'azure/application-gateway',
        [`${APPGW}/backend-protocol`]: 'http',
        [`${APPGW}/health-probe-port`]: String(STATUS_PORT),
        [`${APPGW}/health-probe-path`]: '/status',
        [`${APPGW}/appgw-ssl-certificate`]: props.sslCertificate,
        [`${APPGW}/ssl-redirect`]: props.sslRedirect ? 'true' : undefined,
        [`${APPGW}/use-private-ip`]: props.usePrivateIp ? 'true' : undefined,
        [`${APPGW}/waf-policy-for-path`]: props.wafPolicy,
      },
      extra: props.annotations,
    });
    return {
      header: ClientIpHeader.xForwardedFor(),
      forwardedHeaders: ['X-Forwarded-Proto', 'X-Forwarded-Port'],
      routesToPods: true,
      reservedAnnotations,
      ingress: { annotations: ofIngress },
    };
  }
}
