import { Testing, Yaml } from 'cdk8s';
import * as fc from 'fast-check';
import { hashOf, subjects, valuesOf } from './subjects';
import {
  AwsClassicLoadBalancer,
  AwsNetworkLoadBalancer,
  AwsTargetType,
  ClientIp,
  GkeApplicationLoadBalancer,
  GkeNetworkLoadBalancer,
  HeaderForwarded,
  IProxyProtocolLoadBalancer,
  LocalTraffic,
  ProxyProtocol,
  TrustedProxies,
} from '../../src';

const trustedProxies = TrustedProxies.of('10.0.0.0/16', '192.168.0.0/16');
const scope = () => Testing.chart();

const proxyProtocol = (): ClientIp =>
  new ProxyProtocol(scope(), 'Way', { loadBalancer: new AwsNetworkLoadBalancer(), trustedProxies });
const localTraffic = (): ClientIp => new LocalTraffic(scope(), 'Way', { loadBalancer: new GkeNetworkLoadBalancer() });
const ofIngress = (): ClientIp =>
  new HeaderForwarded(scope(), 'Way', {
    loadBalancer: new GkeApplicationLoadBalancer({ ipAddress: '203.0.113.10', staticIpName: 'kong' }),
    trustedProxies: TrustedProxies.googleFrontEnds('203.0.113.10'),
  });

test('the values are these', () => {
  const loadBalancer: IProxyProtocolLoadBalancer = {
    bindProxyProtocol: () => ({ loadBalancerKind: 'edge', annotations: { 'example.com/proxy': '*' } }),
  };
  expect(new ProxyProtocol(scope(), 'Way', { loadBalancer, trustedProxies }).helmValues()).toEqual({
    env: {
      trusted_ips: '10.0.0.0/16,192.168.0.0/16',
      real_ip_header: 'proxy_protocol',
      request_debug: 'off',
      nginx_proxy_more_clear_input_headers: 'X-Forwarded* X_Forwarded* Forwarded X-Real-IP X_Real* X-Real_IP',
    },
    proxy: {
      enabled: true,
      type: 'LoadBalancer',
      annotations: { 'example.com/proxy': '*', 'kong-client-ip/load-balancer': 'edge' },
      externalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      addresses: ['0.0.0.0'],
      http: {
        enabled: true,
        servicePort: 80,
        containerPort: 8000,
        parameters: ['proxy_protocol', 'reuseport', 'backlog=16384'],
      },
      tls: {
        enabled: true,
        servicePort: 443,
        containerPort: 8443,
        parameters: ['http2', 'proxy_protocol', 'reuseport', 'backlog=16384'],
      },
      ingress: { enabled: false },
    },
    status: { enabled: true, addresses: ['0.0.0.0'], http: { enabled: true, containerPort: 8100, parameters: [] } },
    lifecycle: { preStop: { exec: { command: ['kong', 'quit', '--wait=30', '--timeout=30'] } } },
    terminationGracePeriodSeconds: 70,
  });
});

describe.each(subjects)('the values of $name', (subject) => {
  const values = valuesOf(subject);

  test('are texts where Kong reads texts, so that YAML makes nothing else of them', () => {
    expect(Object.values(values.env).filter((value) => typeof value !== 'string')).toEqual([]);
    expect(Object.values(values.proxy.annotations).filter((value) => typeof value !== 'string')).toEqual([]);
    expect(Object.keys(values.env).filter((key) => !/^(?!kong_)[a-z0-9_]+$/.test(key))).toEqual([]);
  });

  test('are written to YAML without aliases', () => {
    expect(Yaml.stringify(values)).not.toMatch(/(: |- )[&*]a\d/);
  });

  test('have a policy only where traffic passes node ports, and a port for TLS only where Kong listens or the balancer ends TLS', () => {
    const { type, externalTrafficPolicy, loadBalancerClass, ingress, tls } = values.proxy;
    expect(type === 'ClusterIP' && (externalTrafficPolicy ?? loadBalancerClass) !== undefined).toBe(false);
    expect(ingress.enabled && tls.enabled).toBe(false);
  });

  test('are sorted by their keys', () => {
    const unsorted = (value: any): string[] =>
      value === null || typeof value !== 'object'
        ? []
        : [
            ...(!Array.isArray(value) && Object.keys(value).join() !== Object.keys(value).sort().join()
              ? [Object.keys(value).join()]
              : []),
            ...Object.values(value).flatMap(unsorted),
          ];
    expect(unsorted(values)).toEqual([]);
  });

  test('are the same each time, and belong to nobody else', () => {
    const copy = valuesOf(subject);
    copy.env.trusted_ips = '0.0.0.0/0';
    copy.proxy.addresses.push('[::]');
    expect(hashOf(valuesOf(subject))).toBe(hashOf(values));
  });
});

test('where the balancer of a Service ends TLS, port 443 leads to the plain listener, and Kong has no other', () => {
  const { env, proxy } = new HeaderForwarded(scope(), 'Way', {
    loadBalancer: new AwsClassicLoadBalancer({ certificateId: 'arn' }),
    trustedProxies,
  }).helmValues();
  expect(proxy.tls).toEqual({ enabled: true, servicePort: 443, overrideServiceTargetPort: 8000 });
  expect(env).toMatchObject({
    proxy_listen: '0.0.0.0:8000 reuseport backlog=16384',
    stream_listen: 'off',
    port_maps: '80:8000',
  });
});

describe("the user's own values", () => {
  test('are kept, beside those of the way', () => {
    const values = proxyProtocol().helmValues({
      replicaCount: 2,
      manager: { enabled: false },
      env: {
        log_level: 'debug',
        role: 'data_plane',
        database: 'off',
        cluster_control_plane: 'a:443',
        pg_password: { valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } },
      },
      customEnv: { TZ: 'UTC' },
      envFrom: [{ prefix: 'APP_', configMapRef: { name: 'app' } }],
      proxy: { labels: { team: 'edge' }, annotations: { 'example.com/a': 'b' }, tls: { appProtocol: 'https' } },
    });
    expect(values).toMatchObject({
      replicaCount: 2,
      manager: { enabled: false },
      env: {
        log_level: 'debug',
        role: 'data_plane',
        trusted_ips: '10.0.0.0/16,192.168.0.0/16',
        pg_password: { valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } },
      },
      customEnv: { TZ: 'UTC' },
      envFrom: [{ prefix: 'APP_', configMapRef: { name: 'app' } }],
      proxy: {
        labels: { team: 'edge' },
        annotations: { 'example.com/a': 'b', 'service.beta.kubernetes.io/aws-load-balancer-proxy-protocol': '*' },
        tls: { appProtocol: 'https', containerPort: 8443 },
      },
    });
  });

  test.each([
    [{ proxy: { enabled: true, type: 'LoadBalancer', externalTrafficPolicy: 'Cluster' } }],
    [{ proxy: { http: { parameters: [], servicePort: 80 }, tls: { parameters: ['http2'], enabled: true } } }],
    [
      {
        proxy: {
          stream: {},
          externalIPs: [],
          loadBalancerClass: '',
          loadBalancerSourceRanges: [],
          ingress: { enabled: false, hostname: null },
        },
      },
    ],
    [{ udpProxy: { enabled: false }, status: { http: { enabled: true } } }],
  ])('%j says the same or nothing', (users) => {
    expect(proxyProtocol().helmValues(users)).toMatchObject(proxyProtocol().helmValues());
  });

  test('a probe of a port without PROXY is theirs', () => {
    expect(localTraffic().helmValues({ readinessProbe: { httpGet: { port: 8000 } } })).toHaveProperty('readinessProbe');
  });

  test('may say how a pod ends', () => {
    const users = { terminationGracePeriodSeconds: 120, lifecycle: {} };
    expect(proxyProtocol().helmValues(users)).toMatchObject(users);
  });

  test('are not changed, nor is what they hold shared', () => {
    const users = { tolerations: [{ key: 'edge' }], env: { log_level: 'debug' } };
    const values = proxyProtocol().helmValues(users);
    values.tolerations.push('x');
    values.env.log_level = 'info';
    expect(users).toEqual({ tolerations: [{ key: 'edge' }], env: { log_level: 'debug' } });
  });

  test('may be a Secret for the Ingress, where the balancer listens for https', () => {
    expect(ofIngress().helmValues({ proxy: { ingress: { tls: 'kong-tls' } } }).proxy.ingress.tls).toBe('kong-tls');
  });
});

describe('what could lose or forge the address is refused, with what to do instead', () => {
  const refused: [string, () => ClientIp, any, string | RegExp][] = [
    [
      'a trusted network',
      proxyProtocol,
      { env: { trusted_ips: '0.0.0.0/0' } },
      'env.trusted_ips: KONG_TRUSTED_IPS belongs to ProxyProtocol; what Kong trusts is the prop trustedProxies',
    ],
    [
      'in capitals',
      localTraffic,
      { env: { Trusted_IPs: '0.0.0.0/0' } },
      'env.Trusted_IPs: KONG_TRUSTED_IPS belongs to LocalTraffic',
    ],
    [
      'behind KONG_',
      proxyProtocol,
      { env: { KONG_TRUSTED_IPS: '0.0.0.0/0' } },
      'env.KONG_TRUSTED_IPS would become KONG_KONG_TRUSTED_IPS, which Kong ignores; write env.trusted_ips',
    ],
    [
      'by customEnv, which wins over env',
      proxyProtocol,
      { customEnv: { kong_trusted_ips: '0.0.0.0/0' } },
      'customEnv.kong_trusted_ips: KONG_TRUSTED_IPS belongs to ProxyProtocol',
    ],
    [
      'from a Secret',
      proxyProtocol,
      { env: { trusted_ips: { valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } } } },
      'env.trusted_ips: KONG_TRUSTED_IPS belongs to ProxyProtocol',
    ],
    [
      'from a whole ConfigMap',
      proxyProtocol,
      { envFrom: [{ configMapRef: { name: 'kong' } }] },
      /^\[test\/Way\] envFrom: .* could set what belongs to ProxyProtocol, .* a prefix other than KONG_$/,
    ],
    [
      'from a whole ConfigMap behind a part of KONG_',
      proxyProtocol,
      { envFrom: [{ prefix: 'kO', configMapRef: { name: 'kong' } }] },
      /could set what belongs/,
    ],
    [
      'as YAML within a text',
      proxyProtocol,
      { customEnv: { TZ: 'value: a # valueFrom\n- name: KONG_TRUSTED_IPS\n  value: 0.0.0.0/0' } },
      'customEnv.TZ: the chart takes a string with "valueFrom" in it for YAML',
    ],
    [
      'a directive of nginx',
      localTraffic,
      { env: { nginx_proxy_set_real_ip_from: '0.0.0.0/0' } },
      'env.nginx_proxy_set_real_ip_from: KONG_NGINX_PROXY_SET_REAL_IP_FROM belongs to LocalTraffic',
    ],
    [
      'on without quotes',
      proxyProtocol,
      { env: { anonymous_reports: true } },
      'env.anonymous_reports must be a string, or { valueFrom: { … } }, got true; write "on" or "true", as Kong reads it',
    ],
    [
      'a list',
      proxyProtocol,
      { env: { plugins: ['bundled', 'mine'] } },
      'got ["bundled","mine"]; write "bundled,mine"',
    ],
    ['a number', proxyProtocol, { env: { nginx_worker_processes: 2 } }, 'got 2; write "2"'],
    ['no env', proxyProtocol, { env: null }, 'env (null) belongs to ProxyProtocol; leave it out'],
    ['no proxy', proxyProtocol, { proxy: null }, 'proxy (null) belongs to ProxyProtocol; leave it out'],
    [
      'listeners by env',
      proxyProtocol,
      { env: { proxy_listen: '0.0.0.0:8000' } },
      'env.proxy_listen: KONG_PROXY_LISTEN belongs to ProxyProtocol; the listeners follow',
    ],
    [
      'parameters of http',
      proxyProtocol,
      { proxy: { http: { parameters: ['http2'] } } },
      'proxy.http.parameters (["http2"]) belongs to ProxyProtocol; the listeners follow from the load balancer, ipFamilies and ports',
    ],
    [
      'parameters of tls',
      proxyProtocol,
      { proxy: { tls: { parameters: ['proxy_protocol'] } } },
      'proxy.tls.parameters (["proxy_protocol"]) belongs to ProxyProtocol',
    ],
    [
      'another port',
      localTraffic,
      { proxy: { http: { containerPort: 9000 } } },
      'proxy.http.containerPort (9000) belongs to LocalTraffic',
    ],
    [
      'no port for the Service',
      localTraffic,
      { proxy: { http: { servicePort: 0 } } },
      'proxy.http.servicePort (0) belongs to LocalTraffic',
    ],
    [
      'TLS to a plain port',
      localTraffic,
      { proxy: { tls: { overrideServiceTargetPort: 8000 } } },
      'proxy.tls.overrideServiceTargetPort (8000) belongs to LocalTraffic',
    ],
    [
      'TLS beside an Ingress',
      ofIngress,
      { proxy: { tls: { enabled: true } } },
      'proxy.tls.enabled (true) belongs to HeaderForwarded',
    ],
    [
      'a stream without the flag',
      proxyProtocol,
      { proxy: { stream: [{ containerPort: 9000, servicePort: 9000 }] } },
      'use the prop ports, whose listeners expect a PROXY header where the others do',
    ],
    [
      'a second Service',
      proxyProtocol,
      { udpProxy: { enabled: true } },
      'udpProxy.enabled (true) belongs to ProxyProtocol; its Service has its own load balancer',
    ],
    [
      'the type',
      proxyProtocol,
      { proxy: { type: 'NodePort' } },
      'proxy.type ("NodePort") belongs to ProxyProtocol; it follows from the load balancer and its props',
    ],
    [
      'the policy',
      localTraffic,
      { proxy: { externalTrafficPolicy: 'Cluster' } },
      'proxy.externalTrafficPolicy ("Cluster") belongs to LocalTraffic',
    ],
    [
      'a policy of a ClusterIP',
      ofIngress,
      { proxy: { externalTrafficPolicy: 'Local' } },
      'proxy.externalTrafficPolicy ("Local") belongs to HeaderForwarded',
    ],
    [
      'the class',
      localTraffic,
      { proxy: { loadBalancerClass: 'a' } },
      'proxy.loadBalancerClass ("a") belongs to LocalTraffic',
    ],
    [
      'source ranges',
      localTraffic,
      { proxy: { loadBalancerSourceRanges: ['0.0.0.0/0'] } },
      'proxy.loadBalancerSourceRanges',
    ],
    [
      'external addresses',
      ofIngress,
      { proxy: { externalIPs: ['192.0.2.1'] } },
      'such an address is a way in that bypasses the load balancer',
    ],
    [
      'families',
      localTraffic,
      { proxy: { ipFamilies: ['IPv6'] } },
      'proxy.ipFamilies (["IPv6"]) belongs to LocalTraffic; use the prop ipFamilies',
    ],
    [
      'addresses',
      localTraffic,
      { proxy: { addresses: ['[::]'] } },
      'proxy.addresses (["[::]"]) belongs to LocalTraffic; use the prop ipFamilies',
    ],
    ['no Service', localTraffic, { proxy: { enabled: false } }, 'proxy.enabled (false) belongs to LocalTraffic'],
    [
      'an annotation of the binding',
      proxyProtocol,
      { proxy: { annotations: { 'service.beta.kubernetes.io/aws-load-balancer-proxy-protocol': '' } } },
      'proxy.annotations: service.beta.kubernetes.io/aws-load-balancer-proxy-protocol ("") belongs to ProxyProtocol; use the load balancer\'s own props',
    ],
    [
      'an annotation that the binding keeps',
      proxyProtocol,
      { proxy: { annotations: { 'service.beta.kubernetes.io/aws-load-balancer-healthcheck-protocol': 'http' } } },
      'belongs to ProxyProtocol',
    ],
    [
      'a number as an annotation',
      proxyProtocol,
      { proxy: { annotations: { 'example.com/a': 1 } } },
      'proxy.annotations: example.com/a must be a string, got 1; write "1"',
    ],
    [
      'an annotation of the Ingress',
      ofIngress,
      { proxy: { ingress: { annotations: { 'kubernetes.io/ingress.class': 'nginx' } } } },
      'proxy.ingress.annotations: kubernetes.io/ingress.class ("nginx") belongs to HeaderForwarded',
    ],
    [
      'an Ingress',
      localTraffic,
      { proxy: { ingress: { enabled: true } } },
      'proxy.ingress.enabled (true) belongs to LocalTraffic',
    ],
    [
      'another name for the Service of an Ingress',
      ofIngress,
      { proxy: { nameOverride: 'edge' } },
      "proxy.nameOverride: the chart would leave its Ingress with the Service's old name",
    ],
    [
      'rules of the Ingress',
      ofIngress,
      { proxy: { ingress: { hostname: 'a.example.com' } } },
      'proxy.ingress.hostname ("a.example.com") belongs to HeaderForwarded',
    ],
    [
      'the status listener',
      localTraffic,
      { status: { http: { parameters: ['proxy_protocol'] } } },
      'status.http ({"parameters":["proxy_protocol"]}) belongs to LocalTraffic; the probes',
    ],
    [
      'a port of the nodes',
      localTraffic,
      { proxy: { http: { hostPort: 80 } } },
      'proxy.http.hostPort (80) belongs to LocalTraffic; a port of the nodes is a way in that bypasses the load balancer',
    ],
    [
      'a probe of a port for PROXY',
      proxyProtocol,
      { readinessProbe: { httpGet: { path: '/', port: 8000 } } },
      'readinessProbe asks the port 8000, where Kong expects a PROXY header',
    ],
    [
      'a probe of it by name',
      proxyProtocol,
      { livenessProbe: { httpGet: { port: 'proxy-tls' } } },
      'livenessProbe asks the port "proxy-tls"',
    ],
    [
      'variables of an object of a class',
      proxyProtocol,
      {
        customEnv: new (class {
          public readonly KONG_TRUSTED_IPS = '0.0.0.0/0';
        })(),
      },
      'customEnv must be a map',
    ],
    [
      'a text that loses its quotes',
      proxyProtocol,
      { env: { plugins: '0o17' } },
      'KONG_PLUGINS is "0o17", which cdk8s writes without quotes',
    ],
    ['values that are a list', localTraffic, [], 'values must be a map, got []'],
  ];

  test.each(refused)('%s', (_, way, values, message) => {
    expect(() => way().helmValues(values)).toThrow(message);
  });
});

test('whatever is added, no value of the way changes', () => {
  const own = proxyProtocol().helmValues();
  const key = fc.constantFrom(
    'env',
    'proxy',
    'http',
    'tls',
    'parameters',
    'trusted_ips',
    'type',
    'status',
    'addresses',
    'annotations',
    '__proto__',
    'constructor',
    'a',
  );
  const tree = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, fc.constantFrom('x', null, [], ['y']), fc.dictionary(key, tie('value'))),
  })).value;
  fc.assert(
    fc.property(fc.dictionary(key, tree), (users) => {
      let values;
      try {
        values = proxyProtocol().helmValues(users);
      } catch {
        return;
      }
      expect(values).toMatchObject(own);
      expect(({} as any).x).toBeUndefined();
    }),
  );
});

test("a value whose name every object of JavaScript has is the user's", () => {
  expect(proxyProtocol().helmValues({ constructor: 'x' } as object)).toHaveProperty('constructor', 'x');
});

test("node ports of ip targets are the chart's to allocate", () => {
  const { proxy } = new ProxyProtocol(scope(), 'Way', {
    loadBalancer: new AwsNetworkLoadBalancer({ targetType: AwsTargetType.IP }),
    trustedProxies,
  }).helmValues();
  expect(proxy).not.toHaveProperty('externalTrafficPolicy');
  expect(proxy).not.toHaveProperty('allocateLoadBalancerNodePorts');
});
