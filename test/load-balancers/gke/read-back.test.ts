import { Testing } from 'cdk8s';
import * as fc from 'fast-check';
import {
  GkeApplicationLoadBalancer, GkeInternalApplicationLoadBalancer, GkeNetworkLoadBalancer, GkeRegionalApplicationLoadBalancer,
  HeaderForwardedKong, LocalTrafficKong, TrustedProxies,
} from '../../../src';
import { configuration } from '../../helpers';
import { readBack } from '../read-back';

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

test('the passthrough balancer keeps the source, and admits whom its ranges say', () => {
  const external = fc.record({
    weightedByPods: maybe(fc.boolean()),
    staticIpNames: maybe(fc.constant<string[]>(['kong'])),
    useLoadBalancerClass: maybe(fc.boolean()),
    sourceRanges: maybe(fc.constant<string[]>(['192.0.2.0/24'])),
  });
  const internal = fc.record({
    internalOnly: fc.constant(true),
    globalAccess: maybe(fc.boolean()),
    subnet: maybe(fc.constant('edge')),
    useLoadBalancerClass: maybe(fc.boolean()),
    sourceRanges: maybe(fc.constant<string[]>(['10.0.0.0/8'])),
  });
  fc.assert(fc.property(fc.oneof(external, internal), (props) => {
    const balancer = readBack(new LocalTrafficKong(Testing.chart(), 'Kong', { loadBalancer: new GkeNetworkLoadBalancer(props), configuration }));
    expect(balancer).toMatchObject({ peer: { role: 'client' }, healthCheck: { kind: 'node' }, internal: 'internalOnly' in props });
    expect(balancer.admits).toEqual(props.sourceRanges);
    expect(balancer.frontends.map(({ port, backend, proxyProtocol }) => [port, backend, proxyProtocol])).toEqual([[80, 'tcp', undefined], [443, 'tcp', undefined]]);
  }));
});

test('the balancers of an Ingress dial pods, check Kong\'s status port, and overwrite what Kong passes on', () => {
  const common = { staticIpName: 'kong' };
  const certificates = fc.constantFrom<object>({}, { preSharedCertificates: ['a'] }, { preSharedCertificates: ['a'], allowHttp: false });
  const redirects = fc.constantFrom<object>({}, { preSharedCertificates: ['a'], redirectToHttps: true }, { preSharedCertificates: ['a'], redirectToHttps: false });
  const trust = { frontEnds: TrustedProxies.googleFrontEnds('203.0.113.10'), subnet: TrustedProxies.of('10.129.0.0/23', '203.0.113.10/32') };
  const cases = fc.oneof(
    fc.tuple(certificates, redirects).map(([first, second]) => ({ ...first, ...second }))
      .filter((props: any) => props.allowHttp !== false || !props.redirectToHttps)
      .map((props) => ({ props, make: GkeApplicationLoadBalancer, trustedProxies: trust.frontEnds })),
    redirects.map((props) => ({ props, make: GkeRegionalApplicationLoadBalancer, trustedProxies: trust.subnet })),
    certificates.map((props) => ({ props, make: GkeInternalApplicationLoadBalancer, trustedProxies: trust.subnet })),
  );
  fc.assert(fc.property(cases, ({ props, make, trustedProxies }: { props: any; make: any; trustedProxies: TrustedProxies }) => {
    const loadBalancer = new make({ ...common, ipAddress: '203.0.113.10', ...props });
    const balancer = readBack(new HeaderForwardedKong(Testing.chart(), 'Kong', { loadBalancer, trustedProxies, configuration }));
    const { forwardedHeaders, peers = [] } = loadBalancer.bindHeaderForwarding(Testing.chart());
    expect(balancer).toMatchObject({
      targets: 'pods',
      peer: { role: 'balancer' },
      http: { forwardedFor: { mode: 'append' }, redirectsToHttps: props.redirectToHttps ?? false },
      healthCheck: { kind: 'http', port: 8100, path: '/status' },
    });
    expect(Object.keys(balancer.http!.overwrites)).toEqual(forwardedHeaders);
    expect(peers).toEqual(expect.arrayContaining([...balancer.peer.networks ?? []]));
    const ports = [...props.allowHttp === false ? [] : [80], ...props.preSharedCertificates ? [443] : []];
    expect(balancer.frontends.map(({ port }) => port)).toEqual(ports);
    expect(balancer.frontends.filter(({ backend }) => backend !== 'http')).toEqual([]);
  }));
});
