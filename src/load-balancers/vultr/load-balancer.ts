import { Construct } from 'constructs';
import { HeaderForwardingBinding } from '../../binding/header-forwarding-binding';
import { IHeaderForwardingLoadBalancer, IProxyProtocolLoadBalancer } from '../../binding/load-balancer';
import { ServiceBinding } from '../../binding/service-binding';
import { isDnsSubdomain } from '../../input/kubernetes';
import { countProp, flagProp, matching, propsOf, textProp } from '../props';
import {
  bindHeaders,
  bindService,
  KONG_ENDS_TLS,
  refuseProps,
  SERVICE_PROPS,
  ServiceBalancer,
  ServiceLoadBalancerProps,
  checkRedirect,
} from '../service-balancer';

/** Networks and ports that the firewall admits: `10.0.0.0/8,80;cloudflare,443`. */
const FIREWALL_RULES = /^((\d{1,3}(\.\d{1,3}){3}\/\d{1,2}|[0-9A-Fa-f:]+\/\d{1,3}|cloudflare),\d{1,5}(;(?!$)|$))+$/;

const BALANCER: ServiceBalancer<VultrLoadBalancerProps> = {
  id: 'vultr',
  owner: 'VultrLoadBalancer',
  prefix: 'service.beta.kubernetes.io/vultr-loadbalancer-',
  props: {
    ...SERVICE_PROPS,
    tlsSecretName: textProp(),
    redirectHttpToHttps: flagProp(),
    name: textProp('label'),
    nodeCount: matching(
      countProp('node-count'),
      (nodes) => nodes % 2 === 1,
      'is even: Vultr takes odd numbers only; write 1, 3 or 5',
    ),
    usePrivateNetwork: flagProp('vpc'),
    hostname: matching(
      textProp('hostname'),
      isDnsSubdomain,
      'is not a domain name, so the controller would write the address instead; write one such as "edge.example.com"',
    ),
    idleTimeoutSeconds: countProp('timeout'),
    firewallRules: matching(
      textProp('firewall-rules'),
      (rules) => FIREWALL_RULES.test(rules),
      'is not a list that the controller takes; write networks and ports such as "10.0.0.0/8,80;0.0.0.0/0,443"',
    ),
  },
};
const RESERVED = ['create', 'ssl-pass-through', 'auto-ssl', 'http2', 'http3', 'healthcheck-port', 'healthcheck-path'];

/**
 * Props of `VultrLoadBalancer`, by the names of the controller's annotations.
 *
 * @see https://github.com/vultr/vultr-cloud-controller-manager/blob/master/docs/load-balancers.md
 */
export interface VultrLoadBalancerProps extends ServiceLoadBalancerProps {
  /**
   * The balancer's name, which Vultr calls its label.
   *
   * @default - the controller makes one
   */
  readonly name?: string;

  /**
   * How many nodes the balancer itself has: an odd number.
   *
   * @default 1
   */
  readonly nodeCount?: number;

  /**
   * Whether the balancer dials the nodes over their VPC network. Trust the VPC's range; without it, the balancer's
   * own address.
   *
   * @default false
   */
  readonly usePrivateNetwork?: boolean;

  /**
   * A domain name that leads to the balancer. With it, pods that call the balancer's public name really go there.
   * Without it, kube-proxy takes them to Kong directly: with PROXY protocol Kong then closes their connections.
   *
   * @default - the balancer is known by its address
   */
  readonly hostname?: string;

  /**
   * After how many seconds the balancer closes an idle connection.
   *
   * @default 600
   */
  readonly idleTimeoutSeconds?: number;

  /**
   * Who may connect to which port, such as `192.0.2.0/24,80;192.0.2.0/24,443`.
   *
   * @default - all sources may connect
   */
  readonly firewallRules?: string;

  /**
   * The name of the TLS Secret with which the balancer ends TLS on port 443, in the gateway's namespace.
   * For `HeaderForwardedKong` only.
   *
   * @default - the balancer listens on port 80 alone
   */
  readonly tlsSecretName?: string;

  /**
   * Whether port 80 redirects to port 443. Needs `tlsSecretName`.
   *
   * @default false
   */
  readonly redirectHttpToHttps?: boolean;
}

/**
 * A Load Balancer of Vultr, which connects to the nodes by itself. With `usePrivateNetwork` trust the VPC's range.
 *
 * Its health check is a TCP connection to the node port. Kong logs one line for each, `broken header`.
 *
 * @see https://docs.vultr.com/products/load-balancer
 */
export class VultrLoadBalancer implements IProxyProtocolLoadBalancer, IHeaderForwardingLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: VultrLoadBalancerProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props?: VultrLoadBalancerProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
    const { redirectHttpToHttps, tlsSecretName } = this.props;
    checkRedirect(BALANCER.owner, redirectHttpToHttps, tlsSecretName !== undefined, 'tlsSecretName');
  }

  /**
   * Sends a PROXY protocol header. Throws when a prop is for another way, or an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindProxyProtocol(scope: Construct): ServiceBinding {
    refuseProps(scope, this.props, ['tlsSecretName'], KONG_ENDS_TLS);
    return {
      ...bindService(scope, BALANCER, this.props, {
        writes: { protocol: 'tcp', 'backend-protocol': 'tcp', 'proxy-protocol': 'true', 'healthcheck-protocol': 'tcp' },
        reserved: [...RESERVED, 'ssl', 'https-ports', 'ssl-redirect'],
      }),
      dialsPublicly: !this.props.usePrivateNetwork,
    };
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
    const { tlsSecretName: secret, redirectHttpToHttps } = this.props;
    return {
      ...bindHeaders(
        scope,
        BALANCER,
        this.props,
        {
          writes: {
            protocol: 'http',
            'backend-protocol': 'http',
            'proxy-protocol': 'false',
            'healthcheck-protocol': 'tcp',
            ssl: secret,
            'https-ports': secret && '443',
            'ssl-redirect': redirectHttpToHttps?.toString(),
          },
          reserved: RESERVED,
        },
        { forwardedHeaders: [], endsTls: secret !== undefined },
      ),
      dialsPublicly: !this.props.usePrivateNetwork,
    };
  }
}
