import { Testing } from 'cdk8s';
import { PREFIX, bind, ways } from './network';
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
