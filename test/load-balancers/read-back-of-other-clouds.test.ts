import { Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { readBack } from './read-back';
import {
  AlibabaAddressType, AlibabaClassicLoadBalancer, AlibabaNetworkLoadBalancer, CiliumBgp, CivoLoadBalancer, CloudflareTunnel, CloudscaleLoadBalancer,
  DigitalOceanNetwork,
  DigitalOceanNetworkLoadBalancer, DigitalOceanRegionalLoadBalancer, ExoscaleNetworkLoadBalancer, HeaderForwardedKong, HetznerLoadBalancer,
  IbmVpcLoadBalancer, IHeaderForwardingLoadBalancer, ILocalTrafficLoadBalancer, IProxyProtocolLoadBalancer, KubeVip, LinodeNodeBalancer,
  LocalTrafficKong, MetalLb, NodePorts, OciFlexibleLoadBalancer, OciNetworkLoadBalancer, OctaviaLoadBalancer, ProxyProtocolKong,
  ProxyProtocolVersion, ScalewayLoadBalancer, TrustedProxies, UpCloudLoadBalancer, VultrLoadBalancer,
} from '../../src';
import { configuration } from '../helpers';

/*
 * What the models of the controllers make of the manifests is what the ways promise, whatever the other props are.
 */

const trustedProxies = TrustedProxies.of('10.0.0.0/16', '192.168.255.0/24', '100.64.0.0/10');

/** Any choice of these props. */
const any = (props: { readonly [prop: string]: unknown }): fc.Arbitrary<any> =>
  fc.record(Object.fromEntries(Object.entries(props).map(([prop, value]) => [prop, fc.constant(value)])), { requiredKeys: [] });
/** The props are few, and each run synthesizes a gateway. */
const RUNS = { numRuns: 25 };
const versions = [...Object.values(ProxyProtocolVersion), undefined];
const sourceRanges = ['192.0.2.0/24'];

const digitalocean = { name: 'kong', network: DigitalOceanNetwork.INTERNAL, sourceRanges };
const hetzner = { location: 'fsn1', name: 'kong', type: 'lb21', hostname: 'edge.example.com', usePrivateIp: true, ipv6Disabled: true };
const scaleway = { type: 'LB-S', zone: 'fr-par-1', private: true, pnIds: ['a', 'b'], useHostname: true, sourceRanges };
const linode = { nodeBalancerType: 'premium', hostnameOnlyIngress: false, throttle: 3, firewallId: 7, tags: ['a', 'b'] };
const vultr = { label: 'kong', nodeCount: 3, vpc: true, hostname: 'edge.example.com', timeout: 60 };
const upcloud = { name: 'kong', plan: 'production-small', nodeSelector: '{"matchLabels":{"edge":"true"}}' };
const octavia = { internalOnly: true, loadBalancerClass: 'fast', flavorId: 'f', keepFloatingIp: true, hostname: 'edge.example.com', sourceRanges };
const flexible = { shapeFlexMin: 50, shapeFlexMax: 400, internalOnly: true, subnet: 'ocid1.subnet', sourceRanges };
const network = { internalOnly: true, subnet: 'ocid1.subnet', sourceRanges };
const clb = { name: 'kong', addressType: AlibabaAddressType.INTRANET, hostname: 'edge.example.com', spec: 'slb.s2.small' };
const nlb = { name: 'kong', addressType: AlibabaAddressType.INTRANET, securityGroupIds: ['a'], sourceRanges };
const zoneMaps = ['cn-hangzhou-k:vsw-1', 'cn-hangzhou-j:vsw-2'];

test.each<[string, (props: any) => ILocalTrafficLoadBalancer, object]>([
  ['digitalocean-network', (props) => new DigitalOceanNetworkLoadBalancer(props), digitalocean],
  ['oci-network', (props) => new OciNetworkLoadBalancer(props), network],
  ['alibaba-clb', (props) => new AlibabaClassicLoadBalancer(props), clb],
  ['alibaba-nlb', (props) => new AlibabaNetworkLoadBalancer({ ...props, zoneMaps }), nlb],
  ['exoscale', (props) => new ExoscaleNetworkLoadBalancer(props), { name: 'kong', description: 'edge', instancePoolId: 'p' }],
  ['metallb', (props) => new MetalLb(props), { addressPool: 'edge', loadBalancerIPs: ['192.0.2.10'], allowSharedIp: 'kong', sourceRanges }],
  ['kube-vip', (props) => new KubeVip(props), { loadbalancerIPs: ['192.0.2.10'], serviceInterface: 'eth1', forcePerServiceElection: true, sourceRanges }],
  ['cilium-bgp', (props) => new CiliumBgp(props), { ips: ['192.0.2.10'], sharingKey: 'edge', sourceRanges }],
  ['node-dns', (props) => new NodePorts(props), { httpNodePort: 30080, httpsNodePort: 30443 }],
])('%s keeps the source of packets', (id, make, props) => {
  fc.assert(fc.property(any(props as any), (given) => {
    const balancer = readBack(new LocalTrafficKong(Testing.chart(), 'Kong', { loadBalancer: make(given), configuration }));
    expect(balancer).toMatchObject({ id, peer: { role: 'client' } });
    expect(balancer.http).toBeUndefined();
    expect(balancer.frontends.map(({ speaks, backend, proxyProtocol }) => [speaks, backend, proxyProtocol])).toEqual(Array(2).fill(['tcp', 'tcp', undefined]));
  }), RUNS);
});

test.each<[string, (props: any) => IProxyProtocolLoadBalancer, object, (1 | 2) | undefined]>([
  ['digitalocean-regional', (props) => new DigitalOceanRegionalLoadBalancer(props), { ...digitalocean, sizeUnit: 2, hostname: 'edge.example.com' }, 1],
  ['hetzner', (props) => new HetznerLoadBalancer(props), hetzner, undefined],
  ['scaleway', (props) => new ScalewayLoadBalancer(props), scaleway, undefined],
  ['linode', (props) => new LinodeNodeBalancer(props), linode, undefined],
  ['vultr', (props) => new VultrLoadBalancer(props), vultr, undefined],
  ['upcloud', (props) => new UpCloudLoadBalancer(props), upcloud, undefined],
  ['civo', (props) => new CivoLoadBalancer(props), { firewallId: 'f', ipv4Address: 'edge', maxConcurrentRequests: 20000 }, undefined],
  ['cloudscale', (props) => new CloudscaleLoadBalancer(props), { name: 'kong', zone: 'lpg1', nodeSelector: 'edge=true' }, undefined],
  ['octavia', (props) => new OctaviaLoadBalancer(props), octavia, undefined],
  ['oci-flexible', (props) => new OciFlexibleLoadBalancer(props), flexible, undefined],
  ['oci-network', (props) => new OciNetworkLoadBalancer(props), network, 2],
  ['alibaba-nlb', (props) => new AlibabaNetworkLoadBalancer({ ...props, zoneMaps }), nlb, 2],
  ['ibm-vpc', (props) => new IbmVpcLoadBalancer(props), { name: 'kong', internalOnly: true, subnets: ['a', 'b'], zone: 'us-south-1' }, 1],
])('%s dials Kong itself, and sends a PROXY header on every port', (id, make, props, only) => {
  const wanted = { [ProxyProtocolVersion.V1]: 1, [ProxyProtocolVersion.V2]: 2 };
  const choosable = ['scaleway', 'linode', 'upcloud', 'civo', 'cloudscale', 'octavia', 'oci-flexible'].includes(id);
  fc.assert(fc.property(any(props as any), fc.constantFrom(...choosable ? versions : [undefined]), (given, proxyProtocolVersion) => {
    const balancer = readBack(new ProxyProtocolKong(Testing.chart(), 'Kong', { loadBalancer: make({ ...given, proxyProtocolVersion }), trustedProxies, configuration }));
    expect(balancer).toMatchObject({ id, peer: { role: 'balancer' } });
    const sent = balancer.frontends.map(({ proxyProtocol }) => proxyProtocol);
    const version = only ?? (choosable ? wanted[proxyProtocolVersion ?? ProxyProtocolVersion.V2] : sent[0]);
    expect([version, ...sent]).toEqual(Array(3).fill(expect.any(Number)));
    expect(new Set([version, ...sent]).size).toBe(1);
  }), RUNS);
});

test.each<[string, (props: any) => IHeaderForwardingLoadBalancer, object, object | undefined]>([
  ['digitalocean-regional', (props) => new DigitalOceanRegionalLoadBalancer(props), digitalocean, { certificateId: 'c' }],
  ['hetzner', (props) => new HetznerLoadBalancer(props), hetzner, undefined],
  ['scaleway', (props) => new ScalewayLoadBalancer(props), scaleway, { certificateIds: ['c', 'd'] }],
  ['linode', (props) => new LinodeNodeBalancer(props), linode, { tlsSecretName: 'kong' }],
  ['vultr', (props) => new VultrLoadBalancer(props), vultr, { ssl: 'kong' }],
  ['upcloud', (props) => new UpCloudLoadBalancer(props), upcloud, { certificateBundleUuid: 'u' }],
  ['octavia', (props) => new OctaviaLoadBalancer(props), octavia, undefined],
  ['oci-flexible', (props) => new OciFlexibleLoadBalancer(props), flexible, { tlsSecret: 'kong' }],
  ['alibaba-clb', (props) => new AlibabaClassicLoadBalancer(props), clb, { certId: 'c' }],
  ['cloudflare-tunnel', () => new CloudflareTunnel(), {}, undefined],
])('%s dials Kong itself, and writes the header that the binding names and all that Kong passes on', (id, make, props, certificate) => {
  fc.assert(fc.property(any(props as any), fc.constantFrom(...certificate ? [{}, certificate] : [{}]), (given, tls) => {
    const loadBalancer = make({ ...given, ...tls });
    const { header, forwardedHeaders, endsTls } = loadBalancer.bindHeaderForwarding(Testing.chart());
    const balancer = readBack(new HeaderForwardedKong(Testing.chart(), 'Kong', { loadBalancer, trustedProxies, configuration }));
    expect(balancer).toMatchObject({ id, peer: { role: 'balancer' } });
    const { forwardedFor, overwrites } = balancer.http!;
    expect(header.isList ? forwardedFor.mode : overwrites[header.name]).toEqual(header.isList ? expect.stringMatching(/^(append|replace)$/) : '{client}');
    expect(Object.keys(overwrites)).toEqual(expect.arrayContaining(forwardedHeaders));
    if (id !== 'cloudflare-tunnel') {
      expect(balancer.frontends.map(({ port, speaks }) => [port, speaks])).toEqual([[80, 'http'], ...endsTls ? [[443, 'https']] : []]);
    }
    expect(balancer.frontends.every(({ backend, proxyProtocol }) => backend === 'http' && proxyProtocol === undefined)).toBe(true);
  }), RUNS);
});
