import {
  CiliumBgp,
  CloudflareTunnel,
  HeaderForwardedKong,
  KubeVip,
  LocalTrafficKong,
  MetalLb,
  NodePorts,
  ProxyProtocolKong,
  SelfManagedLoadBalancer,
  TrustedProxies,
} from 'cdk8s-kong-client-ip';
import { configuration, Variant } from './common';

/** Clusters without a cloud, and a tunnel into any. */
export const bareMetal: Variant[] = [
  {
    name: 'metallb-local-traffic',
    build: (chart) =>
      new LocalTrafficKong(chart, 'Kong', {
        loadBalancer: new MetalLb({ addressPool: 'edge' }),
        configuration,
      }),
  },
  {
    name: 'kube-vip-local-traffic',
    build: (chart) =>
      new LocalTrafficKong(chart, 'Kong', {
        loadBalancer: new KubeVip({ loadBalancerIps: ['203.0.113.10'], forcePerServiceElection: true }),
        configuration,
      }),
  },
  {
    name: 'cilium-bgp-local-traffic',
    build: (chart) =>
      new LocalTrafficKong(chart, 'Kong', {
        loadBalancer: new CiliumBgp(),
        configuration,
      }),
  },
  {
    name: 'self-managed-proxy-protocol',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: new SelfManagedLoadBalancer({
          addresses: ['10.0.101.0/24'],
          httpNodePort: 30080,
          httpsNodePort: 30443,
        }),
        trustedProxies: TrustedProxies.of('10.0.101.0/24'),
        configuration,
      }),
  },
  {
    name: 'node-ports-local-traffic',
    build: (chart) =>
      new LocalTrafficKong(chart, 'Kong', {
        loadBalancer: new NodePorts({ httpNodePort: 30080, httpsNodePort: 30443 }),
        configuration,
      }),
  },
  {
    name: 'cloudflare-tunnel-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: new CloudflareTunnel(),
        trustedProxies: TrustedProxies.of('10.0.64.0/20'),
        configuration,
      }),
  },
];
