import { Construct } from 'constructs';
import { HeaderForwardingBinding } from '../../binding/header-forwarding-binding';
import { IHeaderForwardingLoadBalancer, IProxyProtocolLoadBalancer } from '../../binding/load-balancer';
import { ServiceBinding } from '../../binding/service-binding';
import { count } from '../../input/values';
import { countProp, enumProp, flagProp, propsOf, textProp } from '../props';
import {
  bindHeaders,
  bindService,
  KONG_ENDS_TLS,
  NO_PROXY_HEADER,
  ProxyProtocolVersion,
  refuseProps,
  RESTRICTABLE_PROPS,
  RestrictableLoadBalancerProps,
  ServiceBalancer,
} from '../service-balancer';

const LEAST_MBPS = 10;
const MOST_MBPS = 8192;
/** Up to which it grows, where nothing is said. */
const USUAL_MBPS = 100;

const BALANCER: ServiceBalancer<OciFlexibleLoadBalancerProps> = {
  id: 'oci-flexible',
  owner: 'OciFlexibleLoadBalancer',
  prefix: 'service.beta.kubernetes.io/oci-load-balancer-',
  props: {
    ...RESTRICTABLE_PROPS,
    shapeFlexMinMbps: countProp(undefined, LEAST_MBPS, MOST_MBPS),
    shapeFlexMaxMbps: countProp(undefined, LEAST_MBPS, MOST_MBPS),
    proxyProtocolVersion: enumProp(ProxyProtocolVersion),
    tlsSecretName: textProp(),
    internalOnly: flagProp('internal'),
    subnet: textProp('subnet1'),
  },
  // Three checks in a row, 10 s apart.
  drainSeconds: 45,
};

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
  readonly shapeFlexMinMbps?: number;

  /**
   * The bandwidth up to which the balancer grows, in Mbit/s: 10 to 8192.
   *
   * @default 100
   */
  readonly shapeFlexMaxMbps?: number;

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
  readonly tlsSecretName?: string;
}

/**
 * The flexible load balancer of Oracle Cloud (`lb`), which connects to the nodes by itself: trust its subnet.
 *
 * It checks through kube-proxy which nodes have a pod of Kong, and kube-proxy takes no short cut to its address.
 *
 * @see https://docs.oracle.com/en-us/iaas/Content/Balance/home.htm
 */
export class OciFlexibleLoadBalancer implements IProxyProtocolLoadBalancer, IHeaderForwardingLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: OciFlexibleLoadBalancerProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props?: OciFlexibleLoadBalancerProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
    count(
      BALANCER.owner,
      'shapeFlexMaxMbps',
      this.props.shapeFlexMaxMbps,
      this.props.shapeFlexMinMbps ?? LEAST_MBPS,
      MOST_MBPS,
    );
  }

  /**
   * Sends a PROXY protocol header. Throws when a prop is for another way, or an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindProxyProtocol(scope: Construct): ServiceBinding {
    refuseProps(scope, this.props, ['tlsSecretName'], KONG_ENDS_TLS);
    return bindService(scope, BALANCER, this.props, {
      writes: {
        ...this.always,
        'backend-protocol': 'TCP',
        'connection-proxy-protocol-version': this.props.proxyProtocolVersion === ProxyProtocolVersion.V1 ? '1' : '2',
      },
      reserved: ['ssl-ports', 'tls-secret', 'tls-backendset-secret', ...this.wall],
    });
  }

  /**
   * Appends the client to `X-Forwarded-For`, and overwrites `X-Forwarded-Proto` and `X-Forwarded-Port`. Throws when a
   * prop is for another way, or an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindHeaderForwarding(scope: Construct): HeaderForwardingBinding {
    refuseProps(scope, this.props, ['proxyProtocolVersion'], NO_PROXY_HEADER);
    const secret = this.props.tlsSecretName;
    return bindHeaders(
      scope,
      BALANCER,
      this.props,
      {
        writes: {
          ...this.always,
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

  private get always() {
    const { shapeFlexMinMbps: min = LEAST_MBPS, shapeFlexMaxMbps: max = Math.max(USUAL_MBPS, min) } = this.props;
    return {
      'oci.oraclecloud.com/load-balancer-type': 'lb',
      'oci.oraclecloud.com/ingress-ip-mode': 'proxy',
      shape: 'flexible',
      'shape-flex-min': String(min),
      'shape-flex-max': String(max),
    };
  }
}
