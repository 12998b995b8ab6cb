import { Testing } from 'cdk8s';
import * as fc from 'fast-check';
import {
  AksApplicationGateway, AksApplicationGatewayForContainers, AksLoadBalancer, AksPrivateLinkService,
  HeaderForwardedKong, LocalTrafficKong, ProxyProtocolKong, TrustedProxies,
} from '../../../src';
import { configuration } from '../../helpers';
import { readBack } from '../read-back';

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const SUBSCRIPTION = '11111111-1111-1111-1111-111111111111';
const trustedProxies = TrustedProxies.of('10.0.9.0/24');

test('the Load Balancer keeps the source, and admits whom its ranges say', () => {
  const isPublic = fc.record({
    ipv4: maybe(fc.constant('203.0.113.10')),
    pipNameIpv6: maybe(fc.constant('kong')),
    resourceGroup: maybe(fc.constant('network')),
    dnsLabelName: maybe(fc.constant('kong')),
    sourceRanges: maybe(fc.constant<string[]>(['192.0.2.0/24'])),
  });
  const internal = fc.record({
    internalOnly: fc.constant(true),
    internalSubnet: maybe(fc.constant('edge')),
    ipv4: maybe(fc.constant('10.0.5.9')),
    sourceRanges: maybe(fc.constant<string[]>(['10.0.0.0/8'])),
  });
  fc.assert(fc.property(fc.oneof(isPublic, internal), (props) => {
    const balancer = readBack(new LocalTrafficKong(Testing.chart(), 'Kong', { loadBalancer: new AksLoadBalancer(props), configuration }));
    expect(balancer).toMatchObject({ peer: { role: 'client' }, healthCheck: { kind: 'node', sendsProxyProtocol: false }, internal: 'internalOnly' in props });
    expect(balancer.admits).toEqual(props.sourceRanges);
    expect(balancer.frontends.map(({ port, backend, proxyProtocol }) => [port, backend, proxyProtocol])).toEqual([[80, 'tcp', undefined], [443, 'tcp', undefined]]);
  }));
});

test('the Private Link Service dials Kong itself, and sends PROXY protocol on every port and with its checks', () => {
  const consumers = fc.constantFrom<object>({}, { visibility: ['*'] }, { visibility: [SUBSCRIPTION], autoApproval: [SUBSCRIPTION] });
  const addresses = fc.constantFrom<object>({}, { ipConfigurationIpAddressCount: 2 }, { ipConfigurationIpAddresses: ['10.0.9.4', '10.0.9.5'] });
  const names = fc.record({ name: maybe(fc.constant('kong')), internalSubnet: maybe(fc.constant('edge')), fqdns: maybe(fc.constant<string[]>(['kong.example'])) });
  fc.assert(fc.property(consumers, addresses, names, (...props) => {
    const loadBalancer = new AksPrivateLinkService(Object.assign({ ipConfigurationSubnet: 'private-link' }, ...props));
    const balancer = readBack(new ProxyProtocolKong(Testing.chart(), 'Kong', { loadBalancer, trustedProxies, configuration }));
    expect(balancer).toMatchObject({ peer: { role: 'balancer' }, healthCheck: { kind: 'tcp', port: 'traffic-port', sendsProxyProtocol: true }, internal: true });
    expect(balancer.frontends.map(({ port, proxyProtocol }) => [port, proxyProtocol])).toEqual([[80, 2], [443, 2]]);
  }));
});

test('the gateways dial pods, check Kong\'s status port, and overwrite what Kong passes on', () => {
  const agic = fc.record({ hosts: maybe(fc.constant<string[]>(['api.example.com'])), usePrivateIp: maybe(fc.boolean()), wafPolicy: maybe(fc.constant('/subscriptions/x')) });
  const tls = fc.constantFrom<object>({}, { sslCertificate: 'a' }, { sslCertificate: 'a', sslRedirect: true });
  const forContainers = fc.tuple(
    fc.constantFrom<object>({ albName: 'alb', albNamespace: 'infra' }, { albId: '/subscriptions/x', albFrontend: 'front' }),
    fc.record({ hosts: maybe(fc.constant<string[]>(['api.example.com'])) }));
  const cases = fc.oneof(
    fc.tuple(agic, tls).map(([first, second]) => ({ props: { ...first, ...second }, make: AksApplicationGateway })),
    forContainers.map(([first, second]) => ({ props: { ...first, ...second }, make: AksApplicationGatewayForContainers })),
  );
  fc.assert(fc.property(cases, ({ props, make }: { props: any; make: any }) => {
    const loadBalancer = new make(props);
    const balancer = readBack(new HeaderForwardedKong(Testing.chart(), 'Kong', { loadBalancer, trustedProxies, configuration }));
    expect(balancer).toMatchObject({
      targets: 'pods',
      peer: { role: 'balancer' },
      http: { forwardedFor: { mode: 'append' }, redirectsToHttps: props.sslRedirect ?? false },
      healthCheck: { kind: 'http', port: 8100, path: '/status' },
    });
    expect(Object.keys(balancer.http!.overwrites)).toEqual(loadBalancer.bindHeaderForwarding(Testing.chart()).forwardedHeaders);
    const ports = [...props.sslCertificate && !props.sslRedirect ? [] : [80], ...props.sslCertificate ? [443] : []];
    expect([...new Set(balancer.frontends.map(({ port }) => port))]).toEqual(ports);
  }));
});
