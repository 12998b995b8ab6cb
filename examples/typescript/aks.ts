import {
  AksApplicationGateway,
  AksApplicationGatewayForContainers,
  AksLoadBalancer,
  AksPrivateLinkService,
  HeaderForwardedKong,
  LocalTrafficKong,
  ProxyProtocolKong,
  TrustedProxies,
} from 'cdk8s-kong-client-ip';
import * as kplus from 'cdk8s-plus-27';
import { configuration, Variant } from './common';

/** The load balancers of AKS. */
export const aks: Variant[] = [
  {
    name: 'aks-local-traffic',
    build: (chart) =>
      new LocalTrafficKong(chart, 'Kong', {
        loadBalancer: new AksLoadBalancer(),
        configuration,
      }),
  },
  {
    name: 'aks-proxy-protocol',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: new AksPrivateLinkService({ name: 'kong', ipConfigurationSubnet: 'private-link' }),
        trustedProxies: TrustedProxies.of('10.0.9.0/28'),
        configuration,
      }),
  },
  {
    name: 'aks-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: new AksApplicationGateway({ certificateId: 'kong', redirectHttpToHttps: true }),
        trustedProxies: TrustedProxies.of('10.0.200.0/24'),
        configuration,
      }),
  },
  {
    name: 'aks-containers-header-forwarded',
    build: (chart) => {
      const kong = new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: new AksApplicationGatewayForContainers({
          albName: 'alb',
          albNamespace: 'infra',
          hosts: ['api.example.com'],
        }),
        trustedProxies: TrustedProxies.of('10.0.201.0/24'),
        configuration,
      });
      kong.ingress!.addTls([
        { hosts: ['api.example.com'], secret: kplus.Secret.fromSecretName(chart, 'Certificate', 'kong-tls') },
      ]);
      return kong;
    },
  },
];
