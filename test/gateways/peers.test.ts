import { Testing } from 'cdk8s';
import {
  AksPrivateLinkService,
  AlibabaClassicLoadBalancer,
  HeaderForwardedKong,
  HetznerLoadBalancer,
  IHeaderForwardingLoadBalancer,
  IProxyProtocolLoadBalancer,
  ProxyProtocolKong,
  SelfManagedLoadBalancer,
  TrustedProxies,
  VultrLoadBalancer,
} from '../../src';
import { configuration } from '../helpers';

const proxied =
  (loadBalancer: IProxyProtocolLoadBalancer, ...cidrs: string[]) =>
  () =>
    new ProxyProtocolKong(Testing.chart(), 'Kong', {
      loadBalancer,
      configuration,
      trustedProxies: TrustedProxies.of(...cidrs),
    });
const forwarded =
  (loadBalancer: IHeaderForwardingLoadBalancer, ...cidrs: string[]) =>
  () =>
    new HeaderForwardedKong(Testing.chart(), 'Kong', {
      loadBalancer,
      configuration,
      trustedProxies: TrustedProxies.of(...cidrs),
    });

const PUBLICLY =
  'has private networks only, and the load balancer dials Kong from its public address: every client would have that address';
const WIDER =
  "only: any other host in that network could claim any client address; trust the balancer's own addresses alone";
const lacks = (network: string) => `lacks ${JSON.stringify(network)}, from which the load balancer dials Kong`;

const link = (more: object = {}) => new AksPrivateLinkService({ ipConfigurationSubnet: 'pls', ...more });
const fixed = { ipConfigurationIpAddresses: ['10.0.5.4', '10.0.5.5'] };

/* Whom Kong trusts, held against the addresses that the balancer's props make it dial from. */
test.each<[string, () => unknown, string]>([
  [
    'Hetzner without its private network',
    proxied(new HetznerLoadBalancer({ location: 'fsn1' }), '10.0.0.0/16'),
    PUBLICLY,
  ],
  [
    'Hetzner without it, over HTTP',
    forwarded(new HetznerLoadBalancer({ location: 'fsn1', usePrivateNetwork: false }), '10.0.0.0/16'),
    PUBLICLY,
  ],
  ['Vultr without a VPC', proxied(new VultrLoadBalancer(), '10.0.0.0/16'), PUBLICLY],
  [
    'Vultr without it, over HTTP',
    forwarded(new VultrLoadBalancer({ usePrivateNetwork: false }), '10.0.0.0/16'),
    PUBLICLY,
  ],
  [
    'the VPC behind a CLB of Alibaba',
    forwarded(new AlibabaClassicLoadBalancer(), '10.0.0.0/16'),
    lacks('100.64.0.0/10'),
  ],
  [
    "everything private behind one's own HAProxy",
    proxied(new SelfManagedLoadBalancer({ addresses: ['10.0.0.5/32'] }), '10.0.0.0/8'),
    WIDER,
  ],
  [
    'the other HAProxy, too',
    proxied(new SelfManagedLoadBalancer({ addresses: ['10.0.0.5/32'] }), '10.0.0.5/32', '10.0.0.6/32'),
    WIDER,
  ],
  ['the network of a Private Link Service with fixed addresses', proxied(link(fixed), '10.0.0.0/16'), WIDER],
])('%s is refused', (_, make, message) => {
  expect(make).toThrow(message);
});

test.each<[string, () => unknown]>([
  [
    'Hetzner by its private network',
    proxied(new HetznerLoadBalancer({ location: 'fsn1', usePrivateNetwork: true }), '10.0.0.0/16'),
  ],
  ['Hetzner by its public address', proxied(new HetznerLoadBalancer({ location: 'fsn1' }), '203.0.113.7/32')],
  ['Vultr in a VPC', proxied(new VultrLoadBalancer({ usePrivateNetwork: true }), '10.0.0.0/16')],
  ['a CLB of Alibaba', forwarded(new AlibabaClassicLoadBalancer(), '100.64.0.0/10')],
  ["one's own HAProxy", proxied(new SelfManagedLoadBalancer({ addresses: ['10.0.0.5/32'] }), '10.0.0.5/32')],
  [
    'half a network that lies in the addresses',
    proxied(new SelfManagedLoadBalancer({ addresses: ['10.0.0.0/24'] }), '10.0.0.0/24'),
  ],
  ['a Private Link Service with fixed addresses', proxied(link(fixed), '10.0.5.4/32', '10.0.5.5/32')],
  [
    'a Private Link Service whose addresses Azure chooses',
    proxied(link({ ipConfigurationIpAddressCount: 2 }), '10.0.5.0/24'),
  ],
])('%s is trusted', (_, make) => {
  expect(make).not.toThrow();
});
