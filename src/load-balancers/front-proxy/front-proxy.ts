import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { FrontProxySoftware, SOFTWARE } from './software';
import { ClientIpHeader } from '../../binding/client-ip-header';
import { HeaderForwardingBinding } from '../../binding/header-forwarding-binding';
import { IHeaderForwardingLoadBalancer } from '../../binding/load-balancer';
import { FRONT_PROXY } from '../../binding/statements';
import { errorAt, quote } from '../../input/errors';
import { annotationsProp, enumProp, propsOf, required, textProp, textsProp } from '../props';
import { annotationsOf, BalancerTable } from '../service-balancer';

/**
 * Props of `FrontProxy`.
 */
export interface FrontProxyProps {
  /**
   * Which software it is. It decides which headers Kong passes on.
   */
  readonly product: FrontProxySoftware;

  /**
   * The networks from which its pods dial Kong, in CIDR notation: the network of the pods, or of the nodes if it uses
   * their network. Trust them. A gateway that trusts other private networks is refused: whoever dials from there could
   * claim any client address.
   */
  readonly podNetworks: string[];

  /**
   * The networks of the proxies before it, in CIDR notation, such as the subnets of an Application Load Balancer. Each
   * must append to `X-Forwarded-For`, and the gateway must trust all of them. A balancer that passes packets on, or
   * sends PROXY protocol to the front proxy, does not belong here. For a CDN use `Cdn.beforeHeaderForwarding`.
   *
   * @default - clients connect to the front proxy themselves
   */
  readonly proxiesBefore?: string[];

  /**
   * The class of an Ingress that sends requests from the front proxy to Kong, such as `nginx`. Not for Envoy Gateway,
   * which reads no Ingress.
   *
   * @default - no Ingress is written: route to port 80 of Kong's Service yourself
   */
  readonly ingressClassName?: string;

  /**
   * The host names that the Ingress sends to Kong. Only with `ingressClassName`.
   *
   * @default - every host name
   */
  readonly hosts?: string[];

  /**
   * Further annotations of the Ingress, by their full keys. Those that would undo the binding are refused. Only with
   * `ingressClassName`.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

const BALANCER: BalancerTable<FrontProxyProps> = {
  id: FRONT_PROXY,
  owner: 'FrontProxy',
  prefix: '',
  props: {
    annotations: annotationsProp,
    product: required(
      enumProp(FrontProxySoftware),
      `it decides which headers are believed; write one of ${Object.values(FrontProxySoftware).map(quote).join(', ')}`,
    ),
    podNetworks: required(
      textsProp(),
      'Kong must know from where the front proxy dials; write podNetworks: ' +
        '["10.244.0.0/16"] with the network of your pods',
    ),
    proxiesBefore: textsProp(),
    ingressClassName: textProp(),
    hosts: textsProp(),
  },
};

/**
 * A proxy in the cluster that takes the requests first and sends them to Kong's Service: ingress-nginx, Traefik,
 * Istio's gateway, an ingress controller with HAProxy, or Envoy Gateway. The world reaches the proxy, and only the
 * cluster reaches Kong.
 *
 * Kong reads the client from `X-Forwarded-For`, where the proxy appends the address that it sees itself, or writes it
 * alone. So **the proxy must see the client**: its own Service needs `externalTrafficPolicy: Local`, PROXY protocol, or
 * trust in the proxies before it. See the members of `FrontProxySoftware` for what its settings must be.
 *
 * Trust the network of the pods, since the proxy is one of them. Every other pod can then claim any client address: let
 * a NetworkPolicy admit only the proxy to Kong.
 *
 * @see https://github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip/blob/main/docs/front-proxy.md
 */
export class FrontProxy implements IHeaderForwardingLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: FrontProxyProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props which software it is, and where it dials from
   */
  constructor(props: FrontProxyProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
    check(BALANCER.owner, this.props);
  }

  /**
   * Reads the client from `X-Forwarded-For`, and promises the other headers that the software overwrites. Throws when a
   * prop is wrong, or an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindHeaderForwarding(scope: Construct): HeaderForwardingBinding {
    const { product, podNetworks, proxiesBefore, ingressClassName, hosts } = this.props;
    const { overwrites, undoneBy } = SOFTWARE[product];
    const { reservedAnnotations, ...ofIngress } = annotationsOf(scope, BALANCER, this.props, {
      writes: {},
      reserved: [...undoneBy],
    });
    return {
      loadBalancerKind: BALANCER.id,
      serviceType: kplus.ServiceType.CLUSTER_IP,
      header: ClientIpHeader.xForwardedFor(),
      forwardedHeaders: [...overwrites],
      peers: podNetworks,
      peersOnly: true,
      proxiesBefore,
      reservedAnnotations,
      ingress: ingressClassName === undefined ? undefined : { ...ofIngress, ingressClassName, hosts },
    };
  }
}

/** @throws when props contradict each other */
function check(owner: string, props: FrontProxyProps): void {
  const { product, ingressClassName } = props;
  const useless =
    ingressClassName === undefined && (['hosts', 'annotations'] as const).find((prop) => props[prop] !== undefined);
  if (useless) {
    throw errorAt(
      owner,
      `${useless} ${quote(props[useless])}: no Ingress is written without ingressClassName; ` +
        `give it, or leave ${useless} out`,
    );
  }
  if (ingressClassName !== undefined && !SOFTWARE[product].readsIngress) {
    throw errorAt(
      owner,
      `ingressClassName ${quote(ingressClassName)}: ${product} reads no Ingress; ` +
        "leave it out, and write an HTTPRoute to port 80 of Kong's Service",
    );
  }
}
