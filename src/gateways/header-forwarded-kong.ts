import { Construct } from 'constructs';
import { Gateway } from './gateway';
import { Kong } from './kong';
import { KongProps, propsOfWay } from './kong-props';
import { HEADER_FORWARDED_PROPS, HeaderForwarded, HeaderForwardedProps } from '../ways/header-forwarded';

/**
 * Props of `HeaderForwardedKong`.
 */
export interface HeaderForwardedKongProps extends KongProps, HeaderForwardedProps {}

/**
 * Kong behind a load balancer that speaks HTTP, ends TLS and reports the client's address in a request header.
 *
 * @see https://developer.konghq.com/kubernetes-ingress-controller/preserve-client-ip/
 */
export class HeaderForwardedKong extends Kong {
  /** @internal */
  protected readonly _way: HeaderForwarded;

  /** @internal */
  protected readonly _gateway: Gateway;

  /**
   * Throws when the load balancer writes no header, no network is trusted, a client could choose its own address, or
   * another prop is wrong.
   *
   * @param scope the chart, or a construct in it
   * @param id the gateway's name in the scope. The names of its objects begin with it.
   * @param props what the gateway serves, and the load balancer in front of it
   */
  constructor(scope: Construct, id: string, props: HeaderForwardedKongProps) {
    super(scope, id);
    this._way = new HeaderForwarded(
      this,
      'ClientIp',
      propsOfWay<HeaderForwardedProps>(this, props, HEADER_FORWARDED_PROPS),
    );
    this._gateway = new Gateway(this, this._way, props);
  }
}
