import { GOOGLE_FRONT_ENDS } from '../../../src/net/google-front-ends';
import { backend, balancer, ingress, ports, readOnly, remarks, service } from '../objects';

describe('the passthrough Network Load Balancer', () => {
  const RBS = { 'cloud.google.com/l4-rbs': 'enabled' };

  test.each([
    [RBS, { externalTrafficPolicy: 'Local' }, 'client', false],
    [RBS, {}, 'node', false],
    [{ 'networking.gke.io/load-balancer-type': 'Internal' }, {}, 'node', true],
    [{ 'cloud.google.com/load-balancer-type': 'internal' }, {}, 'node', true],
    [{}, { loadBalancerClass: 'networking.gke.io/l4-regional-internal' }, 'node', true],
    [{}, { loadBalancerClass: 'networking.gke.io/l4-regional-external' }, 'node', false],
  ])('%j %j', (annotations, spec, role, internal) => {
    const found = balancer(service(annotations, spec));
    expect(found).toMatchObject({
      id: 'gke-network',
      peer: { role },
      internal,
      healthCheck: { kind: 'node', sendsProxyProtocol: false },
    });
    expect(ports(found)).toBe('80:tcp>tcp 443:tcp>tcp');
    expect(found.settings.proxyProtocol).toBeUndefined();
  });

  test.each([
    ['IPv4 alone', ['IPv4'], ['192.0.2.0/24'], ['192.0.2.0/24']],
    ['a family without a range is open', ['IPv4', 'IPv6'], ['192.0.2.0/24'], undefined],
    ['a range of the other family', ['IPv4'], ['2001:db8::/32'], undefined],
    ['both', ['IPv4', 'IPv6'], ['192.0.2.0/24', '2001:db8::/32'], ['192.0.2.0/24', '2001:db8::/32']],
  ])('admits: %s', (_, ipFamilies, loadBalancerSourceRanges, admits) => {
    expect(balancer(service(RBS, { ipFamilies, loadBalancerSourceRanges })).admits).toEqual(admits);
  });

  test.each([
    ['Internal', true, 0],
    ['internal', true, 0],
    ['INTERNAL', false, 1],
    [' Internal', false, 1],
    ['External', false, 0],
  ])('type %j', (value, internal, findings) => {
    const reading = readOnly(
      service({ 'networking.gke.io/load-balancer-type': value, 'cloud.google.com/load-balancer-type': 'Internal' }),
    );
    expect(reading.balancer!.internal).toBe(internal);
    expect(remarks(reading)).toEqual(
      Array(findings).fill('public-by-spelling metadata.annotations[networking.gke.io/load-balancer-type]'),
    );
  });

  test.each([
    [['IPv4'], 'made'],
    [['IPv6'], 'refused'],
    [['IPv4', 'IPv6'], 'refused'],
  ])('the Standard tier with %j', (ipFamilies, state) => {
    expect(readOnly(service({ 'cloud.google.com/network-tier': 'Standard' }, { ipFamilies })).state).toBe(state);
  });

  test('a bare Service, where the user says so', () => {
    expect(balancer(service({}, { externalTrafficPolicy: 'Local' }), [], { cloud: 'gke' }).id).toBe('gke-network');
  });
});

describe('the Ingress', () => {
  const NEG = { 'cloud.google.com/neg': '{"ingress":true}' };
  const CONFIGURED = { ...NEG, 'cloud.google.com/backend-config': '{"default":"kong"}' };
  const config = (spec: object) => ({ kind: 'BackendConfig', metadata: { name: 'kong', namespace: 'kong' }, spec });
  const gce = (annotations: object = {}, rest: object = {}) =>
    ingress({ 'kubernetes.io/ingress.class': 'gce', ...annotations }, undefined, rest);

  test("an empty class is GKE's own", () => {
    expect(balancer(ingress({ 'kubernetes.io/ingress.class': '' }), [backend(NEG)], { cloud: 'gke' }).id).toBe(
      'gke-application',
    );
  });

  test.each([
    ['HTTP', { tls: false }],
    ['HTTPS', { tls: true }],
    ['HTTP2', { tls: true }],
  ])('a check of type %s', (type, expected) => {
    const found = balancer(gce(), [
      backend(CONFIGURED),
      config({ healthCheck: { type, port: 8100, requestPath: '/status' } }),
    ]);
    expect(found.healthCheck).toMatchObject({ kind: 'http', port: 8100, ...expected });
  });

  test.each([
    ['a check in small letters', CONFIGURED, { healthCheck: { type: 'https' } }],
    ['a protocol that is none', { ...CONFIGURED, 'cloud.google.com/app-protocols': '{"http":"GRPC"}' }, {}],
    ['protocols that are no JSON', { ...CONFIGURED, 'cloud.google.com/app-protocols': 'HTTPS' }, {}],
    ['a protocol of another port', { ...CONFIGURED, 'cloud.google.com/app-protocols': '{"https":"TLS"}' }, {}],
    [
      'the older key before the newer one',
      {
        ...CONFIGURED,
        'cloud.google.com/app-protocols': '{"http":"HTTP"}',
        'service.alpha.kubernetes.io/app-protocols': '{"http":"http"}',
      },
      {},
    ],
    ['no endpoint group', { ...CONFIGURED, 'cloud.google.com/neg': '{"ingress":"true"}' }, {}],
    ['a configuration that is no JSON', { ...CONFIGURED, 'cloud.google.com/backend-config': 'kong' }, {}],
    ['a configuration without a name', { ...CONFIGURED, 'cloud.google.com/backend-config': '{}' }, {}],
    ['IAP with Cloud CDN', CONFIGURED, { iap: { enabled: true }, cdn: { enabled: true } }],
  ])('refuses %s', (_, annotations, spec) => {
    expect(readOnly(gce(), [backend(annotations), config(spec)]).state).toBe('refused');
  });

  test('refuses a port that the Service does not have', () => {
    const named = { defaultBackend: { service: { name: 'kong', port: { name: 'web' } } } };
    const found = readOnly(ingress({ 'kubernetes.io/ingress.class': 'gce' }, named), [backend(NEG)]);
    expect(remarks(found)).toEqual(['annotation-refused spec.rules']);
  });

  test('each backend has its own targets, check and headers', () => {
    const paths = ['kong', 'other'].map((name) => ({
      path: `/${name}`,
      backend: { service: { name, port: { number: 80 } } },
    }));
    const other = { ...backend({}, { type: 'NodePort' }), metadata: { name: 'other', namespace: 'kong' } };
    const spec = {
      healthCheck: { type: 'HTTP', port: 8100, requestPath: '/status' },
      customRequestHeaders: { headers: ['X-Client-IP:{client_ip_address}'] },
    };
    const rules = [{ http: { paths } }];
    const made = balancer(ingress({ 'kubernetes.io/ingress.class': 'gce' }, { rules }), [
      backend(CONFIGURED),
      other,
      config(spec),
    ]);
    const [ours, theirs] = made.frontends.map(({ differs }) => differs!);
    expect(ours).toMatchObject({ targets: 'pods', peer: { role: 'balancer' }, healthCheck: { port: 8100 } });
    expect(ours.http!.overwrites).toHaveProperty('X-Client-IP', '{client}');
    expect(theirs).toMatchObject({ targets: 'nodes', peer: { role: 'node' }, healthCheck: { path: '/' } });
    expect(theirs.http!.overwrites).not.toHaveProperty('X-Client-IP');
  });

  test('the client with its port', () => {
    const spec = { customRequestHeaders: { headers: ['X-Client-IP:{client_ip_address}:{client_port}'] } };
    expect(balancer(gce(), [backend(CONFIGURED), config(spec)]).http!.overwrites).toMatchObject({
      'X-Client-IP': '{client}:46532',
    });
  });

  test.each([
    ['false', '443:https>http'],
    ['False', '443:https>http'],
    ['no', '80:http>http 443:https>http'],
  ])('allow-http %j', (value, expected) => {
    const annotations = {
      'kubernetes.io/ingress.allow-http': value,
      'ingress.gcp.kubernetes.io/pre-shared-cert': 'kong',
    };
    expect(ports(balancer(gce(annotations), [backend(NEG)]))).toBe(expected);
  });

  test.each([
    ['gce', 'gke-application', GOOGLE_FRONT_ENDS, false],
    ['gce-internal', 'gke-internal-application', undefined, true],
    ['gce-regional-external', 'gke-regional-application', undefined, false],
  ])('class %s', (name, id, networks, internal) => {
    expect(balancer(gce({ 'kubernetes.io/ingress.class': name }), [backend(NEG)])).toMatchObject({
      id,
      targets: 'pods',
      peer: { role: 'balancer', networks },
      internal,
      http: {
        forwardedFor: { mode: 'append', appends: ['{balancer}'] },
        overwrites: { 'X-Forwarded-Proto': '{scheme}' },
      },
      healthCheck: { kind: 'http', port: 'traffic-port', path: '/' },
    });
  });

  test('its own address is known from the status', () => {
    const found = balancer(gce({}, { status: { loadBalancer: { ingress: [{ ip: '203.0.113.10' }] } } }), [
      backend(NEG),
    ]);
    expect(found.http!.forwardedFor).toEqual({ mode: 'append', appends: ['203.0.113.10'] });
  });

  test.each([
    ['plain', {}, '80:http>http'],
    ['a certificate', { 'ingress.gcp.kubernetes.io/pre-shared-cert': 'kong' }, '80:http>http 443:https>http'],
    [
      'a managed certificate, https only',
      { 'networking.gke.io/managed-certificates': 'kong', 'kubernetes.io/ingress.allow-http': 'false' },
      '443:https>http',
    ],
  ])('front ends: %s', (_, annotations, expected) => {
    expect(ports(balancer(gce(annotations), [backend(NEG)]))).toBe(expected);
  });

  test('what a BackendConfig says', () => {
    const spec = {
      healthCheck: { port: 8100, requestPath: '/status' },
      customRequestHeaders: {
        headers: ['X-Client-IP:{client_ip_address}', 'X-Forwarded-Port: {server_port}', 'X-Edge:yes'],
      },
    };
    const found = balancer(gce(), [backend(CONFIGURED), config(spec)]);
    expect(found.healthCheck).toMatchObject({ port: 8100, path: '/status' });
    expect(found.http!.overwrites).toEqual({
      'X-Forwarded-Proto': '{scheme}',
      'X-Client-IP': '{client}',
      'X-Forwarded-Port': '{port}',
      'X-Edge': 'yes',
    });
  });

  test('a BackendConfig of the port wins over the default', () => {
    const object = backend({
      ...NEG,
      'cloud.google.com/backend-config': '{"default":"other","ports":{"http":"kong"}}',
    });
    expect(balancer(gce(), [object, config({ healthCheck: { port: 8100 } })]).healthCheck).toMatchObject({
      port: 8100,
    });
  });

  test('Envoys set no custom headers', () => {
    const spec = { customRequestHeaders: { headers: ['X-Client-IP:{client_ip_address}'] } };
    expect(
      balancer(gce({ 'kubernetes.io/ingress.class': 'gce-internal' }), [backend(CONFIGURED), config(spec)]).http!
        .overwrites,
    ).toEqual({ 'X-Forwarded-Proto': '{scheme}' });
  });

  test('a BackendConfig that is not in the input', () => {
    const reading = readOnly(gce(), [backend(CONFIGURED)]);
    expect(reading.balancer).toBeUndefined();
    expect(remarks(reading)).toEqual(['balancer-unknown metadata.annotations[cloud.google.com/backend-config]']);
  });

  test('a FrontendConfig that redirects', () => {
    const frontend = {
      kind: 'FrontendConfig',
      metadata: { name: 'kong', namespace: 'kong' },
      spec: { redirectToHttps: { enabled: true } },
    };
    expect(
      balancer(gce({ 'networking.gke.io/v1beta1.FrontendConfig': 'kong' }), [backend(NEG), frontend]).http!
        .redirectsToHttps,
    ).toBe(true);
  });

  test('node ports without a NEG', () => {
    expect(balancer(gce(), [backend({}, { type: 'NodePort' })])).toMatchObject({
      targets: 'nodes',
      peer: { role: 'node' },
    });
  });

  test('the class by the field makes no balancer', () => {
    const reading = readOnly(ingress({}, { ...ingress().spec, ingressClassName: 'gce' }), [backend(NEG)]);
    expect(reading.balancer).toBeUndefined();
    expect(remarks(reading)).toEqual(['gce-class-by-field spec.ingressClassName']);
  });
});
