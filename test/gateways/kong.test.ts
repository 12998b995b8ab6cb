import { ApiObject, Chart, JsonPatch, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { headerForwarded, localTraffic, proxyProtocol } from './subjects';
import { IpFamily, Kong, KongProps, TrustedProxies } from '../../src';
import { environment, manifest, objects, ofKind, pod } from '../helpers';

describe("a gateway's props", () => {
  test('are its image, pull policy, replicas, service account and resources', () => {
    const chart = Testing.chart();
    const kong = localTraffic(
      {
        image: 'registry.example/kong:3.9.3',
        imagePullPolicy: kplus.ImagePullPolicy.ALWAYS,
        replicas: 5,
        serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart, 'Account', 'edge'),
        resources: { cpu: { request: kplus.Cpu.units(1), limit: kplus.Cpu.units(2) } },
      },
      chart,
    );
    const {
      containers: [container],
      serviceAccountName,
    } = pod(kong);
    expect(manifest(kong.deployment).spec.replicas).toBe(5);
    expect(serviceAccountName).toBe('edge');
    expect(container).toMatchObject({
      image: 'registry.example/kong:3.9.3',
      imagePullPolicy: 'Always',
      resources: { requests: { cpu: '1' }, limits: { cpu: '2' } },
    });
  });

  test('give every object and pod the labels', () => {
    const kong = localTraffic({ labels: { team: 'edge' }, autoscaling: { maxReplicas: 4 } });
    kong.exposeInCluster();
    const labels = {
      team: 'edge',
      'app.kubernetes.io/name': 'kong',
      'app.kubernetes.io/instance': expect.stringMatching(/^test-Kong-/),
      'app.kubernetes.io/component': 'gateway',
      'app.kubernetes.io/managed-by': 'cdk8s',
    };
    expect(objects(kong).map(({ kind }) => kind)).toEqual([
      'ConfigMap',
      'Deployment',
      'Service',
      'HorizontalPodAutoscaler',
      'PodDisruptionBudget',
      'Service',
    ]);
    for (const { metadata } of objects(kong)) {
      expect(metadata.labels).toEqual(labels);
    }
    expect(manifest(kong.deployment).spec.template.metadata.labels).toMatchObject(labels);
  });

  test('let a label of the user win', () => {
    const { metadata } = manifest(localTraffic({ labels: { 'app.kubernetes.io/name': 'edge' } }).service);
    expect(metadata.labels['app.kubernetes.io/name']).toBe('edge');
  });

  test('put every object into the namespace', () => {
    const kong = localTraffic({ namespace: 'edge', autoscaling: { maxReplicas: 4 } });
    kong.exposeInCluster();
    expect(new Set(objects(kong).map(({ metadata }) => metadata.namespace))).toEqual(new Set(['edge']));
  });

  test('leave the namespace to the chart', () => {
    const kong = localTraffic({}, new Chart(Testing.app(), 'test', { namespace: 'from-chart' }));
    expect(new Set(objects(kong).map(({ metadata }) => metadata.namespace))).toEqual(new Set(['from-chart']));
  });

  test('set further variables', () => {
    expect(
      environment(localTraffic({ env: { KONG_LOG_LEVEL: 'debug', KONG_NGINX_WORKER_PROCESSES: '4' } })),
    ).toMatchObject({
      KONG_LOG_LEVEL: 'debug',
      KONG_NGINX_WORKER_PROCESSES: '4',
    });
  });

  test('mount the certificate that Kong presents', () => {
    const chart = Testing.chart();
    const kong = localTraffic({ tlsSecret: kplus.Secret.fromSecretName(chart, 'Certificate', 'kong-tls') }, chart);
    expect(environment(kong)).toMatchObject({
      KONG_SSL_CERT: '/kong_tls/tls.crt',
      KONG_SSL_CERT_KEY: '/kong_tls/tls.key',
    });
    expect(pod(kong).volumes).toContainEqual({ name: 'kong-tls', secret: { secretName: 'kong-tls' } });
    expect(pod(kong).containers[0].volumeMounts).toContainEqual({
      name: 'kong-tls',
      mountPath: '/kong_tls',
      readOnly: true,
    });
  });
});

describe('a gateway without a certificate', () => {
  test("leaves Kong's own", () => {
    expect(Object.keys(environment(localTraffic())).filter((key) => key.startsWith('KONG_SSL'))).toEqual([]);
    expect(pod(localTraffic()).volumes.map(({ name }: any) => name)).toEqual([
      'kong-prefix',
      'tmp',
      'kong-configuration',
    ]);
  });
});

describe('exposeInCluster', () => {
  test('adds listeners without PROXY, and a ClusterIP Service in front of them', () => {
    const kong = proxyProtocol();
    const service = manifest(kong.exposeInCluster());
    expect(environment(kong)).toMatchObject({
      KONG_PROXY_LISTEN:
        '0.0.0.0:8000 proxy_protocol reuseport backlog=16384, 0.0.0.0:8443 http2 ssl proxy_protocol reuseport backlog=16384, ' +
        '0.0.0.0:8080 reuseport backlog=16384, 0.0.0.0:8453 http2 ssl reuseport backlog=16384',
      KONG_PORT_MAPS: '80:8000, 443:8443, 80:8080, 443:8453',
      KONG_STATUS_LISTEN: '0.0.0.0:8100',
    });
    expect(service.spec).toMatchObject({
      type: 'ClusterIP',
      selector: manifest(kong.deployment).spec.selector.matchLabels,
      ports: [
        { name: 'http', port: 80, targetPort: 8080 },
        { name: 'https', port: 443, targetPort: 8453 },
      ],
    });
    expect(service.metadata.annotations).toBeUndefined();
    expect(pod(kong).containers[0].ports).toEqual([
      { name: 'proxy', containerPort: 8000 },
      { name: 'proxy-tls', containerPort: 8443 },
      { name: 'status', containerPort: 8100 },
      { name: 'in-cluster', containerPort: 8080 },
      { name: 'in-cluster-tls', containerPort: 8453 },
    ]);
  });

  test('does not change the Service of the balancer', () => {
    const kong = proxyProtocol();
    const before = manifest(kong.service);
    kong.exposeInCluster();
    expect(manifest(kong.service)).toEqual(before);
  });

  test('gives the same Service when it is called again', () => {
    const kong = proxyProtocol();
    expect(kong.exposeInCluster()).toBe(kong.exposeInCluster());
    expect(ofKind(kong, 'Service')).toHaveLength(2);
    expect(environment(kong).KONG_PORT_MAPS).toBe('80:8000, 443:8443, 80:8080, 443:8453');
  });

  test('does not touch the listeners of another gateway', () => {
    proxyProtocol().exposeInCluster();
    expect(environment(proxyProtocol()).KONG_PORT_MAPS).toBe('80:8000, 443:8443');
  });

  test.each([
    ['LocalTrafficKong', localTraffic, '80:8000, 443:8443, 80:8080, 443:8453'],
    ['HeaderForwardedKong', headerForwarded, '80:8000, 80:8080, 443:8453'],
  ])('serves a %s, too', (_, make, maps) => {
    const kong: Kong = make();
    kong.exposeInCluster();
    expect(environment(kong).KONG_PORT_MAPS).toBe(maps);
  });
});

describe('a gateway goes on composing', () => {
  test('its deployment takes sidecars, volumes and scheduling', () => {
    const kong = localTraffic();
    kong.deployment.addContainer({
      name: 'log',
      image: 'fluent-bit',
      securityContext: { ensureNonRoot: true, user: 1000 },
    });
    kong.deployment.addVolume(kplus.Volume.fromEmptyDir(kong, 'Extra', 'extra'));
    kong.deployment.scheduling.attract(kplus.Node.labeled(kplus.NodeLabelQuery.is('pool', 'edge')));
    const { containers, volumes, affinity } = pod(kong);
    expect(containers.map(({ name }: any) => name)).toEqual(['kong', 'log']);
    expect(volumes.map(({ name }: any) => name)).toContain('extra');
    expect(affinity.nodeAffinity).toBeDefined();
  });

  test('its service takes annotations', () => {
    const kong = localTraffic();
    kong.service.metadata.addAnnotation('external-dns.alpha.kubernetes.io/hostname', 'api.example');
    const { spec, metadata } = manifest(kong.service);
    expect(metadata.annotations).toMatchObject({ 'external-dns.alpha.kubernetes.io/hostname': 'api.example' });
    expect(spec.externalTrafficPolicy).toBe('Local');
  });

  test('its ingress takes rules', () => {
    const kong = headerForwarded();
    kong.ingress!.addHostRule('api.example', '/', kplus.IngressBackend.fromService(kong.service, { port: 80 }));
    expect(manifest(kong.ingress!).spec.rules.map(({ host }: any) => host)).toEqual([undefined, 'api.example']);
  });

  test('its objects take JSON patches, the last way out', () => {
    const kong = localTraffic();
    ApiObject.of(kong.deployment).addJsonPatch(JsonPatch.add('/spec/template/spec/priorityClassName', 'edge'));
    expect(pod(kong).priorityClassName).toBe('edge');
  });

  test('its names are the same in every run', () => {
    const names = () => {
      const kong = localTraffic();
      kong.exposeInCluster();
      return objects(kong).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    };
    expect(names()).toEqual(names());
    expect(names()).toEqual([
      expect.stringMatching(/^ConfigMap test-kong-configuration-/),
      expect.stringMatching(/^Deployment test-kong-deployment-/),
      expect.stringMatching(/^Service test-kong-service-/),
      expect.stringMatching(/^PodDisruptionBudget test-kong-disruptionbudget-/),
      expect.stringMatching(/^Service test-kong-incluster-/),
    ]);
  });

  test('deep in an app, its labels stay within 63 characters', () => {
    const deep = Array.from({ length: 8 }, (_, at) => `a-rather-long-name-${at}`).reduce<Construct>(
      (scope, id) => new Construct(scope, id),
      Testing.chart(),
    );
    const label = manifest(localTraffic({}, deep).deployment).metadata.labels['app.kubernetes.io/instance'];
    expect(label).toMatch(/^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/);
  });
});

describe('props that could not work are refused', () => {
  const missing =
    'configuration is missing: a gateway without routes never becomes ready; write KongConfiguration.inline({ … }) or .fromFile(path)';
  const families = (value: string) =>
    `ipFamilies must name IPv4, IPv6 or both once, got ${value}; leave it out for IPv4`;

  test.each<[string, Partial<KongProps>, string]>([
    ['no configuration', { configuration: undefined }, missing],
    ['a configuration that is none', { configuration: { _format_version: '3.0' } as any }, missing],
    [
      'replicas and autoscaling',
      { replicas: 3, autoscaling: { maxReplicas: 5 } },
      'replicas (3) and autoscaling both choose the number of pods; leave one out',
    ],
    ['no pods', { replicas: 0 }, 'replicas must be a whole number of at least 1, got 0; write that, or leave it out'],
    [
      'half a pod',
      { replicas: 1.5 },
      'replicas must be a whole number of at least 1, got 1.5; write that, or leave it out',
    ],
    [
      'at least no pods',
      { autoscaling: { minReplicas: 0, maxReplicas: 3 } },
      'autoscaling.minReplicas must be a whole number of at least 1, got 0; write that, or leave it out',
    ],
    [
      'at most no pods',
      { autoscaling: { maxReplicas: NaN } },
      'autoscaling.maxReplicas must be a whole number of at least 1, got NaN; write that, or leave it out',
    ],
    [
      'more pods at least than at most',
      { autoscaling: { minReplicas: 5, maxReplicas: 3 } },
      'autoscaling.minReplicas (5) is more than autoscaling.maxReplicas (3); write the smaller number as the minimum',
    ],
    [
      'fewer pods at most than by default',
      { autoscaling: { maxReplicas: 1 } },
      'autoscaling.minReplicas (2) is more than autoscaling.maxReplicas (1); write the smaller number as the minimum',
    ],
    [
      'a CPU use of nothing',
      { autoscaling: { maxReplicas: 3, cpuUtilization: 0 } },
      'autoscaling.cpuUtilization must be a whole number from 1 to 1000, got 0; write that, or leave it out',
    ],
    ['no family', { ipFamilies: [] }, families('[]')],
    ['a family twice', { ipFamilies: [IpFamily.IPV4, IpFamily.IPV4] }, families('["IPv4","IPv4"]')],
    ['an unknown family', { ipFamilies: ['ipv4' as IpFamily] }, families('["ipv4"]')],
    ['one that is no list', { ipFamilies: 'IPv6' as any }, families('"IPv6"')],
  ])('%s', (_, props, message) => {
    expect(() => localTraffic(props)).toThrow(new Error(`[test/Kong] ${message}`));
  });

  test('a family that the balancer does not reach', () => {
    const make = () =>
      proxyProtocol({
        trustedProxies: TrustedProxies.of('10.0.0.0/16', 'fd00::/8'),
        ipFamilies: [IpFamily.IPV4, IpFamily.IPV6],
      });
    expect(make).toThrow(
      new Error(
        '[test/Kong] ipFamilies ["IPv4","IPv6"]: the load balancer does not reach Kong over IPv6; leave IPv6 out, or use a balancer that does',
      ),
    );
  });
});
