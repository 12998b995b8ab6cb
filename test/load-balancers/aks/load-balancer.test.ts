import { Testing } from 'cdk8s';
import { AZURE, belongs, OF_PORTS, prefixed } from './azure';
import { AksLoadBalancer, AksLoadBalancerProps } from '../../../src';
import { refusalOf } from '../service-balancer';

const bind = (props?: AksLoadBalancerProps) => new AksLoadBalancer(props).bindLocalTraffic(Testing.chart());

test('needs no annotation, and reaches Kong over both families', () => {
  const { reservedAnnotations, ...binding } = bind();
  expect(binding).toEqual({
    loadBalancerKind: 'aks-load-balancer',
    annotations: {},
    externalTrafficPolicy: 'Local',
    drainSeconds: 30,
  });
});

test.each<[AksLoadBalancerProps, { [suffix: string]: string }]>([
  [{ internalOnly: true }, { 'load-balancer-internal': 'true' }],
  [
    { internalOnly: true, subnet: 'edge' },
    { 'load-balancer-internal': 'true', 'load-balancer-internal-subnet': 'edge' },
  ],
  [
    { internalOnly: true, ipv4: '10.0.5.9', ipv6: 'fd00::9' },
    { 'load-balancer-internal': 'true', 'load-balancer-ipv4': '10.0.5.9', 'load-balancer-ipv6': 'fd00::9' },
  ],
  [{ internalOnly: false }, {}],
  [
    { ipv4: '203.0.113.10', ipv6: '2001:db8::10', resourceGroup: 'network' },
    {
      'load-balancer-ipv4': '203.0.113.10',
      'load-balancer-ipv6': '2001:db8::10',
      'load-balancer-resource-group': 'network',
    },
  ],
  [
    { pipName: 'kong', pipNameIpv6: 'kong-v6' },
    { 'pip-name': 'kong', 'pip-name-ipv6': 'kong-v6' },
  ],
  [
    { ipv4: '203.0.113.10', pipNameIpv6: 'kong-v6' },
    { 'load-balancer-ipv4': '203.0.113.10', 'pip-name-ipv6': 'kong-v6' },
  ],
  [{ dnsLabelName: 'kong' }, { 'dns-label-name': 'kong' }],
  [{ annotations: { [`${AZURE}load-balancer-tcp-idle-timeout`]: '30' } }, { 'load-balancer-tcp-idle-timeout': '30' }],
  [
    { annotations: { [`${AZURE}allowed-service-tags`]: 'AzureFrontDoor.Backend' } },
    { 'allowed-service-tags': 'AzureFrontDoor.Backend' },
  ],
])('%j', (props, suffixes) => {
  expect(bind(props).annotations).toEqual(prefixed(AZURE, suffixes));
});

describe('source ranges', () => {
  const sourceRanges = ['192.0.2.0/24'];

  test('stand in a field of the Service', () => {
    expect(bind({ sourceRanges })).toMatchObject({ sourceRanges, annotations: {} });
  });

  test('of an internal balancer deny everybody else, whom Azure would admit from the virtual network', () => {
    expect(bind({ internalOnly: true, sourceRanges })).toMatchObject({
      sourceRanges,
      annotations: prefixed(AZURE, {
        'load-balancer-internal': 'true',
        'deny-all-except-load-balancer-source-ranges': 'true',
      }),
    });
  });

  test.each(['allowed-service-tags', 'disable-load-balancer-nsg-rule', 'disable-load-balancer-floating-ip'])(
    'refuse %s beside them, which would admit others',
    (suffix) => {
      const key = `${AZURE}${suffix}`;
      expect(() => bind({ sourceRanges, annotations: { [key]: 'x' } })).toThrow(belongs(key, 'AksLoadBalancer'));
      expect(bind({ sourceRanges }).reservedAnnotations).toContain(key);
      expect(bind({ sourceRanges: [...sourceRanges, '2001:db8::/32'] }).sourceRanges).toHaveLength(2);
      expect(() => bind({ internalOnly: true, sourceRanges: [...sourceRanges, '2001:db8::/32'] })).toThrow(
        'sourceRanges: "2001:db8::/32" would restrict no client: an internal balancer hands IPv6 packets to node ports',
      );
      expect(bind({ annotations: { [key]: 'x' } }).annotations).toEqual({ [key]: 'x' });
      expect(bind().reservedAnnotations).not.toContain(key);
    },
  );
});

test.each<[any, string]>([
  [{ subnet: 'edge' }, 'subnet "edge" is for internal balancers only; leave it out, or change internalOnly'],
  [
    { internalOnly: true, pipName: 'kong' },
    'pipName "kong" is for public balancers only; leave it out, or change internalOnly',
  ],
  [{ internalOnly: true, pipNameIpv6: 'kong' }, 'pipNameIpv6 "kong" is for public balancers only'],
  [{ internalOnly: true, resourceGroup: 'network' }, 'resourceGroup "network" is for public balancers only'],
  [{ internalOnly: true, dnsLabelName: 'kong' }, 'dnsLabelName "kong" is for public balancers only'],
  [
    { ipv4: '10.0.5.9' },
    'ipv4 "10.0.5.9" is a private address, which no balancer on the internet has; write its public address',
  ],
  [{ ipv6: 'fd00::9' }, 'ipv6 "fd00::9" is a private address'],
  [{ ipv4: '2001:db8::9' }, 'ipv4 "2001:db8::9" is an IPv6 address; write one of IPv4'],
  [{ ipv6: '203.0.113.10' }, 'ipv6 "203.0.113.10" is an IPv4 address; write one of IPv6'],
  [{ ipv4: 'kong.example.com' }, 'ipv4: "kong.example.com" is not an IP address'],
  [{ ipv4: '' }, 'ipv4 must be a string without surrounding blanks'],
  [
    { ipv4: '203.0.113.10', pipName: 'kong' },
    'ipv4 "203.0.113.10" is ignored together with pipName "kong"; give one of them',
  ],
  [
    { ipv6: '2001:db8::9', pipNameIpv6: 'kong' },
    'ipv6 "2001:db8::9" is ignored together with pipNameIpv6 "kong"; give one of them',
  ],
  [{ pipName: '' }, 'pipName must be a string'],
  [{ pipNameIpv6: ' kong' }, 'pipNameIpv6 must be a string'],
  [{ resourceGroup: 'network\n' }, 'resourceGroup must be a string'],
  [{ internalOnly: true, subnet: '' }, 'subnet must be a string'],
  [{ internalOnly: 'True' }, 'internalOnly must be true or false, got "True"'],
  [{ dnsLabelName: '' }, 'dnsLabelName must be a string'],
  [
    { dnsLabelName: 'kong.westeurope.cloudapp.azure.com' },
    'dnsLabelName "kong.westeurope.cloudapp.azure.com" is not a label of 3 to 63',
  ],
  [{ dnsLabelName: 'Kong' }, 'dnsLabelName "Kong" is not a label of 3 to 63'],
])('refuses %j', (props, message) => {
  expect(refusalOf(() => bind(props))).toContain(message);
});

test.each([
  ...[
    'load-balancer-internal',
    'load-balancer-internal-subnet',
    'load-balancer-ipv4',
    'load-balancer-ipv6',
    'pip-name',
    'pip-name-ipv6',
    'load-balancer-resource-group',
    'dns-label-name',
    'pls-create',
    'pls-proxy-protocol',
    'allowed-ip-ranges',
    'deny-all-except-load-balancer-source-ranges',
  ].map((suffix) => `${AZURE}${suffix}`),
  'service.beta.kubernetes.io/load-balancer-source-ranges',
  ...OF_PORTS,
])('owns %s', (key) => {
  expect(() => bind({ annotations: { [key]: 'x' } })).toThrow(belongs(key, 'AksLoadBalancer'));
  expect(bind().reservedAnnotations).toContain(key);
});
