import { AwsIpAddressType, AwsNetworkLoadBalancer, AwsNetworkLoadBalancerProps } from '../../../src';
import { refusalOf } from '../service-balancer';
import { PREFIX, bind, ways } from './network';

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
