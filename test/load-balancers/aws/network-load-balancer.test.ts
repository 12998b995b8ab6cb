import { Testing } from 'cdk8s';
import {
  AwsIpAddressType,
  AwsNetworkLoadBalancer,
  AwsNetworkLoadBalancerProps,
  AwsTargetType,
  ExternalTrafficPolicy,
  IpFamily,
  ProxyProtocolKong,
  TrustedProxies,
} from '../../../src';
import { configuration, manifest } from '../../helpers';
import { refusalOf } from '../service-balancer';

const PREFIX = 'service.beta.kubernetes.io/aws-load-balancer-';
const bind = {
  bindLocalTraffic: (props?: AwsNetworkLoadBalancerProps) =>
    new AwsNetworkLoadBalancer(props).bindLocalTraffic(Testing.chart()),
  bindProxyProtocol: (props?: AwsNetworkLoadBalancerProps) =>
    new AwsNetworkLoadBalancer(props).bindProxyProtocol(Testing.chart()),
};
const ways = ['bindLocalTraffic', 'bindProxyProtocol'] as const;
const prefixed = (suffixes: { [suffix: string]: string }) =>
  Object.fromEntries(Object.entries(suffixes).map(([suffix, value]) => [`${PREFIX}${suffix}`, value]));

/** The annotations that a prop adds to those of the balancer without it. */
function added(way: (typeof ways)[number], props: AwsNetworkLoadBalancerProps, base: AwsNetworkLoadBalancerProps = {}) {
  const without = bind[way](base).annotations!;
  return Object.fromEntries(
    Object.entries(bind[way]({ ...base, ...props }).annotations!).filter(([key, value]) => without[key] !== value),
  );
}

describe.each<[(typeof ways)[number], AwsTargetType, ExternalTrafficPolicy | undefined, { [suffix: string]: string }]>([
  // What Kong recommends, and the attribute that EKS Auto Mode reads.
  [
    'bindProxyProtocol',
    AwsTargetType.INSTANCE,
    ExternalTrafficPolicy.CLUSTER,
    {
      'proxy-protocol': '*',
      'target-group-attributes': 'preserve_client_ip.enabled=false,proxy_protocol_v2.enabled=true',
    },
  ],
  [
    'bindProxyProtocol',
    AwsTargetType.IP,
    undefined,
    {
      'proxy-protocol': '*',
      'target-group-attributes': 'preserve_client_ip.enabled=false,proxy_protocol_v2.enabled=true',
    },
  ],
  [
    'bindLocalTraffic',
    AwsTargetType.INSTANCE,
    ExternalTrafficPolicy.LOCAL,
    {
      'target-group-attributes': 'preserve_client_ip.enabled=true,proxy_protocol_v2.enabled=false',
    },
  ],
  [
    'bindLocalTraffic',
    AwsTargetType.IP,
    undefined,
    {
      'target-group-attributes': 'preserve_client_ip.enabled=true,proxy_protocol_v2.enabled=false',
    },
  ],
])('%s with %s targets', (way, targetType, externalTrafficPolicy, suffixes) => {
  const common = {
    externalTrafficPolicy,
    drainSeconds: 120,
    routesToPods: targetType === AwsTargetType.IP,
    reservedAnnotations: expect.any(Array),
    sourceRanges: undefined,
    ipFamilies: [IpFamily.IPV4],
    clientFamilies: [IpFamily.IPV4],
  };

  test('is made by the AWS Load Balancer Controller', () => {
    expect(bind[way]({ targetType })).toEqual({
      loadBalancerKind: 'aws-nlb',
      annotations: prefixed({
        scheme: 'internet-facing',
        type: 'external',
        'nlb-target-type': targetType,
        ...suffixes,
      }),
      ...common,
    });
  });

  test('is made by EKS Auto Mode, which has a class and reads attributes only', () => {
    const { 'proxy-protocol': _, ...read } = suffixes;
    expect(bind[way]({ targetType, eksAutoMode: true })).toEqual({
      loadBalancerKind: 'eks-auto-nlb',
      loadBalancerClass: 'eks.amazonaws.com/nlb',
      annotations: prefixed({ scheme: 'internet-facing', 'nlb-target-type': targetType, ...read }),
      ...common,
    });
  });
});

test('instance targets are the default', () => {
  ways.forEach((way) => expect(bind[way]()).toEqual(bind[way]({ targetType: AwsTargetType.INSTANCE })));
});

test('its own class stands beside the annotations', () => {
  ways.forEach((way) =>
    expect(bind[way]({ loadBalancerClass: 'service.k8s.aws/nlb' })).toEqual({
      ...bind[way](),
      loadBalancerClass: 'service.k8s.aws/nlb',
    }),
  );
});

test('a later change of the props does not reach it', () => {
  const props = { internalOnly: true, subnets: ['subnet-1'] };
  const balancer = new AwsNetworkLoadBalancer(props);
  props.internalOnly = false;
  props.subnets.push('subnet-2');
  expect(balancer.bindLocalTraffic(Testing.chart()).annotations).toMatchObject(
    prefixed({ scheme: 'internal', subnets: 'subnet-1' }),
  );
});

describe.each(ways)('each prop is its annotation, with %s', (way) => {
  test.each<[AwsNetworkLoadBalancerProps, string, string]>([
    [{ internalOnly: true }, 'scheme', 'internal'],
    [{ name: 'kong-edge-1' }, 'name', 'kong-edge-1'],
    [{ subnets: ['subnet-2', 'subnet-1'] }, 'subnets', 'subnet-2,subnet-1'],
    [{ ipAddressType: AwsIpAddressType.IPV4 }, 'ip-address-type', 'ipv4'],
    [
      { attributes: { 'load_balancing.cross_zone.enabled': 'true', 'deletion_protection.enabled': 'true' } },
      'attributes',
      'deletion_protection.enabled=true,load_balancing.cross_zone.enabled=true',
    ],
    [{ tags: { team: 'edge', env: 'prod' } }, 'additional-resource-tags', 'env=prod,team=edge'],
    [{ eipAllocations: ['eipalloc-1', 'eipalloc-2'] }, 'eip-allocations', 'eipalloc-1,eipalloc-2'],
    [{ securityGroups: ['sg-1', 'kong-edge'] }, 'security-groups', 'sg-1,kong-edge'],
    [{ prefixLists: ['pl-1', 'pl-2'] }, 'security-group-prefix-lists', 'pl-1,pl-2'],
    [{ annotations: { [`${PREFIX}healthcheck-interval`]: '5' } }, 'healthcheck-interval', '5'],
  ])('%j', (props, suffix, value) => {
    expect(added(way, props)).toEqual({ [`${PREFIX}${suffix}`]: value });
  });

  test('the source ranges are a field of the Service', () => {
    expect(bind[way]({ sourceRanges: ['192.0.2.0/24'] })).toEqual({ ...bind[way](), sourceRanges: ['192.0.2.0/24'] });
  });

  test('an attribute of the target group stands beside the one of the binding', () => {
    const { annotations } = bind[way]({
      targetGroupAttributes: { 'stickiness.enabled': 'true', 'deregistration_delay.timeout_seconds': '30' },
    });
    const local = way === 'bindLocalTraffic';
    expect(annotations![`${PREFIX}target-group-attributes`]).toBe(
      `deregistration_delay.timeout_seconds=30,preserve_client_ip.enabled=${local},proxy_protocol_v2.enabled=${!local},stickiness.enabled=true`,
    );
  });

  test.each(['preserve_client_ip.enabled', 'proxy_protocol_v2.enabled'])(
    '%s may be said again, but not otherwise',
    (key) => {
      const value = String((key === 'preserve_client_ip.enabled') === (way === 'bindLocalTraffic'));
      const other = value === 'true' ? 'false' : 'true';
      expect(bind[way]({ targetGroupAttributes: { [key]: value } })).toEqual(bind[way]());
      expect(() => bind[way]({ targetGroupAttributes: { [key]: other } })).toThrow(
        new Error(
          `[test] targetGroupAttributes: ${key} ("${other}") decides whether Kong learns the client's address, and must be "${value}" here; leave it out`,
        ),
      );
    },
  );

  test('TLS that the balancer ends goes on to Kong as TLS, so that Kong knows the scheme', () => {
    expect(
      added(way, { certificateIds: ['arn:1', 'arn:2'], sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' }),
    ).toEqual(
      prefixed({
        'ssl-cert': 'arn:1,arn:2',
        'ssl-ports': '443',
        'ssl-negotiation-policy': 'ELBSecurityPolicy-TLS13-1-2-2021-06',
        'backend-protocol': 'ssl',
      }),
    );
    expect(
      added(way, { certificateIds: ['arn:1'], annotations: { [`${PREFIX}alpn-policy`]: 'HTTP2Preferred' } }),
    ).toHaveProperty([`${PREFIX}alpn-policy`], 'HTTP2Preferred');
  });
});

test('a dual-stack balancer reaches Kong over both families, and has clients of both', () => {
  const dualStack = { ipAddressType: AwsIpAddressType.DUALSTACK, sourceRanges: ['192.0.2.0/24', '2001:db8::/32'] };
  const binding = bind.bindProxyProtocol(dualStack);
  const both = [IpFamily.IPV4, IpFamily.IPV6];
  expect([binding.annotations![`${PREFIX}ip-address-type`], binding.ipFamilies, binding.clientFamilies]).toEqual([
    'dualstack',
    both,
    both,
  ]);
  const kong = new ProxyProtocolKong(Testing.chart(), 'Kong', {
    loadBalancer: new AwsNetworkLoadBalancer(dualStack),
    trustedProxies: TrustedProxies.of('10.0.0.0/16'),
    configuration,
  });
  expect(manifest(kong.service).spec).toMatchObject({
    loadBalancerSourceRanges: dualStack.sourceRanges,
    ipFamilies: ['IPv4'],
  });
});

describe('what would not work is refused', () => {
  const nameRule =
    'a balancer\'s name has at most 32 letters, digits and inner hyphens, and does not begin with "internal-"';
  const annotation = (suffix: string) => ({ annotations: { [`${PREFIX}${suffix}`]: 'x' } });
  const noTls =
    'has no effect without certificateIds, since nothing listens for TLS; give the certificates, or leave it out';
  const auto = { eksAutoMode: true };

  test('a dual-stack balancer cannot keep the source address', () => {
    expect(() => bind.bindLocalTraffic({ ipAddressType: AwsIpAddressType.DUALSTACK })).toThrow(
      new Error(
        '[test] ipAddressType "dualstack": connections that the balancer translates between IPv4 and IPv6 come from its own address, and those clients\' addresses would be lost; use ProxyProtocolKong, or leave it out',
      ),
    );
  });

  test.each<[AwsNetworkLoadBalancerProps, string]>([
    [{ sslPolicy: 'x' }, 'sslPolicy "x" has no effect without certificateIds; give the certificates, or leave it out'],
    [
      { certificateIds: [] },
      'certificateIds must be a list with at least one item, got []; write that, or leave it out',
    ],
    [
      { certificateIds: [''] },
      'certificateIds[0] must be a string without surrounding blanks or line breaks, got ""; write that, or leave it out',
    ],
    [
      { ipAddressType: AwsIpAddressType.DUALSTACK_WITHOUT_PUBLIC_IPV4 },
      'ipAddressType "dualstack-without-public-ipv4" is for Application Load Balancers only; write AwsIpAddressType.DUALSTACK, or leave it out',
    ],
    [
      { ipAddressType: 'DualStack' as any },
      'ipAddressType must be one of "ipv4", "dualstack", "dualstack-without-public-ipv4", got "DualStack"; write that, or leave it out',
    ],
    [{ internalOnly: 'true' as any }, 'internalOnly must be true or false, got "true"; write that, or leave it out'],
    [{ targetType: 'IP' as any }, 'targetType must be one of "instance", "ip", got "IP"; write that, or leave it out'],
    [{ eksAutoMode: 'false' as any }, 'eksAutoMode must be true or false, got "false"; write that, or leave it out'],
    [
      { eipAllocations: ['eipalloc-1'], internalOnly: true },
      'eipAllocations ["eipalloc-1"]: an internal balancer has no public addresses; leave out these, or internalOnly',
    ],
    [
      { eipAllocations: ['eipalloc-1'], subnets: ['subnet-1', 'subnet-2'] },
      'eipAllocations ["eipalloc-1"] and subnets ["subnet-1","subnet-2"]: each subnet takes one address; give as many of one as of the other',
    ],
    [
      { sourceRanges: ['192.0.2.0/24'], securityGroups: ['sg-1'] },
      'sourceRanges and securityGroups: the controller ignores the first when it is given the second, so any source might connect; give one of them',
    ],
    [
      { prefixLists: ['pl-1'], securityGroups: ['sg-1'] },
      'securityGroups and prefixLists: the controller ignores the second when it is given the first; give one of them',
    ],
    [
      { sourceRanges: ['192.0.2.0/24', '2001:db8::/32'] },
      'sourceRanges: "2001:db8::/32" is a network of IPv6, but the balancer has addresses of IPv4 only; leave it out, or give the balancer IPv6',
    ],
    ...['a'.repeat(33), '-kong', 'kong-', 'kong_edge', 'internal-kong', ''].map(
      (name): [AwsNetworkLoadBalancerProps, string] => [{ name }, `name "${name}": ${nameRule}`],
    ),
    [{ subnets: [] }, 'subnets must be a list with at least one item, got []; write that, or leave it out'],
    [
      { subnets: 'subnet-1' as any },
      'subnets must be a list with at least one item, got "subnet-1"; write that, or leave it out',
    ],
    [
      { subnets: ['subnet-1', 'subnet-1'] },
      'subnets[1] is "subnet-1" again; write each item once, or leave subnets out',
    ],
    [
      { tags: { 'a=b': 'c' } },
      'tags: "a=b": "c" cannot be written as key=value; write keys without a comma or "=", values without a comma, and both without a backslash, line breaks or blanks around them',
    ],
    [
      { loadBalancerClass: 'eks.amazonaws.com/nlb' },
      'loadBalancerClass "eks.amazonaws.com/nlb": for EKS Auto Mode set eksAutoMode, and leave the class to it',
    ],
    [
      { ...auto, loadBalancerClass: 'service.k8s.aws/nlb' },
      'loadBalancerClass "service.k8s.aws/nlb": for EKS Auto Mode set eksAutoMode, and leave the class to it',
    ],
    [annotation('alpn-policy'), `annotation ${PREFIX}alpn-policy ("x") ${noTls}`],
    [annotation('listener-attributes.TLS-443'), `annotation ${PREFIX}listener-attributes.TLS-443 ("x") ${noTls}`],
    [
      { securityGroups: ['sg-1'], ...annotation('enable-icmp-for-path-mtu-discovery') },
      `annotation ${PREFIX}enable-icmp-for-path-mtu-discovery ("x") has no effect together with securityGroups; let the groups admit ICMP, and leave it out`,
    ],
    ...[
      'access-log-enabled',
      'access-log-s3-bucket-name',
      'access-log-s3-bucket-prefix',
      'cross-zone-load-balancing-enabled',
    ].map((suffix): [AwsNetworkLoadBalancerProps, string] => [
      { ...auto, ...annotation(suffix) },
      `annotation ${PREFIX}${suffix} ("x") is not read by EKS Auto Mode; use the prop attributes`,
    ]),
  ])('%j', (props, message) => {
    ways.forEach((way) => expect(refusalOf(() => bind[way](props))).toBe(message));
  });

  test('a range without a family of a dual-stack balancer', () => {
    expect(() =>
      bind.bindProxyProtocol({ ipAddressType: AwsIpAddressType.DUALSTACK, sourceRanges: ['192.0.2.0/24'] }),
    ).toThrow(
      new Error(
        'AwsNetworkLoadBalancer: sourceRanges ["192.0.2.0/24"]: no client could connect over IPv6, although the balancer has IPv6 addresses; add the IPv6 networks that may connect, or take IPv6 from the balancer',
      ),
    );
  });

  test.each([
    ' preserve_client_ip.enabled',
    'preserve_client_ip\\.enabled',
    'preserve_client_ip.enabled\u00a0',
    'proxy_protocol_v2.enabled ',
  ])("the key %j, which the controller would read as one of the binding's", (key) => {
    ways.forEach((way) =>
      expect(() => bind[way]({ targetGroupAttributes: { [key]: 'true' } })).toThrow(
        `AwsNetworkLoadBalancer: targetGroupAttributes: ${JSON.stringify(key)} is not a name of an attribute`,
      ),
    );
  });

  test('a value that would swallow the next attribute', () => {
    ways.forEach((way) =>
      expect(() => bind[way]({ targetGroupAttributes: { 'deregistration_delay.timeout_seconds': '30\\' } })).toThrow(
        'cannot be written as key=value',
      ),
    );
  });

  test('props that are not an object', () => {
    expect(() => new AwsNetworkLoadBalancer(null as any)).toThrow(
      new Error('AwsNetworkLoadBalancer: props must be an object, got null; write new AwsNetworkLoadBalancer({ … })'),
    );
  });

  test.each(['a', 'a'.repeat(32), 'Kong-1', 'internal'])('but not the name %s', (name) => {
    expect(bind.bindProxyProtocol({ name }).annotations![`${PREFIX}name`]).toBe(name);
  });
});
