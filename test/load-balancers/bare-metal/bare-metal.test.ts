import { Testing } from 'cdk8s';
import {
  CiliumBgp,
  CiliumBgpProps,
  KubeVip,
  KubeVipProps,
  LocalTrafficKong,
  MetalLb,
  MetalLbProps,
  NodePortProps,
  NodePorts,
  ProxyProtocolKong,
  ProxyProtocolVersion,
  SelfManagedLoadBalancer,
  SelfManagedLoadBalancerProps,
  TrustedProxies,
} from '../../../src';
import { configuration, environment, manifest } from '../../helpers';
import { describeWay } from '../service-balancer';

describeWay<MetalLbProps>('MetalLB, local traffic', {
  id: 'metallb',
  owner: 'MetalLb',
  prefix: 'metallb.io/',
  bind: (scope, props) => new MetalLb(props).bindLocalTraffic(scope),
  always: {},
  given: [
    [
      { addressPool: 'edge', sharingKey: 'kong' },
      { 'address-pool': 'edge', 'allow-shared-ip': 'kong' },
    ],
    [{ loadBalancerIps: ['192.0.2.10', '2001:db8::10'] }, { loadBalancerIPs: '192.0.2.10,2001:db8::10' }],
  ],
});

describeWay<KubeVipProps>('kube-vip, local traffic', {
  id: 'kube-vip',
  owner: 'KubeVip',
  prefix: 'kube-vip.io/',
  bind: (scope, props) => new KubeVip(props).bindLocalTraffic(scope),
  always: {},
  given: [
    [
      { loadBalancerIps: ['192.0.2.10'], serviceInterface: 'eth1' },
      { loadbalancerIPs: '192.0.2.10', serviceInterface: 'eth1' },
    ],
    [{ forcePerServiceElection: true }, { forcePerServiceElection: 'true' }],
  ],
  reserved: ['leaseName', 'ignore'],
});

describeWay<CiliumBgpProps>('Cilium BGP, local traffic', {
  id: 'cilium-bgp',
  owner: 'CiliumBgp',
  prefix: 'lbipam.cilium.io/',
  bind: (scope, props) => new CiliumBgp(props).bindLocalTraffic(scope),
  always: {},
  given: [
    [
      { loadBalancerIps: ['192.0.2.10'], sharingKey: 'edge' },
      { ips: '192.0.2.10', 'sharing-key': 'edge' },
    ],
  ],
  fields: { loadBalancerClass: 'io.cilium/bgp-control-plane' },
});

test.each([
  new MetalLb({ loadBalancerClass: 'example.com/edge' }),
  new KubeVip({ loadBalancerClass: 'example.com/edge' }),
])('%p has a class if the user says so', (balancer) => {
  expect(balancer.bindLocalTraffic(Testing.chart()).loadBalancerClass).toBe('example.com/edge');
});

describeWay<NodePortProps>('node ports, local traffic', {
  id: 'node-dns',
  owner: 'NodePorts',
  prefix: '',
  bind: (scope, props) => new NodePorts(props).bindLocalTraffic(scope),
  always: {},
  refused: [
    [
      { httpNodePort: 70000 },
      'httpNodePort must be a whole number from 1 to 65535, got 70000; write that, or leave it out',
    ],
  ],
});

describeWay<SelfManagedLoadBalancerProps>('own HAProxy, PROXY protocol', {
  id: 'self-managed',
  owner: 'SelfManagedLoadBalancer',
  prefix: '',
  least: { addresses: ['10.0.0.5/32'] },
  bind: (scope, props) => new SelfManagedLoadBalancer(props).bindProxyProtocol(scope),
  always: {},
  fields: { peers: ['10.0.0.5/32'] },
  refused: [
    [
      { addresses: undefined },
      'addresses is missing: Kong must know from where the balancer dials; write addresses: ["10.0.0.5/32"]',
    ],
    [
      { proxyProtocolVersion: 'v3' as any },
      'proxyProtocolVersion must be one of "v1", "v2", got "v3"; write that, or leave it out',
    ],
  ],
});

describe('a Service of type NodePort', () => {
  const ports = { httpNodePort: 30080, httpsNodePort: 30443 };
  const expected = {
    type: 'NodePort',
    externalTrafficPolicy: 'Local',
    ports: [
      expect.objectContaining({ port: 80, nodePort: 30080 }),
      expect.objectContaining({ port: 443, nodePort: 30443 }),
    ],
  };

  test('has the node ports that it is given, and keeps the source', () => {
    expect(
      manifest(
        new LocalTrafficKong(Testing.chart(), 'Kong', { loadBalancer: new NodePorts(ports), configuration }).service,
      ).spec,
    ).toMatchObject(expected);
  });

  test('tells upstreams the port that clients dial', () => {
    const maps = (loadBalancer: NodePorts) =>
      environment(new LocalTrafficKong(Testing.chart(), 'Kong', { loadBalancer, configuration })).KONG_PORT_MAPS;
    expect([maps(new NodePorts(ports)), maps(new NodePorts())]).toEqual([
      '30080:8000, 30443:8443',
      '80:8000, 443:8443',
    ]);
  });

  test('leaves the others to the cluster', () => {
    const { service } = new LocalTrafficKong(Testing.chart(), 'Kong', { loadBalancer: new NodePorts(), configuration });
    expect(manifest(service).spec.ports.map(({ nodePort }: any) => nodePort)).toEqual([undefined, undefined]);
  });

  test('is reached by an own balancer, whose addresses alone need be trusted', () => {
    const loadBalancer = new SelfManagedLoadBalancer({ ...ports, addresses: ['10.0.0.5/32'] });
    const kong = (...trusted: string[]) =>
      new ProxyProtocolKong(Testing.chart(), 'Kong', {
        loadBalancer,
        trustedProxies: TrustedProxies.of(...trusted),
        configuration,
      });
    expect(manifest(kong('10.0.0.5/32').service).spec).toMatchObject(expected);
    expect(() => kong('10.0.0.6/32')).toThrow('lacks "10.0.0.5/32", from which the load balancer dials Kong');
  });
});

describe('the lines for HAProxy', () => {
  const own = (props: Partial<SelfManagedLoadBalancerProps> = {}) =>
    new SelfManagedLoadBalancer({ addresses: ['10.0.0.5/32'], httpNodePort: 30080, httpsNodePort: 30443, ...props });

  test('send PROXY protocol to each node, in checks, too', () => {
    expect(own().haproxyBackends(['10.0.0.11', '2001:db8::12'])).toBe(
      [
        'frontend kong-http',
        '  mode tcp',
        '  bind :80',
        '  default_backend kong-http',
        'backend kong-http',
        '  mode tcp',
        '  server node1 10.0.0.11:30080 send-proxy-v2 check check-send-proxy',
        '  server node2 [2001:db8::12]:30080 send-proxy-v2 check check-send-proxy',
        'frontend kong-https',
        '  mode tcp',
        '  bind :443',
        '  default_backend kong-https',
        'backend kong-https',
        '  mode tcp',
        '  server node1 10.0.0.11:30443 send-proxy-v2 check check-send-proxy',
        '  server node2 [2001:db8::12]:30443 send-proxy-v2 check check-send-proxy',
        '',
      ].join('\n'),
    );
  });

  test('send version 1 on demand', () => {
    expect(own({ proxyProtocolVersion: ProxyProtocolVersion.V1 }).haproxyBackends(['10.0.0.11'])).toContain(
      ' send-proxy check ',
    );
  });

  test.each<[string, () => string]>([
    [
      'the node ports are not known; give httpNodePort and httpsNodePort, such as 30080 and 30443',
      () => own({ httpsNodePort: undefined }).haproxyBackends(['10.0.0.11']),
    ],
    ['nodes must be a list of addresses, got []; write ["10.0.0.11", "10.0.0.12"]', () => own().haproxyBackends([])],
    ['"10.0.0.11 backup"', () => own().haproxyBackends(['10.0.0.11 backup'])],
  ])('%s', (message, make) => {
    expect(make).toThrow(`SelfManagedLoadBalancer.haproxyBackends: ${message}`);
  });
});
