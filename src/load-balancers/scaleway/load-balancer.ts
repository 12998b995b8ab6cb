import { Construct } from 'constructs';
import { HeaderForwardingBinding } from '../../binding/header-forwarding-binding';
import { IHeaderForwardingLoadBalancer, IProxyProtocolLoadBalancer } from '../../binding/load-balancer';
import { ServiceBinding } from '../../binding/service-binding';
import { eachMatching, enumProp, flagProp, listProp, propsOf, textProp, textsProp } from '../props';
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

const BALANCER: ServiceBalancer<ScalewayLoadBalancerProps> = {
  id: 'scaleway',
  owner: 'ScalewayLoadBalancer',
  prefix: 'service.beta.kubernetes.io/scw-loadbalancer-',
  props: {
    ...RESTRICTABLE_PROPS,
    proxyProtocolVersion: enumProp(ProxyProtocolVersion),
    certificateIds: eachMatching(
      textsProp(),
      /^([^/,;:]+\/)?[^/,;:]+$/,
      'is not the id of a certificate; write one such as "fr-par/11111111-2222-3333-4444-555555555555"',
    ),
    balancerType: textProp('type'),
    zone: textProp('zone'),
    internalOnly: flagProp('private'),
    privateNetworkIds: listProp('pn-ids'),
    ipIds: listProp('ip-ids'),
    useHostname: flagProp('use-hostname'),
  },
  // Five checks in a row, 5 s apart, each of which may wait for 5 s.
  drainSeconds: 60,
};
/** It asks kube-proxy of the node, over HTTP and without a PROXY header. */
const NODE_CHECK = { 'health-check-from-service': 'true', 'health-check-send-proxy': 'false' };
const RESERVED = ['send-proxy-v2', 'ip-mode', 'health-check-type', 'http-backend-tls'];

/**
 * Props of `ScalewayLoadBalancer`, by the names of the controller's annotations.
 *
 * @see https://github.com/scaleway/scaleway-cloud-controller-manager/blob/master/docs/loadbalancer-annotations.md
 */
export interface ScalewayLoadBalancerProps extends RestrictableLoadBalancerProps {
  /**
   * The version of the PROXY protocol header. For `ProxyProtocolKong` only.
   *
   * @default ProxyProtocolVersion.V2
   */
  readonly proxyProtocolVersion?: ProxyProtocolVersion;

  /**
   * Ids of the certificates with which the balancer ends TLS on port 443. For `HeaderForwardedKong` only.
   *
   * @default - the balancer listens on port 80 alone
   */
  readonly certificateIds?: string[];

  /**
   * The balancer's offer, such as `LB-S`.
   *
   * @default - what the controller was started with
   */
  readonly balancerType?: string;

  /**
   * The balancer's zone, such as `fr-par-1`.
   *
   * @default - the first zone of the cluster's region
   */
  readonly zone?: string;

  /**
   * Whether the balancer has no public address.
   *
   * @default false
   */
  readonly internalOnly?: boolean;

  /**
   * Ids of the private networks that the balancer is attached to.
   *
   * @default - the cluster's
   */
  readonly privateNetworkIds?: string[];

  /**
   * Ids of the addresses of the balancer: at most one of each family, and an IPv4 one.
   *
   * @default - new ones
   */
  readonly ipIds?: string[];

  /**
   * Whether the balancer is known by its host name instead of its addresses, so that pods which call it really go
   * there.
   *
   * @default - by the addresses; with PROXY protocol the controller keeps kube-proxy from a short cut to them
   */
  readonly useHostname?: boolean;
}

/**
 * A Load Balancer of Scaleway, which connects to the nodes by itself: trust the range of the private network that it
 * shares with the nodes, or the addresses of a balancer without one.
 *
 * It checks through kube-proxy which nodes have a pod of Kong.
 *
 * @see https://www.scaleway.com/en/docs/kubernetes/reference-content/kubernetes-load-balancer/
 */
export class ScalewayLoadBalancer implements IProxyProtocolLoadBalancer, IHeaderForwardingLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: ScalewayLoadBalancerProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props?: ScalewayLoadBalancerProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
  }

  /**
   * Sends a PROXY protocol header. Throws when a prop is for another way, or an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindProxyProtocol(scope: Construct): ServiceBinding {
    refuseProps(scope, this.props, ['certificateIds'], KONG_ENDS_TLS);
    const version = this.props.proxyProtocolVersion ?? ProxyProtocolVersion.V2;
    return bindService(scope, BALANCER, this.props, {
      writes: {
        'proxy-protocol-v1': String(version === ProxyProtocolVersion.V1),
        'proxy-protocol-v2': String(version === ProxyProtocolVersion.V2),
        'protocol-http': 'false',
        ...NODE_CHECK,
      },
      reserved: [...RESERVED, 'certificate-ids'],
    });
  }

  /**
   * Reports the client in `X-Forwarded-For`. Throws when a prop is for another way, or an annotation belongs to the
   * binding.
   *
   * That it overwrites `X-Forwarded-Proto` on every request is not documented, so Kong does not believe it: for Kong
   * all requests are plain HTTP. Where routes must tell https apart, use `ProxyProtocolKong`.
   *
   * @param scope the gateway
   */
  public bindHeaderForwarding(scope: Construct): HeaderForwardingBinding {
    refuseProps(scope, this.props, ['proxyProtocolVersion'], NO_PROXY_HEADER);
    const certificates = this.props.certificateIds;
    return bindHeaders(
      scope,
      BALANCER,
      this.props,
      {
        writes: {
          'proxy-protocol-v1': 'false',
          'proxy-protocol-v2': 'false',
          'protocol-http': 'true',
          'certificate-ids': certificates && `443:${certificates.join(',')}`,
          ...NODE_CHECK,
        },
        reserved: RESERVED,
      },
      { forwardedHeaders: [], endsTls: certificates !== undefined },
    );
  }
}
