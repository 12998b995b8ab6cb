import { Testing } from 'cdk8s';
import {
  AwsApplicationLoadBalancer,
  AwsNetworkLoadBalancer,
  AwsTargetType,
  Cdn,
  ClientIpHeader,
  CloudflareTunnel,
  GkeApplicationLoadBalancer,
  GkeNetworkLoadBalancer,
  HeaderForwardedKong,
  HeaderForwardedKongProps,
  IpFamily,
  MetalLb,
  TrustedProxies,
} from '../../../src';
import { checkObjects } from '../../../src/check/check';
import { parseCidr } from '../../../src/net/cidr';
import { CLOUDFLARE } from '../../../src/net/edge-networks';
import { configuration, environment, manifest, objects } from '../../helpers';

const EDGE = ['198.51.100.0/24'];
const subnets = TrustedProxies.of('10.0.101.0/24');
const gateway = (
  loadBalancer: HeaderForwardedKongProps['loadBalancer'],
  trustedProxies: TrustedProxies,
  rest: object = {},
) => new HeaderForwardedKong(Testing.chart(), 'Kong', { loadBalancer, trustedProxies, configuration, ...rest });

describe('the CDNs', () => {
  test.each<[string, Cdn, string, string]>([
    ['Cloudflare', Cdn.cloudflare(EDGE), 'CF-Connecting-IP', 'off'],
    ['CloudFront', Cdn.cloudFront(EDGE), 'X-Forwarded-For', 'on'],
    ['Fastly', Cdn.fastly(EDGE, { tlsOnly: true }), 'X-Forwarded-For', 'on'],
    ['Akamai', Cdn.akamai(EDGE), 'True-Client-IP', 'off'],
    ['Front Door', Cdn.azureFrontDoor(EDGE), 'X-Azure-SocketIP', 'off'],
    ['another one', Cdn.of({ edgeNetworks: EDGE }), 'X-Forwarded-For', 'on'],
    [
      'one with its own header',
      Cdn.of({ edgeNetworks: EDGE, header: ClientIpHeader.single('X-Edge-Client') }),
      'X-Edge-Client',
      'off',
    ],
  ])('%s before packets that keep their source', (_, cdn, header, recursive) => {
    const kong = gateway(cdn.beforeLocalTraffic(new GkeNetworkLoadBalancer()), cdn.edges);
    expect(environment(kong)).toMatchObject({
      KONG_TRUSTED_IPS: '198.51.100.0/24',
      KONG_REAL_IP_HEADER: header,
      KONG_REAL_IP_RECURSIVE: recursive,
    });
    expect(kong.trustedCidrs).toEqual(EDGE);
  });

  test.each([
    Cdn.cloudflare(EDGE),
    Cdn.cloudFront(EDGE),
    Cdn.fastly(EDGE, { tlsOnly: true }),
    Cdn.akamai(EDGE),
    Cdn.azureFrontDoor(EDGE),
  ])('before a balancer that appends to X-Forwarded-For, the chain is walked', (cdn) => {
    const kong = gateway(cdn.beforeHeaderForwarding(new AwsApplicationLoadBalancer()), subnets.plus(cdn.edges));
    expect(environment(kong)).toMatchObject({
      KONG_TRUSTED_IPS: '10.0.101.0/24,198.51.100.0/24',
      KONG_REAL_IP_HEADER: 'X-Forwarded-For',
      KONG_REAL_IP_RECURSIVE: 'on',
    });
  });
});

describe('before packets that keep their source', () => {
  const cdn = Cdn.cloudflare(EDGE);

  test('TLS ends at Kong, and no node rewrites the source', () => {
    const kong = gateway(cdn.beforeLocalTraffic(new MetalLb()), cdn.edges);
    const { metadata, spec } = manifest(kong.service);
    expect(spec).toMatchObject({ type: 'LoadBalancer', externalTrafficPolicy: 'Local' });
    expect(spec.ports.map(({ port, targetPort }: any) => [port, targetPort])).toEqual([
      [80, 8000],
      [443, 8443],
    ]);
    expect(metadata.annotations['kong-client-ip/load-balancer']).toBe('metallb');
    expect(environment(kong).KONG_PROXY_LISTEN).toContain('8443 http2 ssl');
  });

  test('a balancer that dials pods passes no node port', () => {
    const kong = gateway(
      cdn.beforeLocalTraffic(new AwsNetworkLoadBalancer({ targetType: AwsTargetType.IP })),
      cdn.edges,
    );
    expect(manifest(kong.service).spec).not.toHaveProperty('externalTrafficPolicy');
  });

  test('every edge must be trusted', () => {
    expect(() => gateway(cdn.beforeLocalTraffic(new GkeNetworkLoadBalancer()), subnets)).toThrow(
      'lacks "198.51.100.0/24", from which the load balancer dials Kong',
    );
  });

  test('of the scheme Cloudflare alone is believed', () => {
    const kept = (of: Cdn) =>
      !environment(gateway(of.beforeLocalTraffic(new GkeNetworkLoadBalancer()), of.edges))
        .KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS.split(' ')
        .some((name) => name === 'X-Forwarded-P*' || name === 'X-Forwarded-Proto' || name === 'X-Forwarded*');
    expect([kept(cdn), kept(Cdn.akamai(EDGE)), kept(Cdn.fastly(EDGE, { tlsOnly: true }))]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('before a balancer that speaks HTTP', () => {
  const cdn = Cdn.cloudflare(EDGE);

  test('every edge must be trusted, and the walk cannot be turned off', () => {
    const loadBalancer = cdn.beforeHeaderForwarding(new AwsApplicationLoadBalancer());
    expect(() => gateway(loadBalancer, subnets)).toThrow(
      'lacks "198.51.100.0/24", from which proxies before the load balancer dial: every client would have the address of one of those',
    );
    expect(() => gateway(loadBalancer, subnets.plus(cdn.edges), { recursive: false })).toThrow(
      'recursive is false, but other proxies are in front of the load balancer',
    );
  });

  test("the CDN's own header needs a balancer that admits the CDN alone", () => {
    const header = ClientIpHeader.single('CF-Connecting-IP');
    expect(() => gateway(cdn.beforeHeaderForwarding(new AwsApplicationLoadBalancer()), subnets, { header })).toThrow(
      'header CF-Connecting-IP is not written by this load balancer',
    );
    const restricted = cdn.beforeHeaderForwarding(
      new AwsApplicationLoadBalancer({ sourceRanges: cdn.networks(IpFamily.IPV4) }),
    );
    expect(environment(gateway(restricted, subnets, { header }))).toMatchObject({
      KONG_TRUSTED_IPS: '10.0.101.0/24',
      KONG_REAL_IP_HEADER: 'CF-Connecting-IP',
      KONG_REAL_IP_RECURSIVE: 'off',
    });
  });

  test('what the CDN overwrites beside it passes a balancer that admits the CDN alone, and no other', () => {
    const own = Cdn.of({ edgeNetworks: EDGE, forwardedHeaders: ['X-Forwarded-Host'] });
    const isKept = (sourceRanges?: string[]) => {
      const balancer = own.beforeHeaderForwarding(new AwsApplicationLoadBalancer({ sourceRanges }));
      const cleared = environment(gateway(balancer, subnets.plus(own.edges))).KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS;
      return !/X-Forwarded-H(ost|\*)( |$)/.test(cleared);
    };
    expect([EDGE, ['198.51.100.0/25'], undefined, [...EDGE, '203.0.113.0/24']].map(isKept)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  const NETWORKS = cdn.networks(IpFamily.IPV4);
  const own = (name: string) => Cdn.of({ edgeNetworks: EDGE, header: ClientIpHeader.single(name) });

  test.each<[string, Cdn, string, string[], string | RegExp]>([
    [
      "another CDN's header",
      cdn,
      'True-Client-IP',
      NETWORKS,
      'is not the header of the CDN in front, which passes it on as the client sent it: clients would choose their own address; write ClientIpHeader.single("CF-Connecting-IP")',
    ],
    [
      'a header that its own CDN does not overwrite',
      cdn,
      'Fastly-Client-IP',
      NETWORKS,
      'is not the header of the CDN in front',
    ],
    [
      'the header of a CDN that appends only',
      Cdn.cloudFront(EDGE),
      'CF-Connecting-IP',
      EDGE,
      /is not the header of the CDN in front.*; leave header out/,
    ],
    [
      'the office beside the CDN',
      cdn,
      'CF-Connecting-IP',
      [...NETWORKS, '203.0.113.0/24'],
      'the load balancer also admits "203.0.113.0/24", which is not one of the CDN\'s networks',
    ],
    [
      'a private network beside the CDN',
      own('Incap-Client-IP'),
      'Incap-Client-IP',
      [...EDGE, '10.0.0.0/8'],
      'the load balancer also admits "10.0.0.0/8"',
    ],
    [
      'a network that the edges are only a part of',
      own('Incap-Client-IP'),
      'Incap-Client-IP',
      ['198.51.0.0/16'],
      'the load balancer also admits "198.51.0.0/16"',
    ],
  ])('%s is refused', (_, of, name, sourceRanges, message) => {
    const loadBalancer = of.beforeHeaderForwarding(new AwsApplicationLoadBalancer({ sourceRanges }));
    expect(() => gateway(loadBalancer, subnets, { header: ClientIpHeader.single(name) })).toThrow(message);
  });

  test.each<[string, Cdn, string]>([
    ['Front Door', Cdn.azureFrontDoor(EDGE), 'X-Azure-SocketIP'],
    ['Akamai', Cdn.akamai(EDGE), 'True-Client-IP'],
    ['Fastly with VCL', Cdn.fastly(EDGE, { clientIpHeader: 'X-Client-Address' }), 'X-Client-Address'],
    ['a CDN by its own words', own('Incap-Client-IP'), 'Incap-Client-IP'],
  ])('the header of %s is believed behind a balancer that admits it alone, also by the check', (_, of, name) => {
    for (const props of [{ sourceRanges: EDGE }, { securityGroups: ['sg-1'] }]) {
      const kong = gateway(of.beforeHeaderForwarding(new AwsApplicationLoadBalancer(props)), subnets, {
        header: ClientIpHeader.single(name),
      });
      expect(environment(kong)).toMatchObject({ KONG_REAL_IP_HEADER: name, KONG_TRUSTED_IPS: '10.0.101.0/24' });
      expect(checkObjects(objects(kong)).map(({ verdict }) => verdict)).toEqual(['kept']);
    }
  });

  test.each([
    ['True-Client-IP', 'Akamai overwrites it only if it is told to'],
    ['Fastly-Client-IP', 'Fastly overwrites it only if it is told to'],
    ['X-Client-Address', 'nothing shows that it is overwritten on every request'],
  ])('without a CDN, %s needs a word on who overwrites it', (name, why) => {
    const loadBalancer = new AwsApplicationLoadBalancer({ securityGroups: ['sg-1'] });
    expect(() => gateway(loadBalancer, subnets, { header: ClientIpHeader.single(name) })).toThrow(
      `header ${name}: ${why}, and clients would choose their own address; declare it with Cdn.of(`,
    );
  });

  test('a balancer that appends its own address is walked past, too', () => {
    const loadBalancer = cdn.beforeHeaderForwarding(
      new GkeApplicationLoadBalancer({ ipAddress: '203.0.113.10', staticIpName: 'kong' }),
    );
    const { KONG_TRUSTED_IPS, KONG_REAL_IP_RECURSIVE } = environment(
      gateway(loadBalancer, TrustedProxies.googleFrontEnds('203.0.113.10').plus(cdn.edges)),
    );
    expect(KONG_TRUSTED_IPS.split(',')).toEqual(expect.arrayContaining(['203.0.113.10/32', '198.51.100.0/24']));
    expect(KONG_REAL_IP_RECURSIVE).toBe('on');
  });

  test('a balancer with a single header would name the edge', () => {
    expect(() => gateway(cdn.beforeHeaderForwarding(new CloudflareTunnel()), subnets.plus(cdn.edges))).toThrow(
      new Error(
        "[test/Kong] the load balancer behind the CDN writes CF-Connecting-IP, which would name the CDN's edge; put the CDN before a balancer that appends to X-Forwarded-For",
      ),
    );
  });
});

describe("the library's list of Cloudflare's networks", () => {
  test('is dated, and has both families in canonical form', () => {
    expect(Cdn.cloudflareListDate).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(Cdn.cloudflare().edges.cidrs).toEqual(expect.arrayContaining(['173.245.48.0/20', '2606:4700::/32']));
    expect(CLOUDFLARE.networks.map((cidr) => parseCidr(cidr).text)).toEqual(CLOUDFLARE.networks);
  });

  test('can be had by family', () => {
    expect(
      Cdn.cloudflare()
        .networks(IpFamily.IPV4)
        .every((cidr) => !cidr.includes(':')),
    ).toBe(true);
    expect(Cdn.cloudflare().networks(IpFamily.IPV6)).toContain('2606:4700::/32');
  });
});
