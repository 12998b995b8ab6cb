import { Construct } from 'constructs';
import { ILocalTrafficLoadBalancer } from '../../binding/load-balancer';
import { IpFamily, ServiceBinding } from '../../binding/service-binding';
import { errorAt, quote } from '../../input/errors';
import { isObject } from '../../input/objects';
import { matching, propsOf, textProp } from '../props';
import { bindService, SERVICE_PROPS, ServiceBalancer, ServiceLoadBalancerProps } from '../service-balancer';

const BALANCER: ServiceBalancer<HuaweiLoadBalancerProps> = {
  id: 'huawei-elb',
  owner: 'HuaweiLoadBalancer',
  prefix: 'kubernetes.io/elb.',
  props: {
    ...SERVICE_PROPS,
    loadBalancerId: textProp('id'),
    autocreate: matching(
      textProp('autocreate'),
      isJsonObject,
      'is not an object of JSON; write one such as ' +
        '\'{"type":"inner","available_zone":["eu-west-101a"],"l4_flavor_name":"L4_flavor.elb.pro.max"}\'',
    ),
  },
};

/** A connection to the node port, which a node without a pod of Kong drops. */
const HEALTH_CHECK = { protocol: 'TCP', delay: '5', timeout: '10', max_retries: '3' };

/** By these connections end at the balancer, or another port is checked. */
const RESERVED = ['health-check-options', 'protocol-port', 'proxy-protocol-enable', 'transparent-client-ip'];

/**
 * Props of `HuaweiLoadBalancer`, by the names of the controller's annotations. Give one of `loadBalancerId` and
 * `autocreate`.
 *
 * @see https://support.huaweicloud.com/intl/en-us/usermanual-cce/cce_10_0385.html
 */
export interface HuaweiLoadBalancerProps extends ServiceLoadBalancerProps {
  /**
   * The id of a dedicated balancer that exists.
   *
   * @default - the controller makes one
   */
  readonly loadBalancerId?: string;

  /**
   * What the controller makes, as JSON with the fields of its documentation.
   *
   * @default - none is made
   */
  readonly autocreate?: string;
}

/**
 * A dedicated Elastic Load Balance (ELB) of Huawei Cloud before a standard cluster of its Cloud Container Engine
 * (CCE). It hands packets on with the client's source. Trust no proxy.
 *
 * Not for CCE Turbo, which does not support `externalTrafficPolicy: Local`.
 *
 * @see https://support.huaweicloud.com/intl/en-us/usermanual-cce/cce_10_0916.html
 */
export class HuaweiLoadBalancer implements ILocalTrafficLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: HuaweiLoadBalancerProps;

  /**
   * Throws when a prop is wrong or missing.
   *
   * @param props options of the load balancer
   */
  constructor(props: HuaweiLoadBalancerProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
    checkWhich(this.props);
  }

  /**
   * Keeps the source address by `externalTrafficPolicy: Local`. Throws when an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindLocalTraffic(scope: Construct): ServiceBinding {
    return {
      ...bindService(scope, BALANCER, this.props, {
        writes: {
          class: 'performance',
          'health-check-flag': 'on',
          'health-check-option': JSON.stringify(HEALTH_CHECK),
        },
        reserved: RESERVED,
      }),
      ipFamilies: [IpFamily.IPV4],
    };
  }
}

function isJsonObject(value: string): boolean {
  try {
    return isObject(JSON.parse(value));
  } catch {
    return false;
  }
}

/** @throws when it is not clear which balancer the controller is to take */
function checkWhich({ loadBalancerId, autocreate }: HuaweiLoadBalancerProps): void {
  if ((loadBalancerId === undefined) === (autocreate === undefined)) {
    throw errorAt(
      BALANCER.owner,
      `loadBalancerId ${quote(loadBalancerId)} and autocreate ${quote(autocreate)}: ` +
        'the controller takes a balancer that exists, or makes one; give one of the two',
    );
  }
}
