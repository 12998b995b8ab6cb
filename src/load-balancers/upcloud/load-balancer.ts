import { Construct } from 'constructs';
import { HeaderForwardingBinding } from '../../binding/header-forwarding-binding';
import { IHeaderForwardingLoadBalancer, IProxyProtocolLoadBalancer } from '../../binding/load-balancer';
import { ServiceBinding } from '../../binding/service-binding';
import { HTTP, HTTPS } from '../../binding/service-ports';
import { enumProp, matching, propsOf, textProp } from '../props';
import {
  bindHeaders,
  bindService,
  KONG_ENDS_TLS,
  NO_PROXY_HEADER,
  ProxyProtocolVersion,
  refuseProps,
  SERVICE_PROPS,
  ServiceBalancer,
  ServiceLoadBalancerProps,
} from '../service-balancer';

const BALANCER: ServiceBalancer<UpCloudLoadBalancerProps> = {
  id: 'upcloud',
  owner: 'UpCloudLoadBalancer',
  prefix: 'service.beta.kubernetes.io/upcloud-load-balancer-',
  props: {
    ...SERVICE_PROPS,
    name: textProp(),
    balancerType: textProp(),
    proxyProtocolVersion: enumProp(ProxyProtocolVersion),
    certificateId: textProp(),
    nodeSelector: matching(
      textProp('node-selector'),
      isLabelSelector,
      'is not a LabelSelector; write one such as \'{ "matchLabels": { "edge": "true" } }\'',
    ),
  },
  // Three checks in a row, 10 s apart.
  drainSeconds: 45,
};
/** A LabelSelector, which the controller reads as YAML: `a=b` is none. */
function isLabelSelector(value: string): boolean {
  return /match(Labels|Expressions)/.test(value);
}

const FORWARDED_HEADERS = {
  name: 'forwarded-headers',
  priority: 100,
  matchers: [],
  actions: [{ type: 'set_forwarded_headers', action_set_forwarded_headers: {} }],
};

/**
 * Props of `UpCloudLoadBalancer`.
 *
 * @see https://github.com/UpCloudLtd/upcloud-cloud-controller-manager#configuration
 */
export interface UpCloudLoadBalancerProps extends ServiceLoadBalancerProps {
  /**
   * The balancer's name.
   *
   * @default - the controller makes one
   */
  readonly name?: string;

  /**
   * The balancer's plan, such as `production-small`.
   *
   * @default - what the controller was started with
   */
  readonly balancerType?: string;

  /**
   * A LabelSelector of the nodes that the balancer sends to, as YAML or JSON: `{ "matchLabels": { "edge": "true" } }`.
   *
   * @default - all nodes
   */
  readonly nodeSelector?: string;

  /**
   * The version of the PROXY protocol header. For `ProxyProtocolKong` only.
   *
   * @default ProxyProtocolVersion.V2
   */
  readonly proxyProtocolVersion?: ProxyProtocolVersion;

  /**
   * The UUID of the certificate bundle with which the balancer ends TLS on port 443. For `HeaderForwardedKong` only.
   *
   * @default - the balancer listens on port 80 alone
   */
  readonly certificateId?: string;
}

/**
 * A Managed Load Balancer of UpCloud, which connects to the nodes by itself, over their private network: trust its
 * range.
 *
 * It checks through kube-proxy which nodes have a pod of Kong. Its settings are one annotation with JSON, which
 * belongs to the binding.
 *
 * @see https://upcloud.com/docs/products/managed-load-balancer/
 */
export class UpCloudLoadBalancer implements IProxyProtocolLoadBalancer, IHeaderForwardingLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: UpCloudLoadBalancerProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props?: UpCloudLoadBalancerProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
  }

  /**
   * Sends a PROXY protocol header. Throws when a prop is for another way, or an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindProxyProtocol(scope: Construct): ServiceBinding {
    refuseProps(scope, this.props, ['certificateId'], KONG_ENDS_TLS);
    const version = this.props.proxyProtocolVersion ?? ProxyProtocolVersion.V2;
    const ports = [HTTP, HTTPS];
    return bindService(scope, BALANCER, this.props, {
      portNamesIn: ['config'],
      writes: {
        config: this.config({
          // Without a mode they would speak HTTP, and end TLS on port 443 with their own certificate.
          frontends: ports.map(({ name, port }) => ({ name, mode: 'tcp', port })),
          // A backend without a health check gets the one for kube-proxy.
          backends: ports.map(({ name }) => ({ name, properties: { outbound_proxy_protocol: version } })),
        }),
      },
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
    const bundle = this.props.certificateId;
    const frontend = { mode: 'http', rules: [FORWARDED_HEADERS] };
    return bindHeaders(
      scope,
      BALANCER,
      this.props,
      {
        portNamesIn: ['config'],
        writes: {
          config: this.config({
            frontends: [
              { ...HTTP, ...frontend },
              ...(bundle
                ? [{ ...HTTPS, ...frontend, tls_configs: [{ name: 'kong', certificate_bundle_uuid: bundle }] }]
                : []),
            ],
          }),
        },
      },
      { forwardedHeaders: [], endsTls: bundle !== undefined },
    );
  }

  private config(ports: object): string {
    const { name, balancerType } = this.props;
    return JSON.stringify({ name, plan: balancerType, ...ports });
  }
}
