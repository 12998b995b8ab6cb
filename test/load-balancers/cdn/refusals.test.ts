import { AwsApplicationLoadBalancer, AwsClassicLoadBalancer, AwsNetworkLoadBalancer, Cdn } from '../../../src';

const EDGE = ['198.51.100.0/24'];

describe('what cannot work does not compile, and from plain JavaScript it says what to do instead', () => {
  const advice =
    'Put the CDN before one that keeps the source of packets (beforeLocalTraffic) or that speaks HTTP (beforeHeaderForwarding)';
  const proxy = "Its PROXY protocol would name the CDN's edge, and Kong reads the client from one place only.";

  test.each<[string, () => unknown]>([
    [
      `Cdn: AwsClassicLoadBalancer is not a balancer that keeps the source of packets. ${proxy} ${advice}`,
      // @ts-expect-error a Classic Load Balancer connects by itself
      () => Cdn.cloudflare().beforeLocalTraffic(new AwsClassicLoadBalancer()),
    ],
    [
      `Cdn: AwsNetworkLoadBalancer is not a balancer that speaks HTTP. ${proxy} ${advice}`,
      // @ts-expect-error an NLB writes no header
      () => Cdn.cloudflare().beforeHeaderForwarding(new AwsNetworkLoadBalancer()),
    ],
    [
      `Cdn: AwsApplicationLoadBalancer is not a balancer that keeps the source of packets. ${advice}`,
      // @ts-expect-error an ALB connects by itself
      () => Cdn.cloudflare().beforeLocalTraffic(new AwsApplicationLoadBalancer()),
    ],
    // @ts-expect-error a name is not a balancer
    [`Cdn: "alb" is not a balancer that speaks HTTP. ${advice}`, () => Cdn.cloudflare().beforeHeaderForwarding('alb')],
    [
      'Cdn.fastly: edgeNetworks must be a list of networks, got undefined; write ["192.0.2.0/24"] with those that the CDN publishes',
      // @ts-expect-error Fastly's list does not come with the library
      () => Cdn.fastly(undefined, { tlsOnly: true }),
    ],
    [
      'Cdn.of: edgeNetworks must be a list of networks, got undefined; write ["192.0.2.0/24"] with those that the CDN publishes',
      // @ts-expect-error nothing is known of another CDN
      () => Cdn.of({}),
    ],
  ])('%s', (message, make) => {
    expect(make).toThrow(new Error(message));
  });

  test('Fastly is refused without a word on plain http', () => {
    expect(() => Cdn.fastly(EDGE, {})).toThrow(
      'Fastly passes on the X-Forwarded-For of requests by plain http as the client wrote it',
    );
    // @ts-expect-error the options are needed
    expect(() => Cdn.fastly(EDGE)).toThrow('redirect http at Fastly and write { tlsOnly: true }');
  });

  test("Google's own address is among the edges", () => {
    expect(Cdn.google(EDGE, ['203.0.113.10']).edges.cidrs).toEqual([...EDGE, '203.0.113.10/32']);
    expect(() => Cdn.google(EDGE, [])).toThrow('Cdn.google: loadBalancerAddresses must be a list of addresses, got []');
  });

  test.each([[['0.0.0.0/0']], [['198.51.100.7/24']], [[]]])('edge networks %j', (networks) => {
    expect(() => Cdn.fastly(networks, { tlsOnly: true })).toThrow(/^Cdn\.fastly: /);
  });
});
