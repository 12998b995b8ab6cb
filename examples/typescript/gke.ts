import {
  GkeApplicationLoadBalancer,
  GkeInternalApplicationLoadBalancer,
  GkeNetworkLoadBalancer,
  GkePrivateServiceConnect,
  GkeRegionalApplicationLoadBalancer,
  HeaderForwardedKong,
  LocalTrafficKong,
  ProxyProtocolKong,
  TrustedProxies,
} from 'cdk8s-kong-client-ip';
import { configuration, Variant } from './common';

/** The load balancers of GKE. */
export const gke: Variant[] = [
  {
    name: 'gke-local-traffic',
    build: (chart) =>
      new LocalTrafficKong(chart, 'Kong', {
        loadBalancer: new GkeNetworkLoadBalancer(),
        configuration,
      }),
  },
  {
    name: 'gke-private-service-connect-proxy-protocol',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: new GkePrivateServiceConnect({
          natSubnets: ['kong-psc'],
          natSubnetRanges: ['10.100.0.0/24'],
          consumerAllowList: ['consumer'],
        }),
        trustedProxies: TrustedProxies.of('10.100.0.0/24'),
        configuration,
      }),
  },
  {
    name: 'gke-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: new GkeApplicationLoadBalancer({
          ipAddress: '203.0.113.10',
          staticIpName: 'kong',
          certificateIds: ['kong'],
        }),
        trustedProxies: TrustedProxies.googleFrontEnds('203.0.113.10'),
        configuration,
      }),
  },
  {
    name: 'gke-regional-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: new GkeRegionalApplicationLoadBalancer({
          ipAddress: '203.0.113.10',
          staticIpName: 'kong',
          certificateIds: ['kong'],
          redirectHttpToHttps: true,
        }),
        trustedProxies: TrustedProxies.of('10.129.0.0/23', '203.0.113.10/32'),
        configuration,
      }),
  },
  {
    name: 'gke-internal-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: new GkeInternalApplicationLoadBalancer({
          ipAddress: '10.0.5.7',
          staticIpName: 'kong',
          certificateIds: ['kong'],
          allowHttp: false,
        }),
        trustedProxies: TrustedProxies.of('10.129.0.0/23', '10.0.5.7/32'),
        configuration,
      }),
  },
];
