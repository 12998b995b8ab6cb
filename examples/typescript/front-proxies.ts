import { Cdn, FrontProxy, FrontProxySoftware, HeaderForwardedKong, TrustedProxies } from 'cdk8s-kong-client-ip';
import { configuration, Variant } from './common';

const podNetworks = ['10.0.64.0/20'];
const pods = TrustedProxies.of(...podNetworks);
const cloudflare = Cdn.cloudflare();

/** Proxies in the cluster that take the requests before Kong. */
export const frontProxies: Variant[] = [
  {
    name: 'ingress-nginx-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: new FrontProxy({
          product: FrontProxySoftware.INGRESS_NGINX,
          podNetworks,
          ingressClassName: 'nginx',
          hosts: ['api.example.com'],
        }),
        trustedProxies: pods,
        configuration,
      }),
  },
  {
    name: 'envoy-gateway-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: new FrontProxy({ product: FrontProxySoftware.ENVOY_GATEWAY, podNetworks }),
        trustedProxies: pods,
        configuration,
      }),
  },
  {
    name: 'cloudflare-traefik-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: cloudflare.beforeHeaderForwarding(
          new FrontProxy({ product: FrontProxySoftware.TRAEFIK, podNetworks, ingressClassName: 'traefik' }),
        ),
        trustedProxies: cloudflare.edges.plus(pods),
        configuration,
      }),
  },
];
