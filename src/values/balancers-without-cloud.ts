import { row } from './row';
import { CiliumBgp } from '../load-balancers/bare-metal/cilium-bgp';
import { KubeVip } from '../load-balancers/bare-metal/kube-vip';
import { MetalLb } from '../load-balancers/bare-metal/metal-lb';
import { NodePorts } from '../load-balancers/bare-metal/node-ports';
import { SelfManagedLoadBalancer } from '../load-balancers/bare-metal/self-managed-load-balancer';
import { CloudflareTunnel } from '../load-balancers/cloudflare/tunnel';
import { FrontProxy } from '../load-balancers/front-proxy/front-proxy';

const NOBODY = 'Packets keep their source, so Kong trusts no proxy.';

const SERVICE = { annotations: 'map' } as const;
const RESTRICTABLE = { ...SERVICE, sourceRanges: 'list' } as const;
const PROXY = { proxyProtocolVersion: 'text' } as const;
const NODE_PORTS = { ...SERVICE, httpNodePort: 'count', httpsNodePort: 'count' } as const;

/** Those that stand on hardware of your own, and proxies inside any cluster. */
export const WITHOUT_CLOUD = [
  row(
    'metallb',
    MetalLb,
    { ...RESTRICTABLE, addressPool: 'text', loadBalancerIps: 'list', sharingKey: 'text', loadBalancerClass: 'text' },
    NOBODY,
  ),
  row(
    'kube-vip',
    KubeVip,
    {
      ...RESTRICTABLE,
      loadBalancerIps: 'list',
      serviceInterface: 'text',
      forcePerServiceElection: 'flag',
      loadBalancerClass: 'text',
    },
    NOBODY,
  ),
  row('cilium-bgp', CiliumBgp, { ...RESTRICTABLE, loadBalancerIps: 'list', sharingKey: 'text' }, NOBODY),
  row('node-dns', NodePorts, NODE_PORTS, NOBODY),
  row(
    'self-managed',
    SelfManagedLoadBalancer,
    { ...NODE_PORTS, ...PROXY, addresses: 'list' },
    'Trust the addresses from which it dials.',
  ),
  row(
    'front-proxy',
    FrontProxy,
    {
      product: 'text',
      podNetworks: 'list',
      proxiesBefore: 'list',
      ingressClassName: 'text',
      hosts: 'list',
      annotations: 'map',
    },
    'Trust the network of the pods, and let a NetworkPolicy admit the proxy alone.',
  ),
  row(
    'cloudflare-tunnel',
    CloudflareTunnel,
    {},
    'Trust the network of the pods, and let a NetworkPolicy admit cloudflared alone.',
  ),
];
