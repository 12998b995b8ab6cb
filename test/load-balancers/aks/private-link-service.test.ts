import { Testing } from 'cdk8s';
import { AZURE, belongs, OF_PORTS, prefixed } from './azure';
import {
  AksPrivateLinkService,
  AksPrivateLinkServiceProps,
  ExternalTrafficPolicy,
  HeaderForwardedKong,
  IpFamily,
  TrustedProxies,
} from '../../../src';
import { checkObjects } from '../../../src/check/check';
import { configuration, environment, manifest, objects } from '../../helpers';
import { refusalOf } from '../service-balancer';

const subnet = { ipConfigurationSubnet: 'private-link' };
const bind = (props: Partial<AksPrivateLinkServiceProps> = {}) =>
  new AksPrivateLinkService({ ...subnet, ...props }).bindProxyProtocol(Testing.chart());
const required = {
  'load-balancer-internal': 'true',
  'load-balancer-health-probe-protocol': 'tcp',
  'pls-create': 'true',
  'pls-proxy-protocol': 'true',
  'pls-ip-configuration-subnet': 'private-link',
};
const [ONE, TWO] = ['11111111-1111-1111-1111-111111111111', '22222222-2222-2222-2222-222222222222'];

test('is an internal balancer with a Private Link Service over IPv4, whose addresses reach Kong as they are', () => {
  const { reservedAnnotations, ...binding } = bind();
  expect(binding).toEqual({
    loadBalancerKind: 'aks-private-link-service',
    annotations: prefixed(AZURE, required),
    externalTrafficPolicy: ExternalTrafficPolicy.LOCAL,
    ipFamilies: [IpFamily.IPV4],
    drainSeconds: 30,
  });
});

test.each<[Partial<AksPrivateLinkServiceProps>, { [suffix: string]: string }]>([
  [{ name: 'kong' }, { 'pls-name': 'kong' }],
  [{ ipConfigurationIpAddressCount: 8 }, { 'pls-ip-configuration-ip-address-count': '8' }],
  [{ ipConfigurationIpAddressCount: 1 }, { 'pls-ip-configuration-ip-address-count': '1' }],
  [
    { ipConfigurationIpAddresses: ['10.0.9.4', '10.0.9.5'] },
    { 'pls-ip-configuration-ip-address': '10.0.9.4 10.0.9.5', 'pls-ip-configuration-ip-address-count': '2' },
  ],
  [{ visibility: ['*'] }, { 'pls-visibility': '*' }],
  [
    { visibility: [ONE, TWO], autoApproval: [TWO] },
    { 'pls-visibility': `${ONE} ${TWO}`, 'pls-auto-approval': TWO },
  ],
  [
    { visibility: ['*'], autoApproval: [ONE] },
    { 'pls-visibility': '*', 'pls-auto-approval': ONE },
  ],
  [{ fqdns: ['a.example', 'b.example'] }, { 'pls-fqdns': 'a.example b.example' }],
  [{ subnet: 'edge' }, { 'load-balancer-internal-subnet': 'edge' }],
  [{ annotations: { [`${AZURE}pls-resource-group`]: 'network' } }, { 'pls-resource-group': 'network' }],
])('%j', (props, suffixes) => {
  expect(bind(props).annotations).toEqual(prefixed(AZURE, { ...required, ...suffixes }));
});

test.each<[Partial<AksPrivateLinkServiceProps>, string[] | undefined]>([
  [{}, undefined],
  [{ ipConfigurationIpAddresses: ['10.0.9.4', '10.0.9.5'] }, ['10.0.9.4/32', '10.0.9.5/32']],
  [{ ipConfigurationIpAddresses: ['10.0.9.4'], ipConfigurationIpAddressCount: 2 }, undefined],
])('with %j it is known to dial from %j', (props, peers) => {
  expect(bind(props).peers).toEqual(peers);
});

test.each<[any, string]>([
  [
    { ipConfigurationSubnet: undefined },
    "ipConfigurationSubnet is missing: without it the Private Link Service has addresses of the nodes' subnet",
  ],
  [{ ipConfigurationSubnet: '' }, 'ipConfigurationSubnet is missing'],
  [{ ipConfigurationSubnet: 'a\nb' }, 'ipConfigurationSubnet must be a string'],
  [{ name: '' }, 'name must be a string'],
  [{ subnet: '' }, 'subnet must be a string'],
  ...[0, 9, 1.5, NaN, -1, '2'].map((count): [any, string] => [
    { ipConfigurationIpAddressCount: count },
    'ipConfigurationIpAddressCount must be a whole number from 1 to 8, got',
  ]),
  [{ ipConfigurationIpAddresses: [] }, 'ipConfigurationIpAddresses must be a list with at least one item'],
  [
    { ipConfigurationIpAddresses: ['10.0.9.4 10.0.9.5'] },
    'ipConfigurationIpAddresses: "10.0.9.4 10.0.9.5" is not one item',
  ],
  [
    { ipConfigurationIpAddresses: ['fd00::4'] },
    'ipConfigurationIpAddresses[0] "fd00::4" is an IPv6 address; write one of IPv4',
  ],
  [
    { ipConfigurationIpAddresses: ['10.0.9.4', '10.0.9.5'], ipConfigurationIpAddressCount: 1 },
    'ipConfigurationIpAddressCount 1 is less than the 2 of ipConfigurationIpAddresses; leave it out',
  ],
  [
    { visibility: ['a,b'] },
    'visibility: "a,b" is not the id of a subscription; write one such as "00000000-0000-0000-0000-000000000000", or "*"',
  ],
  [{ visibility: ['a\tb'] }, 'visibility[0] must be a string'],
  [{ visibility: ['edge'] }, 'visibility: "edge" is not the id'],
  [{ visibility: '*' }, 'visibility must be a list with at least one item, got "*"'],
  [{ visibility: [] }, 'visibility must be a list with at least one item'],
  [
    { autoApproval: [ONE] },
    `autoApproval: "${ONE}" is not in visibility [], so it does not see the service; add it there`,
  ],
  [{ visibility: [TWO], autoApproval: [ONE] }, `autoApproval: "${ONE}" is not in visibility ["${TWO}"]`],
  [{ fqdns: ['a,b'] }, 'fqdns: "a,b" is not a domain name; write one such as "kong.example.com"'],
  [{ fqdns: ['a b'] }, 'fqdns: "a b" is not a domain name'],
  [{ fqdns: [''] }, 'fqdns[0] must be a string'],
])('refuses %j', (props, message) => {
  expect(refusalOf(() => bind(props))).toContain(message);
});

test('refuses to be made without props, from plain JavaScript', () => {
  expect(() => new (AksPrivateLinkService as any)().bindProxyProtocol(Testing.chart())).toThrow(
    'AksPrivateLinkService: ipConfigurationSubnet is missing',
  );
});

test.each([
  ...[
    ...Object.keys(required),
    'load-balancer-internal-subnet',
    'load-balancer-health-probe-request-path',
    'pls-name',
    'pls-ip-configuration-ip-address',
    'pls-ip-configuration-ip-address-count',
    'pls-visibility',
    'pls-auto-approval',
    'pls-fqdns',
  ].map((suffix) => `${AZURE}${suffix}`),
  'service.beta.kubernetes.io/load-balancer-source-ranges',
  ...OF_PORTS,
])('owns %s', (key) => {
  expect(() => bind({ annotations: { [key]: 'x' } })).toThrow(belongs(key, 'AksPrivateLinkService'));
  expect(bind().reservedAnnotations).toContain(key);
});

describe('behind Front Door', () => {
  const frontDoor = (props: Partial<AksPrivateLinkServiceProps> = {}, trusted = '10.0.9.0/28') =>
    new HeaderForwardedKong(Testing.chart(), 'Kong', {
      loadBalancer: new AksPrivateLinkService({ ...subnet, ...props }).behindFrontDoor(),
      trustedProxies: TrustedProxies.of(trusted),
      configuration,
    });

  test("Kong reads Front Door's header from the link, and ends TLS", () => {
    const kong = frontDoor();
    const { metadata, spec } = manifest(kong.service);
    expect(environment(kong)).toMatchObject({
      KONG_REAL_IP_HEADER: 'X-Azure-SocketIP',
      KONG_REAL_IP_RECURSIVE: 'off',
      KONG_TRUSTED_IPS: '10.0.9.0/28',
    });
    expect(environment(kong).KONG_PROXY_LISTEN).not.toContain('proxy_protocol');
    expect(spec).toMatchObject({ type: 'LoadBalancer', externalTrafficPolicy: 'Local' });
    expect(spec.ports.map(({ targetPort }: any) => targetPort)).toEqual([8000, 8443]);
    const { 'pls-proxy-protocol': _, 'load-balancer-health-probe-protocol': __, ...others } = required;
    expect(metadata.annotations).toEqual({
      ...prefixed(AZURE, others),
      'kong-client-ip/load-balancer': 'aks-private-link-service',
      'kong-client-ip/promises': '{"before":{"networks":[],"header":"X-Azure-SocketIP","only":true}}',
    });
  });

  test('the check reads it back', () => {
    const [{ verdict, findings, questions }] = checkObjects(objects(frontDoor()));
    expect({ verdict, findings, answers: questions.map(({ answer }) => answer) }).toEqual({
      verdict: 'kept',
      findings: [],
      answers: ['--balancer'],
    });
  });

  test('a trusted network with other hosts than the link would be forgeable past it', () => {
    expect(() => objects(frontDoor({}, '10.0.0.0/8'))).toThrow('second-entrance-trusted');
  });

  test('fixed addresses of the link are the ones to trust', () => {
    expect(() => frontDoor({ ipConfigurationIpAddresses: ['10.0.9.4'] })).toThrow(
      'trustedProxies has "10.0.9.0/28", and the load balancer dials Kong from ["10.0.9.4/32"] only',
    );
  });

  test('a link that everybody may use is refused', () => {
    expect(() => frontDoor({ visibility: ['*'], autoApproval: ['*'] })).toThrow(
      'autoApproval ["*"]: everybody could connect to the service that only Front Door is meant to use',
    );
  });

  test.each(['pls-proxy-protocol', 'load-balancer-health-probe-protocol', 'pls-create'])('owns %s', (suffix) => {
    const key = `${AZURE}${suffix}`;
    expect(() => frontDoor({ annotations: { [key]: 'true' } })).toThrow(
      `annotation ${key} ("true") belongs to AksPrivateLinkService`,
    );
  });
});
