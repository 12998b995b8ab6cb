import { Yaml } from 'cdk8s';
import * as fc from 'fast-check';
import { hashOf, subjects, valuesOf } from './subjects';
import { trustedProxies, scope, proxyProtocol, localTraffic, ofIngress } from './ways';
import {
  AwsClassicLoadBalancer,
  AwsNetworkLoadBalancer,
  AwsTargetType,
  HeaderForwarded,
  IProxyProtocolLoadBalancer,
  ProxyProtocol,
} from '../../src';

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
