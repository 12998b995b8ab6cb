import { Testing } from 'cdk8s';
import {
  HeaderForwardedKong,
  HeaderForwardedKongProps,
  LocalTrafficKong,
  LocalTrafficKongProps,
  ProxyProtocolKong,
  ProxyProtocolKongProps,
  TrustedProxies,
} from '../../src';
import { configuration } from '../helpers';

export const trustedProxies = TrustedProxies.googleFrontEnds('203.0.113.10').plus(TrustedProxies.of('10.0.0.0/16'));

export const local = (loadBalancer: LocalTrafficKongProps['loadBalancer']) =>
  new LocalTrafficKong(Testing.chart(), 'Kong', { loadBalancer, configuration });

export const proxy = (loadBalancer: ProxyProtocolKongProps['loadBalancer']) =>
  new ProxyProtocolKong(Testing.chart(), 'Kong', { loadBalancer, trustedProxies, configuration });

export const header = (loadBalancer: HeaderForwardedKongProps['loadBalancer']) =>
  new HeaderForwardedKong(Testing.chart(), 'Kong', { loadBalancer, trustedProxies, configuration });
