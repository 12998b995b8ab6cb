import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ClientIp } from './client-ip';
import { requireCapability } from './pairing';
import { ILocalTrafficLoadBalancer } from '../binding/load-balancer';
import { ExternalTrafficPolicy, ServiceBinding } from '../binding/service-binding';
import { HTTP, HTTPS } from '../binding/service-ports';
import { errorAt } from '../input/errors';
import { PropsOf } from '../input/values';
import { checkServiceBinding } from '../plan/binding';
import { ClientIpProps } from '../plan/client-ip-props';
import { Listener } from '../plan/listeners';
import { ClientIpPlan, planOf } from '../plan/plan';
import { furtherListeners, KongPort, webListeners } from '../plan/ports';

/**
 * Props of `LocalTraffic`.
 */
export interface LocalTrafficProps extends ClientIpProps {
  /**
   * The load balancer: one that keeps the packets' source address.
   */
  readonly loadBalancer: ILocalTrafficLoadBalancer;

  /**
   * Whether only port 443 is open: the Service has no port 80, and Kong no plain listener for it. Clients that dial
   * port 80 then get no redirect, but no answer at all.
   *
   * @default false - ports 80 and 443
   */
  readonly httpsOnly?: boolean;

  /**
   * Further ports of the Service, in addition to 80 and 443.
   *
   * @default - none
   */
  readonly ports?: KongPort[];
}

/** Every prop of this way. */
export const LOCAL_TRAFFIC_PROPS = {
  loadBalancer: true,
  httpsOnly: true,
  ports: true,
  ipFamilies: true,
  forwardedHeaderPolicy: true,
  namespace: true,
} satisfies PropsOf<LocalTrafficProps>;

/**
 * The way through a load balancer that passes packets on with their source address. `externalTrafficPolicy: Local`
 * keeps the nodes from rewriting it, and Kong trusts no proxy: what a client writes about its address changes
 * nothing.
 *
 * @see https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/#preserving-the-client-source-ip
 */
export class LocalTraffic extends ClientIp {
  /** @internal */
  public readonly _plan: ClientIpPlan;

  /**
   * Throws when the load balancer cannot keep the source address, or another prop is wrong.
   *
   * @param scope the chart, or a construct in it
   * @param id the name in the scope
   * @param props the load balancer, and what Kong listens on
   */
  constructor(scope: Construct, id: string, props: LocalTrafficProps) {
    super(scope, id);
    requireCapability(this, props, LOCAL_TRAFFIC_PROPS, 'bindLocalTraffic');
    const binding = props.loadBalancer.bindLocalTraffic(this);
    checkServiceBinding(this, binding);
    if (binding.externalTrafficPolicy === ExternalTrafficPolicy.CLUSTER) {
      throw errorAt(
        this,
        "the load balancer's externalTrafficPolicy is Cluster, with which nodes rewrite the source: " +
          "every client would have a node's address; leave it out",
      );
    }
    this._plan = planOf(this, props, {
      binding,
      sends: 'packets',
      serviceType: kplus.ServiceType.LOAD_BALANCER,
      externalTrafficPolicy: ExternalTrafficPolicy.LOCAL,
      listeners: [...listenersOf(this, binding, props), ...furtherListeners(this, props.ports, false)],
      realIp: {},
    });
  }
}

/**
 * Node ports are dialled by clients themselves: nothing in between would have kept the packets' source and changed
 * their port.
 */
function listenersOf(scope: Construct, binding: ServiceBinding, { httpsOnly }: LocalTrafficProps): Listener[] {
  const { serviceType, httpNodePort, httpsNodePort } = binding;
  const dialled: { [servicePort: number]: number | undefined } = {
    [HTTP.port]: httpNodePort,
    [HTTPS.port]: httpsNodePort,
  };
  return webListeners(scope, binding, false, httpsOnly).map((listener) =>
    serviceType === kplus.ServiceType.NODE_PORT
      ? { ...listener, clientPort: dialled[listener.servicePorts[0].port] }
      : listener,
  );
}
