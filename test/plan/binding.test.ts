import { ApiObject, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import {
  ClientIpHeader, ExternalTrafficPolicy, HeaderForwarded, HeaderForwardedKong, HeaderForwardingBinding, IpFamily, LocalTraffic,
  LocalTrafficKong, ProxyProtocol, ProxyProtocolKong, ServiceBinding, TrustedProxies,
} from '../../src';
import { configuration, environment, manifest, ofKind } from '../helpers';

const trustedProxies = TrustedProxies.of('10.0.101.0/24');

const local = (binding: unknown, ipFamilies?: IpFamily[]) =>
  new LocalTraffic(Testing.chart(), 'Way', { loadBalancer: { bindLocalTraffic: () => binding as ServiceBinding }, ipFamilies });
const proxy = (binding: ServiceBinding, trusted = trustedProxies) =>
  new ProxyProtocol(Testing.chart(), 'Way', { loadBalancer: { bindProxyProtocol: () => binding }, trustedProxies: trusted });
const header = (binding: Partial<HeaderForwardingBinding> & object, trusted = trustedProxies, recursive?: boolean) =>
  new HeaderForwarded(Testing.chart(), 'Way', {
    loadBalancer: { bindHeaderForwarding: () => ({ header: ClientIpHeader.xForwardedFor(), forwardedHeaders: ['X-Forwarded-Proto', 'X-Forwarded-Port'], ...binding }) },
    trustedProxies: trusted,
    recursive,
  });

describe('what a balancer of one\'s own returns is checked', () => {
  test.each<[unknown, string]>([
    [undefined, 'the load balancer\'s binding must be an object, got undefined; return { annotations: { … } }'],
    [null, 'the load balancer\'s binding must be an object, got null'],
    [Promise.resolve({}), 'the load balancer\'s binding must be an object'],
    [[], 'the load balancer\'s binding must be an object, got []'],
    [{ loadBalancer: 5 }, 'the load balancer\'s loadBalancer must be a string'],
    [{ reservedAnnotations: 'example.com/own' }, 'the load balancer\'s reservedAnnotations must be a list of keys, got "example.com/own"'],
    [{ ipFamilies: ['v4'] }, 'the load balancer\'s ipFamilies must be one of "IPv4", "IPv6", got "v4"'],
    [{ clientFamilies: 'IPv4' }, 'the load balancer\'s clientFamilies must be a list'],
    [{ annotation: {} }, 'the load balancer\'s binding has the field "annotation", which nothing reads; the fields are '],
    [{ annotations: { 'example.com/proxy': true } }, 'annotations["example.com/proxy"] must be a string, got true; write "true"'],
    [{ annotations: { 'a b/c': 'x' } }, 'annotations: "a b/c" is not a key that Kubernetes takes'],
    [{ annotations: { 'a/b/c': 'x' } }, 'annotations: "a/b/c" is not a key that Kubernetes takes'],
    [{ annotations: { '': 'x' } }, 'annotations: "" is not a key that Kubernetes takes'],
    [{ annotations: { [`example.com/${'k'.repeat(64)}`]: 'x' } }, 'is not a key that Kubernetes takes'],
    [{ annotations: { 'example.com/large': 'x'.repeat(300 * 1024) } }, 'annotations has 307217 bytes, and Kubernetes takes at most 262144'],
    [{ loadBalancerClass: 'Foo Bar' }, 'loadBalancerClass "Foo Bar" is not a name that Kubernetes takes'],
    [{ loadBalancerClass: '' }, 'loadBalancerClass "" is not a name that Kubernetes takes'],
    [{ routesToPods: 'no' }, 'the load balancer\'s routesToPods must be true or false, got "no"'],
    [{ drainSeconds: -1 }, 'the load balancer\'s drainSeconds must be a whole number from 0 to 3600, got -1'],
    [{ externalTrafficPolicy: 'local' }, 'the load balancer\'s externalTrafficPolicy must be one of "Local", "Cluster", got "local"'],
    [{ serviceType: 'Loadbalancer' }, 'the load balancer\'s serviceType must be one of'],
    [{ peers: ['10.0.0.1'] }, 'peers: "10.0.0.1" is not a CIDR block'],
    [{ externalTrafficPolicy: 'Cluster' }, 'the load balancer\'s externalTrafficPolicy is Cluster, with which nodes rewrite the source'],
    [{ serviceType: 'ClusterIP', loadBalancerClass: 'a/b' }, 'has loadBalancerClass, which only a Service of type LoadBalancer can have, and its Service is a ClusterIP'],
    [{ serviceType: 'NodePort', sourceRanges: ['192.0.2.0/24'] }, 'has sourceRanges, which only a Service of type LoadBalancer can have, and its Service is a NodePort'],
  ])('%j', (binding, message) => {
    expect(() => local(binding)).toThrow(message);
    expect(() => local(binding)).toThrow(/^\[test\/Way\] /);
  });

  test.each<[object, string]>([
    [{ header: 'X-Forwarded-For' }, 'header "X-Forwarded-For" is not a ClientIpHeader'],
    [{ header: undefined }, 'is not a ClientIpHeader'],
    [{ forwardedHeaders: undefined }, 'in forwardedHeaders; write a list of the names'],
    [{ restrictsSources: 'yes' }, 'the load balancer\'s restrictsSources must be true or false, got "yes"'],
    [{ ingress: true }, 'the load balancer\'s ingress must be an object, got true'],
    [{ ingress: { class: 'own' } }, 'the load balancer\'s ingress has the field "class", which nothing reads'],
    [{ ingress: { listensHttps: 'no' } }, 'ingress.listensHttps must be true or false, got "no"'],
    [{ ingress: { className: 'Foo Bar' } }, 'ingress.className "Foo Bar" is not a name that Kubernetes takes'],
    [{ ingress: { hosts: ['api example'] } }, 'hosts: "api example" is not a host name'],
    [{ ingress: { hosts: [] } }, 'hosts must be a list with at least one item'],
    [{ ingress: { annotations: { x: 1 } } }, 'ingress.annotations["x"] must be a string, got 1; write "1"'],
    [{ endsTls: true, passesTls: true }, 'has endsTls and passesTls'],
    [{ ingress: {}, passesTls: true }, 'has an ingress and passesTls'],
  ])('with a header: %j', (binding, message) => {
    expect(() => header(binding)).toThrow(message);
  });
});

describe('source ranges', () => {
  test.each<[string[], IpFamily[] | undefined, string]>([
    [['192.0.2.0/24'], [IpFamily.IPV4, IpFamily.IPV6], 'has no IPv6 network, and the Service has IPv6'],
    [['2001:db8::/32'], [IpFamily.IPV4, IpFamily.IPV6], 'has no IPv4 network, and the Service has IPv4'],
    [['192.0.2.0/24', '2001:db8::/32'], undefined, '"2001:db8::/32" is a network of IPv6, which the Service does not have'],
    [['192.0.2.0/24'], [IpFamily.IPV6], 'has no IPv6 network'],
  ])('%j do not fit the families %j, whoever the balancer is', (sourceRanges, families, message) => {
    expect(() => local({ sourceRanges }, families)).toThrow(message);
  });

  test.each<[string[], IpFamily[] | undefined]>([
    [['192.0.2.0/24'], undefined], [['192.0.2.0/24', '::/0'], [IpFamily.IPV4, IpFamily.IPV6]], [['2001:db8::/32'], [IpFamily.IPV6]],
  ])('%j fit the families %j', (sourceRanges, families) => {
    expect(() => local({ sourceRanges }, families)).not.toThrow();
  });
});

describe('the peers of a balancer', () => {
  test('must be trusted, each of them', () => {
    expect(() => proxy({ peers: ['10.0.101.0/24', '10.0.102.0/24'] })).toThrow(
      '[test/Way] trustedProxies ["10.0.101.0/24"] lacks "10.0.102.0/24", from which the load balancer dials Kong: every client would have the balancer\'s address');
    expect(() => header({ peers: ['35.191.0.0/16'] })).toThrow('lacks "35.191.0.0/16"');
  });

  test('of a family that the gateway does not have need not be trusted', () => {
    expect(proxy({ peers: ['10.0.101.0/24', 'fd00::/8'] }).trustedCidrs).toEqual(['10.0.101.0/24']);
  });

  test('may be trusted as a part of a wider network, or of two that touch', () => {
    expect(proxy({ peers: ['10.0.100.0/23'] }, TrustedProxies.of('10.0.100.0/24', '10.0.101.0/24')).trustedCidrs).toEqual(['10.0.100.0/23']);
  });
});

describe('a chain of proxies', () => {
  const withCdn = trustedProxies.plus(TrustedProxies.of('15.158.0.0/16', '130.176.0.0/16'));

  test('is walked if public networks are trusted from which the balancer does not dial', () => {
    expect(header({}, withCdn).environment.KONG_REAL_IP_RECURSIVE).toBe('on');
    expect(header({}, trustedProxies).environment.KONG_REAL_IP_RECURSIVE).toBe('off');
    expect(header({ peers: ['15.158.0.0/16', '130.176.0.0/16'] }, withCdn).environment.KONG_REAL_IP_RECURSIVE).toBe('off');
  });

  test('cannot be left unwalked then', () => {
    expect(() => header({}, withCdn, false)).toThrow('recursive is false, but trustedProxies has ["15.158.0.0/16","130.176.0.0/16"]');
  });

  test('does not concern a header of one address', () => {
    expect(header({ header: ClientIpHeader.single('CF-Connecting-IP') }, withCdn).environment.KONG_REAL_IP_RECURSIVE).toBe('off');
  });

  test.each(['false', 1, null])('recursive %j is not a flag', (recursive) => {
    expect(() => header({}, trustedProxies, recursive as any)).toThrow('recursive must be true or false');
  });
});

test('a balancer that says https and no port leaves upstreams the port of https', () => {
  expect(header({ forwardedHeaders: ['X-Forwarded-Proto'] }).environment.KONG_PORT_MAPS).toBe('443:8000');
  expect(header({ forwardedHeaders: [] }).environment.KONG_PORT_MAPS).toBe('80:8000');
  expect(header({}).environment.KONG_PORT_MAPS).toBe('80:8000');
});

test('a balancer that speaks HTTP/2 reaches a plain listener that does, too', () => {
  expect(header({ speaksHttp2: true }).environment.KONG_PROXY_LISTEN).toBe('0.0.0.0:8000 http2 reuseport backlog=16384');
});

test('a balancer that passes TLS on, with a CDN in front of it, reaches both listeners, without PROXY protocol', () => {
  const binding = { passesTls: true, serviceType: kplus.ServiceType.LOAD_BALANCER, externalTrafficPolicy: ExternalTrafficPolicy.LOCAL };
  expect(header(binding).environment.KONG_PROXY_LISTEN)
    .toBe('0.0.0.0:8000 reuseport backlog=16384, 0.0.0.0:8443 http2 ssl reuseport backlog=16384');
});

describe('what a binding says arrives in the manifest', () => {
  const gateway = (binding: ServiceBinding) =>
    new ProxyProtocolKong(Testing.chart(), 'Kong', { loadBalancer: { bindProxyProtocol: () => binding }, trustedProxies, configuration });

  test('its name', () => {
    const kong = new HeaderForwardedKong(Testing.chart(), 'Kong', {
      loadBalancer: { bindHeaderForwarding: () => ({ loadBalancer: 'own', header: ClientIpHeader.xForwardedFor(), forwardedHeaders: [], ingress: { className: 'own' } }) },
      trustedProxies,
      configuration,
    });
    expect([kong.service, kong.ingress!].map((object) => manifest(object).metadata.annotations)).toEqual(Array(2).fill({ 'kong-client-ip/load-balancer': 'own' }));
  });

  test.each<[ServiceBinding, object]>([
    [{ externalTrafficPolicy: ExternalTrafficPolicy.LOCAL }, { type: 'LoadBalancer', externalTrafficPolicy: 'Local' }],
    [{ serviceType: kplus.ServiceType.NODE_PORT, externalTrafficPolicy: ExternalTrafficPolicy.LOCAL }, { type: 'NodePort', externalTrafficPolicy: 'Local' }],
    [{ serviceType: kplus.ServiceType.NODE_PORT }, { type: 'NodePort', externalTrafficPolicy: 'Cluster' }],
    [{ serviceType: kplus.ServiceType.CLUSTER_IP, routesToPods: true }, { type: 'ClusterIP' }],
  ])('its Service: %j', (binding, expected) => {
    const { type, externalTrafficPolicy, allocateLoadBalancerNodePorts } = manifest(gateway(binding).service).spec;
    expect({ type, externalTrafficPolicy }).toEqual({ externalTrafficPolicy: undefined, ...expected });
    expect(allocateLoadBalancerNodePorts).toBeUndefined();
  });

  test('its drain: Kong takes connections for so long, and the grace period follows', () => {
    const { spec } = manifest(gateway({ drainSeconds: 120 }).deployment).spec.template;
    expect(spec.containers[0].lifecycle.preStop.exec.command).toEqual(['kong', 'quit', '--wait=120', '--timeout=30']);
    expect(spec.terminationGracePeriodSeconds).toBe(160);
  });

  test('its hosts', () => {
    const kong = new HeaderForwardedKong(Testing.chart(), 'Kong', {
      loadBalancer: {
        bindHeaderForwarding: () => ({ header: ClientIpHeader.xForwardedFor(), forwardedHeaders: [], ingress: { className: 'own', hosts: ['a.example', '*.b.example'] } }),
      },
      trustedProxies,
      configuration,
    });
    expect(manifest(kong.ingress!).spec.rules.map(({ host }: any) => host)).toEqual(['a.example', '*.b.example']);
  });

  test('its objects, in the gateway\'s namespace unless they have one', () => {
    const loadBalancer = {
      bindLocalTraffic: (scope: any) => {
        new ApiObject(scope, 'Policy', { apiVersion: 'example.com/v1', kind: 'Policy' });
        new ApiObject(scope, 'Pool', { apiVersion: 'metallb.io/v1beta1', kind: 'IPAddressPool', metadata: { namespace: 'metallb-system' } });
        return {};
      },
    };
    const kong = new LocalTrafficKong(Testing.chart(), 'Kong', { loadBalancer, configuration, namespace: 'edge' });
    expect(['Policy', 'IPAddressPool'].map((kind) => ofKind(kong, kind)[0].metadata.namespace)).toEqual(['edge', 'metallb-system']);
  });

  test('and the family of the Service stands there, so that Kong listens on the same', () => {
    const { spec } = manifest(gateway({}).service);
    expect([spec.ipFamilies, spec.ipFamilyPolicy]).toEqual([['IPv4'], 'SingleStack']);
    expect(environment(gateway({})).KONG_STATUS_LISTEN).toBe('0.0.0.0:8100');
  });
});
