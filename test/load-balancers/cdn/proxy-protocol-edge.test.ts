import { Testing } from 'cdk8s';
import {
  AksPrivateLinkService,
  AwsApplicationLoadBalancer,
  AwsNetworkLoadBalancer,
  AwsTargetType,
  GkeNetworkLoadBalancer,
  IpFamily,
  MetalLb,
  NodePorts,
  ProxyProtocolEdge,
  ProxyProtocolKong,
  ProxyProtocolKongProps,
  ServiceBinding,
  TrustedProxies,
} from '../../../src';
import { checkObjects } from '../../../src/check/check';
import { CLOUDFLARE } from '../../../src/net/edge-networks';
import { configuration, environment, manifest, objects } from '../../helpers';

const EDGE = ['198.51.100.0/24'];
const edge = ProxyProtocolEdge.of(EDGE);
const spectrum = ProxyProtocolEdge.cloudflareSpectrum();
const gateway = (
  loadBalancer: ProxyProtocolKongProps['loadBalancer'],
  trustedProxies: TrustedProxies,
  rest: object = {},
) => new ProxyProtocolKong(Testing.chart(), 'Kong', { loadBalancer, trustedProxies, configuration, ...rest });

describe('edges that send PROXY protocol', () => {
  test('are whom Kong believes, through nodes that keep the source', () => {
    const kong = gateway(edge.beforeLocalTraffic(new GkeNetworkLoadBalancer()), edge.edges);
    expect(environment(kong)).toMatchObject({
      KONG_TRUSTED_IPS: '198.51.100.0/24',
      KONG_REAL_IP_HEADER: 'proxy_protocol',
      KONG_PROXY_LISTEN: expect.stringMatching(/8000 proxy_protocol.*8443 http2 ssl proxy_protocol/),
    });
    expect(manifest(kong.service).spec).toMatchObject({ type: 'LoadBalancer', externalTrafficPolicy: 'Local' });
    expect(JSON.parse(manifest(kong.service).metadata.annotations['kong-client-ip/promises'])).toEqual({
      before: { networks: EDGE, proxyProtocol: true },
    });
  });

  test('of Cloudflare are those of the list, by family', () => {
    expect(spectrum.edges.cidrs).toEqual(expect.arrayContaining([...CLOUDFLARE.networks]));
    expect(spectrum.networks(IpFamily.IPV4).some((network) => network.includes(':'))).toBe(false);
    expect(spectrum.networks(IpFamily.IPV6).every((network) => network.includes(':'))).toBe(true);
  });

  test.each<[string, ProxyProtocolKongProps['loadBalancer']]>([
    ['GKE', edge.beforeLocalTraffic(new GkeNetworkLoadBalancer())],
    ['GKE with a wall', edge.beforeLocalTraffic(new GkeNetworkLoadBalancer({ sourceRanges: EDGE }))],
    ['an NLB', edge.beforeLocalTraffic(new AwsNetworkLoadBalancer())],
    ['an NLB with ip targets', edge.beforeLocalTraffic(new AwsNetworkLoadBalancer({ targetType: AwsTargetType.IP }))],
    ['MetalLB', edge.beforeLocalTraffic(new MetalLb())],
    ['node ports', edge.beforeLocalTraffic(new NodePorts())],
    ['a balancer of your own', edge.beforeLocalTraffic({ bindLocalTraffic: () => ({}) as ServiceBinding })],
  ])('before %s keep the client, as the check reads the manifest', (_, loadBalancer) => {
    const [report] = checkObjects(objects(gateway(loadBalancer, edge.edges)));
    expect(report).toMatchObject({ verdict: 'kept', questions: [] });
    expect(report.findings.filter(({ level }) => level !== 'note')).toEqual([]);
  });
});

describe('what would lose or forge the client is refused', () => {
  const loadBalancer = edge.beforeLocalTraffic(new GkeNetworkLoadBalancer());

  test('an edge that is not trusted', () => {
    expect(() => gateway(loadBalancer, TrustedProxies.of('198.51.100.0/25'))).toThrow(
      'lacks "198.51.100.0/24", from which the load balancer dials Kong',
    );
  });

  test.each(['10.0.0.0/16', '203.0.113.0/24'])('a network beside the edges (%s)', (other) => {
    expect(() => gateway(loadBalancer, edge.edges.plus(TrustedProxies.of(other)))).toThrow(
      `trustedProxies has "${other}", and the load balancer dials Kong from ["198.51.100.0/24"] only`,
    );
  });

  test.each([
    [undefined, 'ProxyProtocolEdge.of: edgeNetworks must be a list of networks, got undefined'],
    [[], 'ProxyProtocolEdge.of: TrustedProxies.of: no network given'],
    [['198.51.100.1/24'], 'ProxyProtocolEdge.of'],
  ])('networks %j', (networks, message) => {
    expect(() => ProxyProtocolEdge.of(networks as string[])).toThrow(message);
  });

  test('a balancer that hides the edge', () => {
    const privateLink = new AksPrivateLinkService({ ipConfigurationSubnet: 'private-link' });
    // @ts-expect-error its PROXY header would name the edge
    expect(() => edge.beforeLocalTraffic(privateLink)).toThrow(
      "ProxyProtocolEdge: AksPrivateLinkService is not a balancer that keeps the source of packets. Its PROXY protocol would name the CDN's edge, " +
        'and Kong reads the client from one place only. Put the CDN before one that keeps the source of packets (beforeLocalTraffic)',
    );
    // @ts-expect-error it opens connections of its own
    expect(() => edge.beforeLocalTraffic(new AwsApplicationLoadBalancer())).toThrow(
      'ProxyProtocolEdge: AwsApplicationLoadBalancer is not a balancer that keeps the source of packets',
    );
  });
});
