import { ForwardedHeaderPolicy } from './forwarded-headers';
import { IpFamily } from '../binding/service-binding';

/**
 * Props of every way to the client's address, with or without pods of the library.
 */
export interface ClientIpProps {
  /**
   * The families over which Kong listens and its Service is reached, the first one preferred: `[IPV4]`, `[IPV6]`, or
   * both. Nodes without IPv6 cannot start a gateway that listens on it. The first family of a Service cannot be
   * changed later.
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
