import { Testing } from 'cdk8s';
import { AwsIpAddressType, AwsLoadBalancerScheme, AwsNetworkLoadBalancer, AwsNetworkLoadBalancerProps, AwsTargetType, IpFamily } from '../../../src';

const PREFIX = 'service.beta.kubernetes.io/aws-load-balancer-';
const bind = {
  bindLocalTraffic: (props?: AwsNetworkLoadBalancerProps) => new AwsNetworkLoadBalancer(props).bindLocalTraffic(Testing.chart()),
  bindProxyProtocol: (props?: AwsNetworkLoadBalancerProps) => new AwsNetworkLoadBalancer(props).bindProxyProtocol(Testing.chart()),
};
const ways = ['bindLocalTraffic', 'bindProxyProtocol'] as const;
const ip = { targetType: AwsTargetType.IP };

/** The annotations that a prop adds to those of the balancer without it. */
function added(way: typeof ways[number], props: AwsNetworkLoadBalancerProps, base: AwsNetworkLoadBalancerProps = {}) {
  const without = bind[way](base).annotations!;
  return Object.fromEntries(Object.entries(bind[way]({ ...base, ...props }).annotations!).filter(([key, value]) => without[key] !== value));
}

describe('without props', () => {
  test('PROXY protocol with instance targets is exactly what Kong recommends', () => {
    expect(bind.bindProxyProtocol()).toEqual({
      annotations: {
        'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internet-facing',
        'service.beta.kubernetes.io/aws-load-balancer-type': 'external',
        'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type': 'instance',
        'service.beta.kubernetes.io/aws-load-balancer-proxy-protocol': '*',
      },
      routesToPods: false,
      reservedAnnotations: expect.any(Array),
      sourceRanges: undefined,
      ipFamilies: [IpFamily.IPV4],
    });
  });

  test('PROXY protocol with ip targets does not preserve the source, else the peers were the clients', () => {
    expect(bind.bindProxyProtocol(ip)).toEqual({
      annotations: {
        [`${PREFIX}scheme`]: 'internet-facing',
        [`${PREFIX}type`]: 'external',
        [`${PREFIX}nlb-target-type`]: 'ip',
        [`${PREFIX}proxy-protocol`]: '*',
        [`${PREFIX}target-group-attributes`]: 'preserve_client_ip.enabled=false',
      },
      routesToPods: true,
      reservedAnnotations: expect.any(Array),
      sourceRanges: undefined,
      ipFamilies: [IpFamily.IPV4],
    });
  });

  test('local traffic with instance targets leaves the source and the health check to the controller', () => {
    expect(bind.bindLocalTraffic()).toEqual({
      annotations: { [`${PREFIX}scheme`]: 'internet-facing', [`${PREFIX}type`]: 'external', [`${PREFIX}nlb-target-type`]: 'instance' },
      routesToPods: false,
      reservedAnnotations: expect.any(Array),
      sourceRanges: undefined,
      ipFamilies: [IpFamily.IPV4],
    });
  });

  test('local traffic with ip targets preserves the source', () => {
    expect(bind.bindLocalTraffic(ip)).toEqual({
      annotations: {
        [`${PREFIX}scheme`]: 'internet-facing',
        [`${PREFIX}type`]: 'external',
        [`${PREFIX}nlb-target-type`]: 'ip',
        [`${PREFIX}target-group-attributes`]: 'preserve_client_ip.enabled=true',
      },
      routesToPods: true,
      reservedAnnotations: expect.any(Array),
      sourceRanges: undefined,
      ipFamilies: [IpFamily.IPV4],
    });
  });
});

describe.each(ways)('each prop is its annotation, with %s', (way) => {
  test.each<[AwsNetworkLoadBalancerProps, string, string]>([
    [{ scheme: AwsLoadBalancerScheme.INTERNAL }, 'scheme', 'internal'],
    [{ name: 'kong-edge-1' }, 'name', 'kong-edge-1'],
    [{ subnets: ['subnet-2', 'subnet-1'] }, 'subnets', 'subnet-2,subnet-1'],
    [{ ipAddressType: AwsIpAddressType.IPV4 }, 'ip-address-type', 'ipv4'],
    [{ attributes: { 'load_balancing.cross_zone.enabled': 'true', 'deletion_protection.enabled': 'true' } }, 'attributes', 'deletion_protection.enabled=true,load_balancing.cross_zone.enabled=true'],
    [{ targetGroupAttributes: { 'deregistration_delay.timeout_seconds': '30' } }, 'target-group-attributes', 'deregistration_delay.timeout_seconds=30'],
    [{ tags: { team: 'edge', env: 'prod' } }, 'additional-resource-tags', 'env=prod,team=edge'],
    [{ eipAllocations: ['eipalloc-1', 'eipalloc-2'] }, 'eip-allocations', 'eipalloc-1,eipalloc-2'],
    [{ securityGroups: ['sg-1', 'kong-edge'] }, 'security-groups', 'sg-1,kong-edge'],
    [{ annotations: { [`${PREFIX}alpn-policy`]: 'HTTP2Preferred' } }, 'alpn-policy', 'HTTP2Preferred'],
  ])('%j', (props, suffix, value) => {
    expect(added(way, props)).toEqual({ [`${PREFIX}${suffix}`]: value });
  });

  test('the source ranges are a field of the Service', () => {
    expect(bind[way]({ sourceRanges: ['192.0.2.0/24'] })).toEqual({ ...bind[way](), sourceRanges: ['192.0.2.0/24'] });
  });

  test('an attribute of the target group stands beside the one of the binding', () => {
    const { annotations } = bind[way]({ ...ip, targetGroupAttributes: { 'stickiness.enabled': 'true', 'deregistration_delay.timeout_seconds': '30' } });
    expect(annotations![`${PREFIX}target-group-attributes`]).toBe(
      `deregistration_delay.timeout_seconds=30,preserve_client_ip.enabled=${way === 'bindLocalTraffic'},stickiness.enabled=true`);
  });
});

test('a dual-stack balancer reaches Kong over both families', () => {
  const binding = bind.bindProxyProtocol({ ipAddressType: AwsIpAddressType.DUALSTACK });
  expect([binding.annotations![`${PREFIX}ip-address-type`], binding.ipFamilies]).toEqual(['dualstack', undefined]);
});

test('TLS that the balancer ends goes on to Kong as TLS, so that Kong knows the scheme', () => {
  expect(added('bindLocalTraffic', { certificateArns: ['arn:1', 'arn:2'], sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' })).toEqual({
    [`${PREFIX}ssl-cert`]: 'arn:1,arn:2',
    [`${PREFIX}ssl-ports`]: '443',
    [`${PREFIX}ssl-negotiation-policy`]: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    [`${PREFIX}backend-protocol`]: 'ssl',
  });
});

describe('what would not work is refused', () => {
  const nameRule = 'a balancer\'s name has at most 32 letters, digits and inner hyphens';
  const owned = (key: string) => `targetGroupAttributes: ${key} decides whether Kong learns the client's address and belongs to AwsNetworkLoadBalancer; leave it out`;

  test.each<[typeof ways[number], AwsNetworkLoadBalancerProps, string]>([
    ['bindProxyProtocol', { certificateArns: ['arn:1'] }, 'certificateArns ["arn:1"]: if the balancer ends TLS, PROXY protocol does not tell Kong so, and Kong takes https for http; end TLS at Kong (tlsSecret), or use LocalTrafficKong'],
    ['bindProxyProtocol', { sslPolicy: 'x' }, 'sslPolicy "x": if the balancer ends TLS, PROXY protocol does not tell Kong so, and Kong takes https for http; end TLS at Kong (tlsSecret), or use LocalTrafficKong'],
    ['bindLocalTraffic', { sslPolicy: 'x' }, 'sslPolicy "x" has no effect without certificateArns; give the certificates, or leave it out'],
    ['bindLocalTraffic', { certificateArns: [] }, 'certificateArns must be a list with at least one item, got []; write that, or leave it out'],
    ['bindLocalTraffic', { ipAddressType: AwsIpAddressType.DUALSTACK }, 'ipAddressType "dualstack": connections that the balancer translates between IPv4 and IPv6 come from its own address, and those clients\' addresses would be lost; use ProxyProtocolKong, or leave it out'],
    ['bindProxyProtocol', { targetGroupAttributes: { 'preserve_client_ip.enabled': 'true' } }, owned('preserve_client_ip.enabled')],
    ['bindLocalTraffic', { targetGroupAttributes: { 'proxy_protocol_v2.enabled': 'false' } }, owned('proxy_protocol_v2.enabled')],
    ['bindProxyProtocol', { eipAllocations: ['eipalloc-1'], scheme: AwsLoadBalancerScheme.INTERNAL }, 'eipAllocations ["eipalloc-1"]: an internal balancer has no public addresses; leave them out, or make it internet-facing'],
    ['bindProxyProtocol', { sourceRanges: ['192.0.2.0/24'], securityGroups: ['sg-1'] }, 'sourceRanges and securityGroups: the controller ignores the first when it is given the second, so everybody might connect; give one of them'],
    ['bindProxyProtocol', { name: 'a'.repeat(33) }, `name "${'a'.repeat(33)}": ${nameRule}`],
    ['bindProxyProtocol', { name: '-kong' }, `name "-kong": ${nameRule}`],
    ['bindProxyProtocol', { name: 'kong-' }, `name "kong-": ${nameRule}`],
    ['bindProxyProtocol', { name: 'kong_edge' }, `name "kong_edge": ${nameRule}`],
    ['bindProxyProtocol', { name: '' }, `name "": ${nameRule}`],
    ['bindProxyProtocol', { subnets: [] }, 'subnets must be a list with at least one item, got []; write that, or leave it out'],
    ['bindProxyProtocol', { tags: { 'a=b': 'c' } }, 'tags: "a=b": "c" cannot be written as key=value; write keys without a comma or "=", values without a comma, and both without a backslash, line breaks or blanks around them'],
  ])('%s with %j', (way, props, message) => {
    expect(() => bind[way](props)).toThrow(new Error(`[test] ${message}`));
  });

  test.each(['a', 'a'.repeat(32), 'Kong-1'])('but not the name %s', (name) => {
    expect(bind.bindProxyProtocol({ name }).annotations![`${PREFIX}name`]).toBe(name);
  });
});
