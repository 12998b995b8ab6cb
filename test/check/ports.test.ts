import { ClientIpCheck, ClientIpVerdict } from '../../src';
import { Example, manifest } from '../../src/check/rules/example';

const GKE = { 'cloud.google.com/l4-rbs': 'enabled' };
const LOCAL = { annotations: GKE, externalTrafficPolicy: 'Local' };

function check(example: Example) {
  const {
    gateways: [{ verdict, also, findings }],
  } = ClientIpCheck.check([{ name: 'x.yaml', text: manifest(example) }]);
  return { verdict, also, rules: findings.map(({ rule, level, field }) => `${level} ${rule} ${field}`) };
}

test.each([
  [8001, 'port-not-for-requests'],
  [8444, 'port-not-for-requests'],
  [8002, 'port-not-for-requests'],
  [8445, 'port-not-for-requests'],
  [8003, 'port-not-for-requests'],
  [8004, 'port-not-for-requests'],
  [8446, 'port-not-for-requests'],
  [8447, 'port-not-for-requests'],
  [8005, 'port-not-for-requests'],
  [8006, 'port-not-for-requests'],
  [8007, 'port-not-for-requests'],
  [8100, 'port-not-for-requests'],
  [9000, 'port-leads-nowhere'],
])('a side port to %i is a note, and refuses nobody', (port, rule) => {
  const { verdict, rules } = check({ service: { ...LOCAL, ports: { 80: 8000, 443: 8443, [port]: port } } });
  expect([verdict, rules]).toEqual([
    ClientIpVerdict.KEPT,
    expect.arrayContaining([`note ${rule} spec.ports[port-${port}]`]),
  ]);
  expect(rules.filter((one) => !one.startsWith('note '))).toEqual([]);
});

test.each<[string, Example['service']]>([
  ['the only port', { ...LOCAL, ports: { 9000: 9000 } }],
  ['port 443', { ...LOCAL, ports: { 80: 8000, 443: 9443 } }],
  ['a port of a name that no container has', { ...LOCAL, ports: { 80: 8000, 443: 'proxy-tls' as unknown as number } }],
])('%s that leads nowhere refuses honest requests', (_, service) => {
  const { verdict, rules } = check({ service });
  expect([verdict, rules.some((one) => one.startsWith('error service-port-has-no-listener'))]).toEqual([
    ClientIpVerdict.BROKEN,
    true,
  ]);
});

test.each(['127.0.0.1', '127.8.8.8', '[::1]'])('a listener on %s is not reached from outside of the pod', (host) => {
  const { verdict, rules } = check({
    env: { KONG_PROXY_LISTEN: `${host}:8000` },
    service: { ...LOCAL, ports: { 80: 8000 } },
  });
  expect([verdict, rules[0]]).toEqual([ClientIpVerdict.BROKEN, 'error service-port-has-no-listener spec.ports[http]']);
});

test.each([
  ['', ClientIpVerdict.BROKEN],
  [' ipv6only=off', ClientIpVerdict.KEPT],
])('a socket on [::] with%j, for clients that come over IPv4', (flag, verdict) => {
  const env = { KONG_PROXY_LISTEN: `[::]:8000${flag}` };
  expect(check({ env, service: { ...LOCAL, ipFamilies: ['IPv4'], ports: { 80: 8000 } } }).verdict).toBe(verdict);
});

test('a port that is refused does not hide another one that is forgeable', () => {
  const { verdict, also, rules } = check({
    env: { KONG_TRUSTED_IPS: '0.0.0.0/0,::/0', KONG_PROXY_LISTEN: '0.0.0.0:8000' },
    service: { ...LOCAL },
  });
  expect([verdict, also]).toEqual([ClientIpVerdict.BROKEN, [ClientIpVerdict.FORGEABLE]]);
  expect(rules.map((one) => one.split(' ')[1])).toEqual(
    expect.arrayContaining(['service-port-has-no-listener', 'trust-everybody']),
  );
});

const KONG = { service: { type: 'ClusterIP', ports: { 80: 8000, 443: 8443 } } };

function route(kind: string, spec: object, apiVersion = 'example.net/v1'): Example {
  return {
    ...KONG,
    more: [{ apiVersion, kind, metadata: { name: 'api', namespace: 'kong' }, spec }],
  };
}

function ingress(port: object, ingressClassName = 'nginx'): Example {
  const spec = { ingressClassName, defaultBackend: { service: { name: 'kong-proxy', port } } };
  return {
    ...KONG,
    more: [{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'api', namespace: 'kong' }, spec }],
  };
}

describe.each<[string, Example]>([
  ['an Ingress, by number', ingress({ number: 80 })],
  ['an Ingress, by name', ingress({ name: 'http' })],
  ['an Ingress of Traefik, to the port with TLS', ingress({ number: 443 }, 'traefik')],
  ['an HTTPRoute', route('HTTPRoute', { rules: [{ backendRefs: [{ name: 'kong-proxy', port: 80 }] }] })],
  ['an IngressRoute', route('IngressRoute', { routes: [{ services: [{ name: 'kong-proxy', port: 80 }] }] })],
  [
    'an IngressRoute, by name',
    route('IngressRoute', { routes: [{ services: [{ name: 'kong-proxy', port: 'http' }] }] }),
  ],
  ['an HTTPProxy', route('HTTPProxy', { routes: [{ services: [{ name: 'kong-proxy', port: 80 }] }] })],
  [
    'a VirtualService',
    route(
      'VirtualService',
      { http: [{ route: [{ destination: { host: 'kong-proxy', port: { number: 80 } } }] }] },
      'networking.istio.io/v1',
    ),
  ],
  ['a route that passes TLS', route('TLSRoute', { rules: [{ backendRefs: [{ name: 'kong-proxy', port: 443 }] }] })],
  [
    'a route that passes TCP',
    route('IngressRouteTCP', { routes: [{ services: [{ name: 'kong-proxy', port: 443 }] }] }),
  ],
])('%s of a proxy that is not seen', (_, example) => {
  test('loses the address where no network is trusted', () => {
    const { verdict, rules } = check(example);
    expect([verdict, rules.filter((one) => one.includes('backend-tls-mismatch'))]).toEqual([ClientIpVerdict.LOST, []]);
  });

  test('is not known where pods are trusted', () => {
    const env = { KONG_TRUSTED_IPS: '10.244.0.0/16', KONG_REAL_IP_HEADER: 'X-Forwarded-For' };
    const { verdict, rules } = check({ ...example, env });
    expect([ClientIpVerdict.UNKNOWN, ClientIpVerdict.FORGEABLE]).toContain(verdict);
    expect(rules.filter((one) => one.includes('backend-tls-mismatch'))).toEqual([]);
  });

  test('lets others choose the address where everybody is trusted', () => {
    const { rules } = check({
      ...example,
      env: { KONG_TRUSTED_IPS: '0.0.0.0/0,::/0', KONG_REAL_IP_HEADER: 'X-Forwarded-For', KONG_REAL_IP_RECURSIVE: 'on' },
    });
    expect(
      rules.filter((one) => /^(error trust-everybody|warning trust-everybody-past-the-balancer) /.test(one)),
    ).toHaveLength(1);
  });
});

test('the two ports of Kong Manager are told once', () => {
  const service = { ...LOCAL, ports: { 80: 8000, 443: 8443, 8002: 8002, 8445: 8445 } };
  const [{ findings }] = ClientIpCheck.check([{ name: 'a.yaml', text: manifest({ service }) }]).gateways;
  const told = findings.filter(({ rule }) => rule === 'port-not-for-requests').map(({ why }) => why);
  expect(told).toEqual([expect.stringMatching(/^Ports 8002 and 8445 are for Kong Manager/)]);
});
