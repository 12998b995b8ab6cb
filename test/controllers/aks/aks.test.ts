import { balancer, prefixed, readOnly, remarks, service } from '../objects';

const AZURE = 'service.beta.kubernetes.io/azure-';
const LINK = { 'pls-create': 'true', 'load-balancer-internal': 'true' };
const aks = (values: Record<string, unknown>, spec: object = {}) => service(prefixed(AZURE, values), spec);
const LOCAL = { externalTrafficPolicy: 'Local' };
const NAME = { 'dns-label-name': 'kong' };
const TCP = { kind: 'tcp', port: 'traffic-port', sendsProxyProtocol: false };

test.each([
  ['Local', NAME, LOCAL, 'aks-load-balancer', 'client', undefined, { kind: 'node', sendsProxyProtocol: false }],
  ['Cluster', NAME, {}, 'aks-load-balancer', 'node', undefined, TCP],
  [
    'Private Link without PROXY, Local',
    LINK,
    LOCAL,
    'aks-private-link-service',
    'balancer',
    undefined,
    { kind: 'node', sendsProxyProtocol: false },
  ],
  [
    'Private Link, PROXY, Cluster',
    { ...LINK, 'pls-proxy-protocol': 'true' },
    {},
    'aks-private-link-service',
    'node',
    2,
    { ...TCP, sendsProxyProtocol: true },
  ],
  [
    'Private Link, PROXY, Local: the node port is dialled',
    { ...LINK, 'pls-proxy-protocol': 'True' },
    LOCAL,
    'aks-private-link-service',
    'balancer',
    2,
    { ...TCP, sendsProxyProtocol: true },
  ],
  [
    'PROXY without Private Link',
    { ...NAME, 'pls-proxy-protocol': 'true' },
    LOCAL,
    'aks-load-balancer',
    'client',
    undefined,
    { kind: 'node', sendsProxyProtocol: false },
  ],
])('%s', (_, values, spec, id, role, proxyProtocol, healthCheck) => {
  const found = balancer(aks(values, spec));
  expect(found).toMatchObject({ id, peer: { role } });
  expect(found.healthCheck).toEqual(healthCheck);
  expect(found.frontends.map((frontend) => frontend.proxyProtocol)).toEqual([proxyProtocol, proxyProtocol]);
});

describe('the probe of a node port', () => {
  const http = { kind: 'http', port: 'traffic-port', path: '/', passes: '200', sendsProxyProtocol: false };
  const withAppProtocol = { ports: [{ name: 'http', port: 80, targetPort: 8000, appProtocol: 'http' }] };

  test.each([
    ['appProtocol asks for /', {}, withAppProtocol, http],
    [
      'appProtocol wins over the annotation of all ports',
      { 'load-balancer-health-probe-protocol': 'tcp' },
      withAppProtocol,
      http,
    ],
    [
      'the annotation of a port wins over both',
      { 'service.beta.kubernetes.io/port_80_health-probe_protocol': ' TCP' },
      withAppProtocol,
      TCP,
    ],
    [
      'a port of the Service by name',
      { 'service.beta.kubernetes.io/port_80_health-probe_port': 'HTTPS' },
      LOCAL,
      { ...TCP, port: { servicePort: 443 } },
    ],
    [
      'blanks keep kube-proxy asked',
      { 'pls-create': ' true', 'load-balancer-internal': 'true', 'pls-proxy-protocol': 'true' },
      LOCAL,
      { kind: 'node', sendsProxyProtocol: true },
    ],
    [
      'a path',
      { 'load-balancer-health-probe-protocol': 'http', 'load-balancer-health-probe-request-path': '/status' },
      {},
      { ...http, path: '/status' },
    ],
    [
      'the annotation of a port',
      { 'service.beta.kubernetes.io/port_80_health-probe_protocol': 'https' },
      {},
      { ...http, tls: true },
    ],
    [
      'the annotation of another port',
      { 'service.beta.kubernetes.io/port_443_health-probe_protocol': 'https' },
      {},
      TCP,
    ],
    [
      'another port, with Local, too',
      { 'service.beta.kubernetes.io/port_80_health-probe_port': '8100' },
      LOCAL,
      { ...TCP, port: 8100 },
    ],
  ])('%s', (_, values, spec, expected) => {
    expect(balancer(aks({ ...NAME, ...values }, spec)).healthCheck).toEqual(expected);
  });
});

test.each<[string, boolean, number]>([
  ['true', true, 0],
  ['True', false, 1],
  [' true', false, 1],
  ['yes', false, 1],
  ['false', false, 0],
  ['', false, 0],
])('internal is read letter by letter: %j', (value, internal, findings) => {
  const reading = readOnly(aks({ 'load-balancer-internal': value }));
  expect(reading.balancer!.internal).toBe(internal);
  expect(remarks(reading)).toEqual(
    Array(findings).fill(`public-by-spelling metadata.annotations[${AZURE}load-balancer-internal]`),
  );
});

test.each<[string, Record<string, string>, object, string]>([
  [
    'a link before a public balancer',
    { 'pls-create': 'true', 'load-balancer-internal': 'True' },
    {},
    `${AZURE}pls-create`,
  ],
  ['a link over IPv6', LINK, { ipFamilies: ['IPv6'] }, `${AZURE}pls-create`],
  [
    'too many addresses of a link',
    { ...LINK, 'pls-ip-configuration-ip-address': '10.0.0.4 10.0.0.5' },
    {},
    `${AZURE}pls-ip-configuration-ip-address`,
  ],
  [
    'a count of none',
    { ...LINK, 'pls-ip-configuration-ip-address-count': '0' },
    {},
    `${AZURE}pls-ip-configuration-ip-address-count`,
  ],
  [
    'a probe that takes too long',
    { ...NAME, 'load-balancer-health-probe-interval': '60', 'load-balancer-health-probe-num-of-probe': '2' },
    {},
    `${AZURE}load-balancer-health-probe-interval`,
  ],
  [
    'a probe that is too quick',
    { ...NAME, 'load-balancer-health-probe-interval': '4' },
    {},
    `${AZURE}load-balancer-health-probe-interval`,
  ],
  [
    'a port that is not there',
    { ...NAME, 'service.beta.kubernetes.io/port_80_health-probe_port': 'status' },
    {},
    'service.beta.kubernetes.io/port_80_health-probe_port',
  ],
  [
    'a time-out that is too short',
    { ...NAME, 'load-balancer-tcp-idle-timeout': '3' },
    {},
    `${AZURE}load-balancer-tcp-idle-timeout`,
  ],
  [
    'ranges twice',
    { ...NAME, 'allowed-ip-ranges': '192.0.2.0/24' },
    { loadBalancerSourceRanges: ['192.0.2.0/24'] },
    `${AZURE}allowed-ip-ranges`,
  ],
  ['ranges that are none', { ...NAME, 'allowed-ip-ranges': '' }, {}, `${AZURE}allowed-ip-ranges`],
])('refuses %s', (_, values, spec, key) => {
  const reading = readOnly(aks(values, spec));
  expect([reading.state, remarks(reading).pop()]).toEqual([
    'refused',
    `annotation-refused metadata.annotations[${key}]`,
  ]);
});

test('a Private Link Service needs an internal balancer', () => {
  expect(remarks(readOnly(aks({ 'pls-create': 'true' })))).toEqual([
    `annotation-refused metadata.annotations[${AZURE}pls-create]`,
  ]);
});

test.each([
  [{}, undefined],
  [{ 'allowed-ip-ranges': '192.0.2.0/24' }, ['192.0.2.0/24']],
  [{ 'allowed-ip-ranges': '192.0.2.0/24', 'disable-load-balancer-nsg-rule': 'true' }, undefined],
  [{ 'allowed-service-tags': 'AzureFrontDoor.Backend', 'allowed-ip-ranges': '192.0.2.0/24' }, []],
  [{ 'allowed-ip-ranges': '0.0.0.0/1,128.0.0.0/1' }, undefined],
])('admits %j', (values, admits) => {
  expect(balancer(aks({ ...NAME, ...values })).admits).toEqual(admits);
});

describe('ranges of an internal balancer', () => {
  const RANGES = { loadBalancerSourceRanges: ['192.0.2.0/24', '2001:db8::/32'] };
  const DENY = { 'deny-all-except-load-balancer-source-ranges': 'True' };

  test.each<[string, Record<string, string>, object, readonly string[] | undefined]>([
    ['kube-proxy reads the field', {}, RANGES, RANGES.loadBalancerSourceRanges],
    ['but not on node ports', { 'disable-load-balancer-floating-ip': 'true' }, RANGES, undefined],
    ['nor over IPv6', {}, { ...RANGES, ipFamilies: ['IPv4', 'IPv6'] }, undefined],
    ['nobody reads the annotation without a rule that denies', { 'allowed-ip-ranges': '192.0.2.0/24' }, {}, undefined],
    ['with one it counts', { ...DENY, 'allowed-ip-ranges': '192.0.2.0/24' }, {}, ['192.0.2.0/24']],
    ['over IPv6 it matches no packet', DENY, { ...RANGES, ipFamilies: ['IPv6'] }, undefined],
  ])('%s', (_, values, spec, admits) => {
    expect(balancer(aks({ 'load-balancer-internal': 'true', ...values }, spec)).admits).toEqual(admits);
  });
});
