import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ClientIpHeader } from '../../binding/client-ip-header';
import { HeaderForwardingBinding } from '../../binding/header-forwarding-binding';
import { IHeaderForwardingLoadBalancer } from '../../binding/load-balancer';
import { BalancerClass } from '../service-balancer';

const BALANCER: BalancerClass<object> = { id: 'cloudflare-tunnel', owner: 'CloudflareTunnel', props: {} };

/**
 * A Cloudflare Tunnel: cloudflared runs in the cluster, dials out to Cloudflare, and takes requests to Kong's
 * Service, which the world cannot reach. Point the tunnel's public host name at
 * `http://<service>.<namespace>.svc.cluster.local:80`.
 *
 * Trust the network of the pods, since cloudflared is one of them. Every other pod can then claim any client address:
 * let a NetworkPolicy admit only cloudflared to Kong.
 *
 * @see https://developers.cloudflare.com/cloudflare-one/connections/connect-networks/
 */
export class CloudflareTunnel implements IHeaderForwardingLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  /**
   * Reads the client from `CF-Connecting-IP`, and the scheme from `X-Forwarded-Proto`. Cloudflare overwrites both.
   *
   * @param _scope the gateway
   */
  public bindHeaderForwarding(_scope: Construct): HeaderForwardingBinding {
    return {
      loadBalancerKind: BALANCER.id,
      serviceType: kplus.ServiceType.CLUSTER_IP,
      header: ClientIpHeader.single('CF-Connecting-IP'),
      forwardedHeaders: ['X-Forwarded-Proto'],
    };
  }
}
