import { Testing } from 'cdk8s';
import {
  ClientIpHeader,
  HeaderForwarded,
  HeaderForwardingBinding,
  IpFamily,
  LocalTraffic,
  ProxyProtocol,
  ServiceBinding,
  TrustedProxies,
} from '../../src';

/*
 * Ways through a balancer that returns what it is told to.
 */

export const trustedProxies = TrustedProxies.of('10.0.101.0/24');

export function local(binding: unknown, ipFamilies?: IpFamily[]): LocalTraffic {
  return new LocalTraffic(Testing.chart(), 'Way', {
    loadBalancer: { bindLocalTraffic: () => binding as ServiceBinding },
    ipFamilies,
  });
}

export function proxy(binding: ServiceBinding, trusted = trustedProxies, ipFamilies?: IpFamily[]): ProxyProtocol {
  return new ProxyProtocol(Testing.chart(), 'Way', {
    loadBalancer: { bindProxyProtocol: () => binding },
    trustedProxies: trusted,
    ipFamilies,
  });
}

export function header(
  binding: Partial<HeaderForwardingBinding> & object,
  trusted = trustedProxies,
  recursive?: boolean,
): HeaderForwarded {
  const least = { header: ClientIpHeader.xForwardedFor(), forwardedHeaders: ['X-Forwarded-Proto', 'X-Forwarded-Port'] };
  return new HeaderForwarded(Testing.chart(), 'Way', {
    loadBalancer: { bindHeaderForwarding: () => ({ ...least, ...binding }) },
    trustedProxies: trusted,
    recursive,
  });
}
