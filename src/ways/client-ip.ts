import { Construct } from 'constructs';
import { ForwardedHeaderPolicy } from './forwarded-headers';
import { ClientIpPlan } from './plan';
import { IpFamily } from '../load-balancers/load-balancer';

/**
 * What every way to the client's address has, whoever makes Kong's pods.
 */
export interface ClientIpProps {
  /**
   * The families over which Kong listens and its Service is reached, the first one preferred: `[IPV4]`, `[IPV6]`, or both.
   * Nodes without IPv6 cannot start a gateway that listens on it. The first family of a Service cannot be changed later.
   *
   * @default - IPv4 alone
   * @see https://kubernetes.io/docs/concepts/services-networking/dual-stack/
   */
  readonly ipFamilies?: IpFamily[];

  /**
   * What the upstream sees of the forwarded headers that a client sent.
   *
   * With `APPEND`, clients can write what upstreams read as the client's address, scheme and host.
   *
   * @default ForwardedHeaderPolicy.REPLACE
   */
  readonly forwardedHeaderPolicy?: ForwardedHeaderPolicy;

  /**
   * The namespace of every object that the library makes.
   *
   * @default - the chart's namespace
   */
  readonly namespace?: string;
}

/**
 * One way in which Kong learns the client's address, without the pods: for a Kong that a Helm chart, the operator or
 * anybody else makes. Use `LocalTraffic`, `ProxyProtocol` or `HeaderForwarded`.
 *
 * It is a construct, since a balancer may need objects of its own, which then belong to it.
 */
export abstract class ClientIp extends Construct {
  /** @internal */
  public abstract readonly _plan: ClientIpPlan;

  /**
   * The request header in which upstreams read the client's address: `X-Real-IP`. Kong overwrites it on every request.
   * With `ForwardedHeaderPolicy.REPLACE`, `X-Forwarded-For` says the same.
   */
  public readonly clientIpHeader: string = 'X-Real-IP';

  /**
   * Every environment variable of Kong that this way needs, to put wherever Kong's container is made. All of them, or
   * none: a half of them loses the address, or lets clients forge it.
   */
  public get environment(): { [key: string]: string } {
    return { ...this._plan.environment };
  }

  /**
   * The networks that Kong believes, in canonical CIDR notation; none when it believes nobody.
   */
  public get trustedCidrs(): string[] {
    return this._plan.trustedProxies?.cidrs ?? [];
  }
}
