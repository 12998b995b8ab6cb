import { Construct } from 'constructs';
import { bindNodePorts, NODE_PORT_PROPS, NodePortProps } from './node-port-props';
import { IProxyProtocolLoadBalancer } from '../../binding/load-balancer';
import { ServiceBinding } from '../../binding/service-binding';
import { HTTP, HTTPS } from '../../binding/service-ports';
import { explain, quote } from '../../input/errors';
import { parseAddress } from '../../net/cidr';
import { enumProp, propsOf, required, textsProp } from '../props';
import { ProxyProtocolVersion, ServiceBalancer } from '../service-balancer';

const BALANCER: ServiceBalancer<SelfManagedLoadBalancerProps> = {
  id: 'self-managed',
  owner: 'SelfManagedLoadBalancer',
  prefix: '',
  props: {
    ...NODE_PORT_PROPS,
    proxyProtocolVersion: enumProp(ProxyProtocolVersion),
    addresses: required(textsProp(), 'Kong must know from where the balancer dials; write addresses: ["10.0.0.5/32"]'),
  },
};

/**
 * Props of `SelfManagedLoadBalancer`.
 */
export interface SelfManagedLoadBalancerProps extends NodePortProps {
  /**
   * The networks in CIDR notation from which the balancer dials the nodes, such as `10.0.0.5/32`. Trust them. A
   * gateway that trusts more is refused: whoever dials from there could claim any client address.
   */
  readonly addresses: string[];

  /**
   * The version of the PROXY protocol header that it sends. nginx sends version 1 only.
   *
   * @default ProxyProtocolVersion.V2
   */
  readonly proxyProtocolVersion?: ProxyProtocolVersion;
}

/**
 * Your own HAProxy or nginx outside the cluster, which passes TCP connections to node ports with a PROXY protocol
 * header. Trust its addresses.
 *
 * Nodes hand on to their own pod only, so that no node need be trusted. A node without a pod of Kong drops the
 * balancer's health check, and so gets no traffic: {@link haproxyBackends} prints lines for HAProxy that check.
 *
 * @see https://docs.haproxy.org/2.8/configuration.html#5.2-send-proxy
 */
export class SelfManagedLoadBalancer implements IProxyProtocolLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: SelfManagedLoadBalancerProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props: SelfManagedLoadBalancerProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
  }

  /**
   * Expects a PROXY protocol header on node ports. Throws when an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindProxyProtocol(scope: Construct): ServiceBinding {
    return { ...bindNodePorts(scope, BALANCER, this.props), peers: this.props.addresses, peersOnly: true };
  }

  /**
   * The lines of HAProxy's configuration that fit this gateway: a front end and a back end each for HTTP and HTTPS.
   * Throws when a node is not an IP address, or `httpNodePort` or `httpsNodePort` was left to the cluster, which
   * alone knows it then.
   *
   * @param nodes the addresses of the nodes
   */
  public haproxyBackends(nodes: string[]): string {
    const { httpNodePort, httpsNodePort } = this.props;
    if (httpNodePort === undefined || httpsNodePort === undefined) {
      throw new Error(
        `${BALANCER.owner}.haproxyBackends: the node ports are not known; ` +
          'give httpNodePort and httpsNodePort, such as 30080 and 30443',
      );
    }
    if (!Array.isArray(nodes) || nodes.length === 0) {
      throw new Error(
        `${BALANCER.owner}.haproxyBackends: nodes must be a list of addresses, got ${quote(nodes)}; ` +
          'write ["10.0.0.11", "10.0.0.12"]',
      );
    }
    const addresses = nodes.map(
      (node) => explain(`${BALANCER.owner}.haproxyBackends`, () => parseAddress(node)).text.split('/')[0],
    );
    const send = this.props.proxyProtocolVersion === ProxyProtocolVersion.V1 ? 'send-proxy' : 'send-proxy-v2';
    return (
      [
        { ...HTTP, nodePort: httpNodePort },
        { ...HTTPS, nodePort: httpsNodePort },
      ]
        .flatMap(({ name, port, nodePort }) => [
          `frontend kong-${name}`,
          '  mode tcp',
          `  bind :${port}`,
          `  default_backend kong-${name}`,
          `backend kong-${name}`,
          '  mode tcp',
          // Without check-send-proxy the check would reach Kong bare, and Kong would log each.
          ...addresses.map(
            (address, index) =>
              `  server node${index + 1} ` +
              `${address.includes(':') ? `[${address}]` : address}:${nodePort} ${send} check check-send-proxy`,
          ),
        ])
        .join('\n') + '\n'
    );
  }
}
