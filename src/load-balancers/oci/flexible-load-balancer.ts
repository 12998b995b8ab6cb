import { Construct } from 'constructs';
import {
  HeaderForwardingBinding,
  IHeaderForwardingLoadBalancer,
  IProxyProtocolLoadBalancer,
  ServiceBinding,
} from '../../binding/load-balancer';
import { copyOf, count, oneOf, text } from '../../input/values';
import {
  bindHeaders,
  bindService,
  flagKey,
  KONG_ENDS_TLS,
  NO_PROXY_HEADER,
  ProxyProtocolVersion,
  refuseProps,
  RestrictableLoadBalancerProps,
  ServiceBalancer,
  textKey,
} from '../service-balancer';

const BALANCER: ServiceBalancer<OciFlexibleLoadBalancerProps> = {
  id: 'oci-flexible',
  owner: 'OciFlexibleLoadBalancer',
  prefix: 'service.beta.kubernetes.io/oci-load-balancer-',
  keys: { internalOnly: flagKey('internal'), subnet: textKey('subnet1') },
  // Three checks in a row, 10 s apart.
  drainSeconds: 45,
};
const LEAST_MBPS = 10;
const MOST_MBPS = 8192;

/**
 * Props of `OciFlexibleLoadBalancer`, by the names of the controller's annotations.
 *
 * @see https://docs.oracle.com/en-us/iaas/Content/ContEng/Tasks/contengcreatingloadbalancer.htm
 */
export interface OciFlexibleLoadBalancerProps extends RestrictableLoadBalancerProps {
  /**
   * The bandwidth that the balancer always has, in Mbit/s: 10 to 8192.
   *
   * @default 10
   */
  readonly shapeFlexMin?: number;

  /**
   * The bandwidth up to which the balancer grows, in Mbit/s: 10 to 8192.
   *
   * @default 100
   */
  readonly shapeFlexMax?: number;

  /**
   * Whether the balancer has no public address.
   *
   * @default false
   */
  readonly internalOnly?: boolean;

  /**
   * The OCID of the balancer's subnet. Trust its range.
   *
   * @default - the cluster's subnet for load balancers
   */
  readonly subnet?: string;

  /**
   * The version of the PROXY protocol header. For `ProxyProtocolKong` only.
   *
   * @default ProxyProtocolVersion.V2
   */
  readonly proxyProtocolVersion?: ProxyProtocolVersion;

  /**
   * The name of the TLS Secret with which the balancer ends TLS on port 443, in the gateway's namespace.
   * For `HeaderForwardedKong` only.
   *
   * @default - the balancer listens on port 80 alone
   */
  readonly tlsSecret?: string;
}

const PROPS = {
  shapeFlexMin: true,
  shapeFlexMax: true,
  internalOnly: true,
  subnet: true,
  proxyProtocolVersion: true,
  tlsSecret: true,
  sourceRanges: true,
  annotations: true,
} satisfies Record<keyof OciFlexibleLoadBalancerProps, true>;

/**
 * The flexible load balancer of Oracle Cloud (`lb`), which connects to the nodes by itself: trust its subnet.
 *
 * It checks through kube-proxy which nodes have a pod of Kong, and kube-proxy takes no short cut to its address.
 *
 * @see https://docs.oracle.com/en-us/iaas/Content/Balance/home.htm
 */
export class OciFlexibleLoadBalancer implements IProxyProtocolLoadBalancer, IHeaderForwardingLoadBalancer {
  private readonly props: OciFlexibleLoadBalancerProps;

  /**
   * Throws when the props are not an object.
   *
   * @param props options of the load balancer
   */
  constructor(props?: OciFlexibleLoadBalancerProps) {
    this.props = copyOf(BALANCER.owner, props, PROPS);
  }

  /**
   * Sends a PROXY protocol header. Throws when a prop is wrong, or an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindProxyProtocol(scope: Construct): ServiceBinding {
    refuseProps(scope, this.props, ['tlsSecret'], KONG_ENDS_TLS);
    const version = oneOf(scope, 'proxyProtocolVersion', this.props.proxyProtocolVersion, ProxyProtocolVersion);
    return bindService(scope, BALANCER, this.props, {
      writes: {
        ...this.always(scope),
        'backend-protocol': 'TCP',
        'connection-proxy-protocol-version': version === ProxyProtocolVersion.V1 ? '1' : '2',
      },
      reserved: ['ssl-ports', 'tls-secret', 'tls-backendset-secret', ...this.wall],
    });
  }

  /**
   * Appends the client to `X-Forwarded-For`, and overwrites `X-Forwarded-Proto` and `X-Forwarded-Port`.
   * Throws when a prop is wrong, or an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindHeaderForwarding(scope: Construct): HeaderForwardingBinding {
    refuseProps(scope, this.props, ['proxyProtocolVersion'], NO_PROXY_HEADER);
    const secret = text(scope, 'tlsSecret', this.props.tlsSecret);
    return bindHeaders(
      scope,
      BALANCER,
      this.props,
      {
        writes: {
          ...this.always(scope),
          'backend-protocol': 'HTTP',
          'tls-secret': secret,
          'ssl-ports': secret && '443',
        },
        reserved: ['connection-proxy-protocol-version', 'tls-backendset-secret', ...this.wall],
      },
      { forwardedHeaders: ['X-Forwarded-Proto', 'X-Forwarded-Port'], endsTls: secret !== undefined },
    );
  }

  /** Keys by which the controller would leave source ranges to others. */
  private get wall(): string[] {
    return this.props.sourceRanges
      ? ['security-list-management-mode', 'oci.oraclecloud.com/security-rule-management-mode']
      : [];
  }

  private always(scope: Construct) {
    const min = count(scope, 'shapeFlexMin', this.props.shapeFlexMin, LEAST_MBPS, MOST_MBPS) ?? LEAST_MBPS;
    const max = count(scope, 'shapeFlexMax', this.props.shapeFlexMax, min, MOST_MBPS) ?? Math.max(100, min);
    return {
      'oci.oraclecloud.com/load-balancer-type': 'lb',
      'oci.oraclecloud.com/ingress-ip-mode': 'proxy',
      shape: 'flexible',
      'shape-flex-min': String(min),
      'shape-flex-max': String(max),
    };
  }
}
