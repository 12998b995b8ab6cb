import { Testing } from 'cdk8s';
import {
  AwsApplicationTargetGroupBinding,
  AwsApplicationTargetGroupBindingProps,
  AwsNetworkTargetGroupBinding,
  AwsNetworkTargetGroupBindingProps,
  AwsTargetType,
  ClientIpHeader,
  HeaderForwardedKong,
  Kong,
  LocalTraffic,
  LocalTrafficKong,
  ProxyProtocolKong,
  TrustedProxies,
} from '../../../src';
import { configuration, environment, manifest, objects, ofKind } from '../../helpers';

const arn = (name: string) =>
  `arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/${name}/0123456789abcdef`;
const targetGroupArn = arn('http');
const tlsTargetGroupArn = arn('tls');
const trustedProxies = TrustedProxies.of('10.0.0.0/16');
type Network = Partial<AwsNetworkTargetGroupBindingProps>;

const local = (props: Network = {}): Kong =>
  new LocalTrafficKong(Testing.chart(), 'Kong', {
    loadBalancer: new AwsNetworkTargetGroupBinding({ targetGroupArn, preserveClientIp: true, ...props }),
    configuration,
  });
const proxy = (props: Network = {}): Kong =>
  new ProxyProtocolKong(Testing.chart(), 'Kong', {
    loadBalancer: new AwsNetworkTargetGroupBinding({ targetGroupArn, proxyProtocolV2: true, ...props }),
    trustedProxies,
    configuration,
  });
const header = (props: Partial<AwsApplicationTargetGroupBindingProps> = {}, of?: ClientIpHeader): Kong =>
  new HeaderForwardedKong(Testing.chart(), 'Kong', {
    loadBalancer: new AwsApplicationTargetGroupBinding({ targetGroupArn, appendsXForwardedFor: true, ...props }),
    trustedProxies,
    configuration,
    header: of,
  });
const specs = (kong: Kong) => ofKind(kong, 'TargetGroupBinding').map(({ spec }) => spec);

test.each<[string, () => Kong, string, string | undefined, string, string | undefined]>([
  ['local traffic', local, 'NodePort', 'Local', 'instance', undefined],
  ['PROXY protocol', proxy, 'NodePort', 'Cluster', 'instance', 'proxy_protocol'],
  ['local traffic to pods', () => local({ targetType: AwsTargetType.IP }), 'ClusterIP', undefined, 'ip', undefined],
  [
    'PROXY protocol to pods',
    () => proxy({ targetType: AwsTargetType.IP }),
    'ClusterIP',
    undefined,
    'ip',
    'proxy_protocol',
  ],
  ['headers', header, 'ClusterIP', undefined, 'ip', 'X-Forwarded-For'],
])(
  "%s: registers the gateway's own Service, for which nobody else makes a balancer",
  (_, make, type, policy, targetType, realIp) => {
    const kong = make();
    const { spec, metadata } = manifest(kong.service);
    expect([spec.type, spec.externalTrafficPolicy]).toEqual([type, policy]);
    expect(metadata.annotations).toEqual({
      'kong-client-ip/load-balancer': 'aws-target-group',
      'kong-client-ip/promises': expect.stringMatching(/^\{"sends":"(packets|proxy-protocol|header)"/),
    });
    expect(specs(kong)).toEqual([
      { targetGroupARN: targetGroupArn, targetType, serviceRef: { name: kong.service.name, port: 80 } },
    ]);
    expect(ofKind(kong, 'Ingress')).toEqual([]);
    expect(environment(kong).KONG_REAL_IP_HEADER).toBe(realIp);
  },
);

test('binds port 443 to its own target group', () => {
  const kong = proxy({ tlsTargetGroupArn });
  expect(specs(kong).map(({ targetGroupARN, serviceRef }: any) => [targetGroupARN, serviceRef])).toEqual([
    [targetGroupArn, { name: kong.service.name, port: 80 }],
    [tlsTargetGroupArn, { name: kong.service.name, port: 443 }],
  ]);
});

test.each<[string, () => Kong, object[][]]>([
  [
    'pods, on the ports of Kong',
    () => proxy({ targetType: AwsTargetType.IP, tlsTargetGroupArn, securityGroups: ['sg-1', 'sg-2'] }),
    [[{ protocol: 'TCP', port: 8000 }], [{ protocol: 'TCP', port: 8443 }]],
  ],
  [
    'pods, on the port of the health check, too',
    () => header({ securityGroups: ['sg-1', 'sg-2'] }),
    [
      [
        { protocol: 'TCP', port: 8000 },
        { protocol: 'TCP', port: 8100 },
      ],
    ],
  ],
  ['nodes, whose port is not known yet', () => local({ securityGroups: ['sg-1', 'sg-2'] }), [[{ protocol: 'TCP' }]]],
])("opens %s, to the balancer's security groups", (_, make, ports) => {
  const from = ['sg-1', 'sg-2'].map((groupID) => ({ securityGroup: { groupID } }));
  expect(specs(make()).map(({ networking }: any) => networking)).toEqual(
    ports.map((some) => ({ ingress: [{ from, ports: some }] })),
  );
});

test('EKS Auto Mode has its own API group', () => {
  expect(ofKind(proxy({ eksAutoMode: true }), 'TargetGroupBinding')[0].apiVersion).toBe('eks.amazonaws.com/v1');
  expect(ofKind(proxy(), 'TargetGroupBinding')[0].apiVersion).toBe('elbv2.k8s.aws/v1beta1');
});

test("stands in the gateway's namespace, with its labels", () => {
  const kong = new LocalTrafficKong(Testing.chart(), 'Kong', {
    loadBalancer: new AwsNetworkTargetGroupBinding({ targetGroupArn, preserveClientIp: true }),
    configuration,
    namespace: 'edge',
    labels: { team: 'edge' },
  });
  expect(ofKind(kong, 'TargetGroupBinding')[0].metadata).toMatchObject({ namespace: 'edge', labels: { team: 'edge' } });
});

test('without a gateway, the Service has to be named', () => {
  const way = (serviceName?: string) =>
    new LocalTraffic(Testing.chart(), 'Way', {
      loadBalancer: new AwsNetworkTargetGroupBinding({ targetGroupArn, preserveClientIp: true, serviceName }),
    });
  expect(objects(way('kong-proxy')).map(({ spec }) => spec.serviceRef)).toEqual([{ name: 'kong-proxy', port: 80 }]);
  expect(() => objects(way())).toThrow(
    '[test/Way] serviceName is missing, and this chart has no gateway whose Service could be meant; write the name of the Service that leads to Kong',
  );
});

test('an HTTP/2 target group makes Kong listen for it', () => {
  expect(environment(header({ speaksHttp2: true })).KONG_PROXY_LISTEN).toContain(':8000 http2');
  expect(environment(header()).KONG_PROXY_LISTEN).not.toContain('http2');
});

test('another header is taken only where the balancer is promised to admit chosen networks', () => {
  const cdn = ClientIpHeader.single('CF-Connecting-IP');
  expect(environment(header({ restrictsSources: true }, cdn)).KONG_REAL_IP_HEADER).toBe('CF-Connecting-IP');
  expect(() => header({}, cdn)).toThrow('header CF-Connecting-IP is not written by this load balancer');
});

const preserve = 'this way needs target groups with preserve_client_ip.enabled';
const version2 = 'this way needs target groups with proxy_protocol_v2.enabled';
test.each<[string, () => Kong, string]>([
  [
    'a source that is not promised',
    () => local({ preserveClientIp: undefined }),
    `preserveClientIp is undefined: ${preserve}=true; set the attribute where they are made, and write preserveClientIp: true`,
  ],
  [
    'a PROXY header that Kong does not expect',
    () => local({ proxyProtocolV2: true }),
    `proxyProtocolV2 is true: ${version2}=false; set the attribute where they are made, and leave proxyProtocolV2 out`,
  ],
  [
    'a PROXY header that is not promised',
    () => proxy({ proxyProtocolV2: false }),
    `proxyProtocolV2 is false: ${version2}=true; set the attribute where they are made, and write proxyProtocolV2: true`,
  ],
  [
    'peers that are clients',
    () => proxy({ preserveClientIp: true }),
    `preserveClientIp is true: ${preserve}=false; set the attribute where they are made, and leave preserveClientIp out`,
  ],
  [
    'a list that the balancer does not append to',
    () => header({ appendsXForwardedFor: false }),
    'appendsXForwardedFor is false: unless the balancer appends the client to X-Forwarded-For, clients choose their own address or none is known; ' +
      'set its attribute routing.http.xff_header_processing.mode to append, and write appendsXForwardedFor: true',
  ],
  [
    'a name for an ARN',
    () => local({ targetGroupArn: 'kong' }),
    'targetGroupArn "kong" is not the ARN of a target group; write one such as "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/kong/0123456789abcdef"',
  ],
  [
    'no ARN',
    () => local({ targetGroupArn: undefined }),
    'targetGroupArn is missing: the controller registers Kong there; write the ARN of the target group for port 80',
  ],
  [
    'the ARN of the balancer',
    () =>
      proxy({
        tlsTargetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/kong/0123456789abcdef',
      }),
    'tlsTargetGroupArn "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/kong/0123456789abcdef" is not the ARN of a target group; write one such as "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/kong/0123456789abcdef"',
  ],
  [
    'groups that EKS Auto Mode ignores',
    () => local({ eksAutoMode: true, securityGroups: ['sg-1'] }),
    'securityGroups ["sg-1"]: EKS Auto Mode does not open Kong to them; open the nodes or pods yourself, and leave them out',
  ],
  [
    'an empty Service name',
    () => local({ serviceName: '' }),
    'serviceName must be a string without surrounding blanks or line breaks, got ""; write that, or leave it out',
  ],
])('%s is refused', (_, make, message) => {
  expect(make).toThrow(expect.objectContaining({ message: expect.stringContaining(message) }));
});
