import { Testing } from 'cdk8s';
import { AwsIpAddressType, AwsNetworkLoadBalancer, AwsNetworkLoadBalancerProps, AwsTargetType } from '../../../src';

/**
 * Every annotation of a Service that the AWS Load Balancer Controller 3.5 reads.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/
 */
const PREFIX = 'service.beta.kubernetes.io/';
const AWS = `${PREFIX}aws-load-balancer-`;

/** How a user sets an annotation: by a prop, freely, or not at all since the binding needs it as it is. */
type Setting = AwsNetworkLoadBalancerProps | 'free' | 'owned';

/** With these, annotations about TLS mean something. */
const tls: AwsNetworkLoadBalancerProps = { certificateIds: ['arn:1'], sslPolicy: 'x' };

/** Those that are set in the same way with local traffic and with PROXY protocol, with instance and with ip targets. */
const everywhere: [string, Setting][] = [
  [`${AWS}type`, {}],
  [`${AWS}scheme`, {}],
  [`${AWS}nlb-target-type`, {}],
  [`${AWS}target-group-attributes`, {}],
  [`${AWS}name`, { name: 'kong' }],
  [`${AWS}subnets`, { subnets: ['subnet-1'] }],
  [`${AWS}ip-address-type`, { ipAddressType: AwsIpAddressType.IPV4 }],
  [`${AWS}attributes`, { attributes: { 'deletion_protection.enabled': 'true' } }],
  [`${AWS}additional-resource-tags`, { tags: { team: 'edge' } }],
  [`${AWS}eip-allocations`, { eipAllocations: ['eipalloc-1'] }],
  [`${AWS}security-groups`, { securityGroups: ['sg-1'] }],
  [`${AWS}security-group-prefix-lists`, { prefixLists: ['pl-1'] }],
  ...['ssl-cert', 'ssl-ports', 'ssl-negotiation-policy', 'backend-protocol'].map((suffix): [string, Setting] => [
    `${AWS}${suffix}`,
    tls,
  ]),
  [`${PREFIX}load-balancer-source-ranges`, 'owned'],
  [`${PREFIX}actions.TCP-443`, 'owned'],
  ...[
    'internal',
    'proxy-protocol-per-target-group',
    'disable-nlb-sg',
    'healthcheck-protocol',
    'healthcheck-port',
    'healthcheck-path',
    'healthcheck-success-codes',
  ].map((suffix): [string, Setting] => [`${AWS}${suffix}`, 'owned']),
  ...[
    'access-log-enabled',
    'access-log-s3-bucket-name',
    'access-log-s3-bucket-prefix',
    'cross-zone-load-balancing-enabled',
    'healthcheck-healthy-threshold',
    'healthcheck-unhealthy-threshold',
    'healthcheck-timeout',
    'healthcheck-interval',
    'private-ipv4-addresses',
    'ipv6-addresses',
    'alpn-policy',
    'target-node-labels',
    'manage-backend-security-group-rules',
    'inbound-sg-rules-on-private-link-traffic',
    'listener-attributes.TCP-80',
    'listener-attributes.TLS-443',
    'multi-cluster-target-group',
    'enable-prefix-for-ipv6-source-nat',
    'source-nat-ipv6-prefixes',
    'minimum-load-balancer-capacity',
    'enable-icmp-for-path-mtu-discovery',
    'enable-tcp-udp-listener',
    'quic-enabled-ports',
    'quic-enabled-containers',
  ].map((suffix): [string, Setting] => [`${AWS}${suffix}`, 'free']),
];

/** The one key in which the ways differ. */
const byWay: { [way: string]: [string, Setting][] } = {
  'local traffic, instance targets': [[`${AWS}proxy-protocol`, 'owned']],
  'local traffic, ip targets': [[`${AWS}proxy-protocol`, 'owned']],
  'PROXY protocol, instance targets': [[`${AWS}proxy-protocol`, {}]],
  'PROXY protocol, ip targets': [[`${AWS}proxy-protocol`, {}]],
};

describe.each(Object.keys(byWay))('with %s', (way) => {
  const bind = (props: AwsNetworkLoadBalancerProps) => {
    const balancer = new AwsNetworkLoadBalancer({
      targetType: way.endsWith('ip targets') ? AwsTargetType.IP : AwsTargetType.INSTANCE,
      ...props,
    });
    return (
      way.startsWith('local') ? balancer.bindLocalTraffic(Testing.chart()) : balancer.bindProxyProtocol(Testing.chart())
    ).annotations!;
  };
  const settings = [...everywhere, ...byWay[way]];

  test('the table names each annotation once', () => {
    expect(new Set(settings.map(([key]) => key)).size).toBe(50);
    expect(settings).toHaveLength(50);
  });

  test.each(settings.filter(([, setting]) => setting === 'free').map(([key]) => key))('%s is set by its key', (key) => {
    expect(bind({ ...tls, annotations: { [key]: 'value' } })[key]).toBe('value');
  });

  test.each(settings.filter(([, setting]) => typeof setting === 'object'))('%s is set by a prop, %j', (key, props) => {
    expect(bind(props as AwsNetworkLoadBalancerProps)).toHaveProperty([key]);
  });

  test.each(settings.filter(([, setting]) => setting !== 'free').map(([key]) => key))(
    '%s is refused as a key',
    (key) => {
      expect(() => bind({ annotations: { [key]: 'value' } })).toThrow(
        new Error(
          `[test] annotation ${key} ("value") belongs to AwsNetworkLoadBalancer; use the load balancer's own props, or leave it out`,
        ),
      );
    },
  );

  test("the attributes of one port's target group are refused as well", () => {
    expect(() =>
      bind({ annotations: { [`${AWS}target-group-attributes.443`]: 'preserve_client_ip.enabled=false' } }),
    ).toThrow('belongs to AwsNetworkLoadBalancer');
  });
});
