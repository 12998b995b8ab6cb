import { Testing } from 'cdk8s';
import {
  AksLoadBalancer,
  AwsNetworkLoadBalancer,
  IpFamily,
  KongPort,
  LocalTraffic,
  PortProtocol,
  ProxyProtocol,
  ProxyProtocolKong,
  TrustedProxies,
} from '../../src';
import { configuration, manifest } from '../helpers';

const trustedProxies = TrustedProxies.of('10.0.0.0/16', 'fd00::/8');

const local = (...ports: KongPort[]) =>
  new LocalTraffic(Testing.chart(), 'Way', { loadBalancer: new AksLoadBalancer(), ports }).environment;
const proxy = (...ports: KongPort[]) =>
  new ProxyProtocol(Testing.chart(), 'Way', { loadBalancer: new AwsNetworkLoadBalancer(), trustedProxies, ports })
    .environment;

const flags = 'reuseport backlog=16384';

describe('a further port has its own listener', () => {
  test.each<[PortProtocol | undefined, string, string]>([
    [undefined, 'KONG_PROXY_LISTEN', `0.0.0.0:9443 http2 ssl ${flags}`],
    [PortProtocol.HTTPS, 'KONG_PROXY_LISTEN', `0.0.0.0:9443 http2 ssl ${flags}`],
    [PortProtocol.HTTP, 'KONG_PROXY_LISTEN', `0.0.0.0:9443 ${flags}`],
    [PortProtocol.TCP, 'KONG_STREAM_LISTEN', `0.0.0.0:9443 ${flags}`],
    [PortProtocol.TLS, 'KONG_STREAM_LISTEN', `0.0.0.0:9443 ssl ${flags}`],
  ])('%s: %s', (protocol, variable, listener) => {
    expect(local({ name: 'own', port: 9443, protocol })[variable].split(', ')).toContain(listener);
    expect(proxy({ name: 'own', port: 9443, protocol })[variable].split(', ')).toContain(
      listener.replace('reuseport', 'proxy_protocol reuseport'),
    );
    expect(local({ name: 'own', port: 9443, protocol }).KONG_PORT_MAPS).toBe('80:8000, 443:8443, 9443:9443');
  });

  test('on every address, behind a port of the Service that leads to it', () => {
    const kong = new ProxyProtocolKong(Testing.chart(), 'Kong', {
      loadBalancer: { bindProxyProtocol: () => ({}) },
      trustedProxies,
      configuration,
      ipFamilies: [IpFamily.IPV4, IpFamily.IPV6],
      ports: [{ name: 'mail', port: 25, protocol: PortProtocol.TCP, containerPort: 9025 }],
    });
    const { spec } = manifest(kong.service);
    expect(spec.ports).toContainEqual({ name: 'mail', port: 25, targetPort: 9025 });
    const [container] = manifest(kong.deployment).spec.template.spec.containers;
    expect(container.ports).toContainEqual({ name: 'mail', containerPort: 9025 });
    expect(container.env).toContainEqual({
      name: 'KONG_STREAM_LISTEN',
      value: `0.0.0.0:9025 proxy_protocol ${flags}, [::]:9025 proxy_protocol ${flags}`,
    });
  });
});

test('without further ports there are no stream listeners', () => {
  expect(local()).not.toHaveProperty('KONG_STREAM_LISTEN');
});

describe('a port that could not work is refused', () => {
  test.each<[KongPort[], string]>([
    [[null as any], 'ports[0] must be an object, got null; write one such as { name: "grpc", port: 9090 }'],
    [[, { name: 'a', port: 9000 }] as any, 'ports[0] must be an object, got undefined'],
    [[{ name: '', port: 9000 }], 'ports[0].name must be a string'],
    [[{ name: 'Mail', port: 9000 }], 'ports[0].name "Mail": a port\'s name has at most 15 lower-case letters'],
    [[{ name: 'a-name-too-long-for-it', port: 9000 }], 'ports[0].name "a-name-too-long-for-it"'],
    [[{ name: 'https', port: 9000 }], 'ports[0].name "https"'],
    [
      [
        { name: 'a', port: 9000 },
        { name: 'a', port: 9001 },
      ],
      'ports[1].name "a"',
    ],
    [[{ name: 'a', port: 443 }], 'ports[0].port 443 is a port of the Service already'],
    [[{ name: 'a', port: 0 }], 'ports[0].containerPort must be a whole number from 1 to 65535, got 0'],
    [[{ name: 'a', port: 70000 }], 'ports[0].containerPort must be a whole number from 1 to 65535, got 70000'],
    [[{ name: 'a', port: 25 }], 'ports[0]: Kong cannot listen on 25, which is below 1024'],
    [[{ name: 'a', port: 8444 }], 'ports[0]: Kong cannot listen on 8444, which is taken'],
    [[{ name: 'a', port: 8080 }], 'ports[0]: Kong cannot listen on 8080, which is taken'],
    [
      [
        { name: 'a', port: 9000 },
        { name: 'b', port: 9001, containerPort: 9000 },
      ],
      'ports[1]: Kong cannot listen on 9000, which is taken',
    ],
    [
      [{ name: 'a', port: 9000, protocol: 'UDP' as any }],
      'ports[0].protocol must be one of "HTTP", "HTTPS", "TCP", "TLS", got "UDP"',
    ],
  ])('%j', (ports, message) => {
    expect(() => local(...ports)).toThrow(`[test/Way] ${message}`);
  });
});
