import { Testing } from 'cdk8s';
import {
  AwsNetworkLoadBalancer,
  ClientIp,
  GkeApplicationLoadBalancer,
  GkeNetworkLoadBalancer,
  HeaderForwarded,
  LocalTraffic,
  ProxyProtocol,
  TrustedProxies,
} from '../../src';

/*
 * A way of each kind without pods.
 */

export const trustedProxies = TrustedProxies.of('10.0.0.0/16', '192.168.0.0/16');

export const scope = () => Testing.chart();

export const proxyProtocol = (): ClientIp =>
  new ProxyProtocol(scope(), 'Way', { loadBalancer: new AwsNetworkLoadBalancer(), trustedProxies });

export const localTraffic = (): ClientIp =>
  new LocalTraffic(scope(), 'Way', { loadBalancer: new GkeNetworkLoadBalancer() });

export const ofIngress = (): ClientIp =>
  new HeaderForwarded(scope(), 'Way', {
    loadBalancer: new GkeApplicationLoadBalancer({ ipAddress: '203.0.113.10', staticIpName: 'kong' }),
    trustedProxies: TrustedProxies.googleFrontEnds('203.0.113.10'),
  });
