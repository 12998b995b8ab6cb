import { ApiObject, App, Chart, JsonPatch, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { variants } from '../../examples/typescript/variants';
import {
  AksLoadBalancer,
  AwsApplicationLoadBalancer,
  AwsNetworkLoadBalancer,
  ClientIpCheck,
  ClientIpVerdict,
  HeaderForwardedKong,
  Kong,
  LocalTrafficKong,
  ProxyProtocolKong,
  TrustedProxies,
} from '../../src';
import { configuration, manifest, objects, pod } from '../helpers';

const trustedProxies = TrustedProxies.of('10.0.0.0/16');
const local = (chart = Testing.chart(), id = 'Kong') =>
  new LocalTrafficKong(chart, id, { loadBalancer: new AksLoadBalancer(), configuration });
const proxy = (chart = Testing.chart()) =>
  new ProxyProtocolKong(chart, 'Kong', { loadBalancer: new AwsNetworkLoadBalancer(), trustedProxies, configuration });
const header = (chart = Testing.chart()) =>
  new HeaderForwardedKong(chart, 'Kong', {
    loadBalancer: new AwsApplicationLoadBalancer(),
    trustedProxies,
    configuration,
  });

const synthesis = (kong: Kong) => () => Testing.synth(Chart.of(kong));
const patch = (kong: Kong, object: kplus.Resource, ...patches: JsonPatch[]) => {
  ApiObject.of(object).addJsonPatch(...patches);
  return synthesis(kong);
};
const variable = (kong: Kong, name: string) =>
  `/spec/template/spec/containers/0/env/${pod(kong).containers[0].env.findIndex((one: any) => one.name === name)}/value`;

describe('what breaks the promise of a gateway is an error at synthesis, by rule and remedy', () => {
  test.each<[string, () => () => unknown, RegExp]>([
    [
      'a patch of the traffic policy',
      () => {
        const kong = local();
        return patch(kong, kong.service, JsonPatch.replace('/spec/externalTrafficPolicy', 'Cluster'));
      },
      /\[test\/Kong\] traffic-policy-cluster: Service\/default\/test-kong-service-\w+, spec.externalTrafficPolicy: /,
    ],
    [
      'a patch of whom Kong trusts',
      () => {
        const kong = header();
        return patch(kong, kong.deployment, JsonPatch.replace(variable(kong, 'KONG_TRUSTED_IPS'), '104.16.0.0/13'));
      },
      /\[test\/Kong\] trusted-ips-miss-peer: /,
    ],
    [
      'a patch of the listeners',
      () => {
        const kong = proxy();
        return patch(
          kong,
          kong.deployment,
          JsonPatch.replace(variable(kong, 'KONG_PROXY_LISTEN'), '0.0.0.0:8000, 0.0.0.0:8443 ssl'),
        );
      },
      /\[test\/Kong\] proxy-protocol-listener-flag-missing: /,
    ],
    [
      'a patch of an annotation',
      () => {
        const kong = header();
        return patch(
          kong,
          kong.ingress!,
          JsonPatch.add(
            '/metadata/annotations/alb.ingress.kubernetes.io~1load-balancer-attributes',
            'routing.http.xff_header_processing.mode=preserve',
          ),
        );
      },
      /\[test\/Kong\] alb-xff-mode: Ingress\//,
    ],
    [
      'a second Service that strangers reach, to listeners that expect PROXY protocol',
      () => {
        const kong = proxy();
        kong.deployment.exposeViaService({
          name: 'internal',
          serviceType: kplus.ServiceType.LOAD_BALANCER,
          ports: [{ port: 443, targetPort: 8443 }],
        });
        return synthesis(kong);
      },
      /\[test\/Kong\] proxy-protocol-not-sent: Service\/default\/internal/,
    ],
    [
      'the same on a DaemonSet, which a patch made of the Deployment',
      () => {
        const kong = local();
        patch(
          kong,
          kong.deployment,
          JsonPatch.replace('/kind', 'DaemonSet'),
          JsonPatch.remove('/spec/replicas'),
          JsonPatch.remove('/spec/strategy'),
        );
        return patch(kong, kong.service, JsonPatch.replace('/spec/externalTrafficPolicy', 'Cluster'));
      },
      /\[test\/Kong\] traffic-policy-cluster: /,
    ],
    [
      'the same with an image whose name says something else',
      () => {
        const kong = new LocalTrafficKong(Testing.chart(), 'Kong', {
          loadBalancer: new AksLoadBalancer(),
          configuration,
          image: 'registry.example.com/portal/edge-dashboard:1',
        });
        return patch(kong, kong.service, JsonPatch.replace('/spec/externalTrafficPolicy', 'Cluster'));
      },
      /\[test\/Kong\] traffic-policy-cluster: /,
    ],
    [
      'a second Service in another chart',
      () => {
        const kong = proxy();
        const other = new Chart(kong.node.root, 'other');
        new kplus.Service(other, 'Second', {
          selector: kong.deployment,
          type: kplus.ServiceType.LOAD_BALANCER,
          ports: [{ port: 443, targetPort: 8443 }],
        });
        return synthesis(kong);
      },
      /\[test\/Kong\] proxy-protocol-not-sent: Service\/default\/other-second/,
    ],
    [
      'an external address that bypasses the balancer of the Ingress',
      () => {
        const kong = header();
        return patch(kong, kong.service, JsonPatch.add('/spec/externalIPs', ['203.0.113.77']));
      },
      /\[test\/Kong\] second-entrance-trusted: Service\/default\/test-kong-service-\w+/,
    ],
    [
      'a second Service whose nodes rewrite the source',
      () => {
        const kong = local();
        new kplus.Service(Chart.of(kong), 'Second', {
          selector: kong.deployment,
          type: kplus.ServiceType.LOAD_BALANCER,
          ports: [{ port: 443, targetPort: 8443 }],
        });
        return synthesis(kong);
      },
      /\[test\/Kong\] traffic-policy-cluster: Service\/default\/test-second/,
    ],
    [
      'node ports beside an L7 balancer, from trusted nodes',
      () => {
        const kong = header();
        new kplus.Service(Chart.of(kong), 'Second', {
          selector: kong.deployment,
          type: kplus.ServiceType.NODE_PORT,
          ports: [{ port: 80, targetPort: 8000 }],
        });
        return synthesis(kong);
      },
      /\[test\/Kong\] second-entrance-trusted: Service\/default\/test-second/,
    ],
  ])('%s', (_, make, message) => {
    expect(make()).toThrow(message);
  });
});

describe('what does no harm stays possible', () => {
  test('a patch', () => {
    const kong = local();
    expect(patch(kong, kong.service, JsonPatch.add('/spec/trafficDistribution', 'PreferClose'))).not.toThrow();
  });

  test('a second Service inside the cluster, for metrics', () => {
    const kong = proxy();
    new kplus.Service(Chart.of(kong), 'Metrics', { selector: kong.deployment, ports: [{ port: 8100 }] });
    expect(synthesis(kong)).not.toThrow();
  });

  test('a gateway behind a balancer that nobody here knows', () => {
    const loadBalancer = { bindProxyProtocol: () => ({ annotations: { 'edge.example.com/proxy-protocol': 'v2' } }) };
    expect(
      synthesis(new ProxyProtocolKong(Testing.chart(), 'Kong', { loadBalancer, trustedProxies, configuration })),
    ).not.toThrow();
  });
});

describe('a finding can be acknowledged', () => {
  const exposed = () => {
    const kong = local();
    patch(kong, kong.service, JsonPatch.replace('/spec/externalTrafficPolicy', 'Cluster'));
    return kong;
  };

  test('by its rule and a reason, which the manifest says', () => {
    const kong = exposed();
    kong.acknowledge('traffic-policy-cluster', ' only robots call this gateway ');
    expect(manifest(kong.deployment).metadata.annotations).toMatchObject({
      'kong-client-ip/acknowledge.traffic-policy-cluster': 'only robots call this gateway',
    });
  });

  test('but not another one with it', () => {
    const kong = exposed();
    kong.acknowledge('balancer-hides-client', 'only robots call this gateway');
    expect(synthesis(kong)).toThrow('[test/Kong] traffic-policy-cluster');
  });

  test.each([
    ['traffic-policy', 'x', '"traffic-policy" is not a rule of the check'],
    ['traffic-policy-cluster', ' ', 'the reason is missing'],
    ['traffic-policy-cluster', undefined, 'the reason is missing'],
  ])('not as %j for the reason %j', (rule, reason, message) => {
    expect(() => local().acknowledge(rule, reason as string)).toThrow(`[test/Kong] acknowledge: ${message}`);
  });
});

describe('validation of many charts', () => {
  const app = (count: number) => {
    const root = Testing.app();
    return { root, gateways: Array.from({ length: count }, (_, index) => local(new Chart(root, `chart${index}`))) };
  };

  test('finds what changed between two syntheses', () => {
    const { root, gateways } = app(3);
    root.synth();
    gateways[0].service.metadata.addAnnotation('service.beta.kubernetes.io/azure-pls-create', 'true');
    expect(() => root.synth()).toThrow('[chart0/Kong] annotation service.beta.kubernetes.io/azure-pls-create');
  });

  test('finds no longer what was mended after an error', () => {
    const { root, gateways } = app(2);
    const { env } = gateways[1].deployment.containers[0];
    env.addVariable('KONG_TRUSTED_IPS', kplus.EnvValue.fromValue('0.0.0.0/0'));
    expect(() => root.synth()).toThrow('[chart1/Kong] KONG_TRUSTED_IPS belongs to LocalTrafficKong');
    Reflect.deleteProperty((env as any)._variables, 'KONG_TRUSTED_IPS');
    expect(() => root.synth()).not.toThrow();
  });

  test('finds what changed between two looks at one chart of several', () => {
    const { gateways } = app(2);
    expect(synthesis(gateways[0])).not.toThrow();
    gateways[0].service.metadata.addAnnotation('service.beta.kubernetes.io/azure-pls-create', 'true');
    expect(synthesis(gateways[0])).toThrow('[chart0/Kong] annotation service.beta.kubernetes.io/azure-pls-create');
  });

  test('finds what is wrong with a gateway that was added later', () => {
    const { root, gateways } = app(1);
    const early = new Chart(root, 'early');
    const validate = () => root.node.findAll().flatMap((child) => child.node.validate());
    expect(validate()).toEqual([]);
    const kong = local(early);
    ApiObject.of(kong.service).addJsonPatch(JsonPatch.replace('/spec/externalTrafficPolicy', 'Cluster'));
    new kplus.Service(early, 'Second', {
      selector: gateways[0].deployment,
      type: kplus.ServiceType.LOAD_BALANCER,
      ports: [{ port: 443, targetPort: 8443 }],
    });
    expect(validate()).toEqual(
      Array(2).fill(expect.stringMatching(/^traffic-policy-cluster: Service\/default\/early-/)),
    );
  });

  test.each(['synth', 'synthYaml'] as const)(
    'asks each gateway a few times only in %s, however many charts there are',
    (method) => {
      const { root, gateways } = app(30);
      const toJson = gateways.map(({ deployment }) => jest.spyOn(ApiObject.of(deployment), 'toJson'));
      root[method]();
      expect(toJson.map(({ mock }) => mock.calls.length)).toEqual(Array(30).fill(2));
    },
  );

  test('asks each gateway a few times only in one chart of many gateways', () => {
    const chart = Testing.chart();
    const gateways = Array.from({ length: 30 }, (_, index) => local(chart, `Kong${index}`));
    const toJson = jest.spyOn(ApiObject.of(gateways[0].deployment), 'toJson');
    Testing.synth(chart);
    expect(toJson.mock.calls.length).toBe(2);
  });
});

describe.each(variants)('the variant $name, read back from YAML', ({ build }) => {
  const chart = new Chart(new App(), 'test');
  build(chart);
  const [report] = ClientIpCheck.check([
    {
      name: 'manifest.yaml',
      text: objects(chart)
        .map((object) => JSON.stringify(object))
        .join('\n---\n'),
    },
  ]).gateways;

  test('has neither error nor warning that nobody acknowledged', () => {
    expect(report.findings.filter(({ level, acknowledged }) => level !== 'note' && !acknowledged)).toEqual([]);
  });

  test('keeps the address, or says who knows', () => {
    expect(
      report.verdict === ClientIpVerdict.KEPT ||
        (report.verdict === ClientIpVerdict.UNKNOWN && report.questions.length > 0),
    ).toBe(true);
  });
});

describe('a gateway of which the check cannot tell that it is kept is not written', () => {
  const container = '/spec/template/spec/containers/0';
  const added = (name: string, value: unknown) =>
    JsonPatch.add(`${container}/env/-`, typeof value === 'string' ? { name, value } : { name, valueFrom: value });

  test.each<[string, JsonPatch[], RegExp]>([
    [
      'a patched variable that no model reads',
      [added('KONG_NGINX_PROXY_INCLUDE', '/x')],
      /env-hidden: .*KONG_NGINX_PROXY_INCLUDE reads a file/,
    ],
    [
      'a patched variable whose value begins another directive',
      [added('KONG_NGINX_HTTP_CLIENT_MAX_BODY_SIZE', '1m; set_real_ip_from 0.0.0.0/0')],
      /trust-everybody: /,
    ],
    ['a patched file', [added('KONG_TRUSTED_IPS_FILE', '/x')], /env-hidden: /],
    [
      'a patched command',
      [JsonPatch.add(`${container}/command`, ['/start.sh'])],
      /settings-unread: .*The command of the container runs \/start.sh/,
    ],
    [
      'patched arguments',
      [JsonPatch.add(`${container}/args`, ['kong', 'docker-start', '--nginx-conf', '/x'])],
      /settings-unread: .*--nginx-conf/,
    ],
    [
      'a hook',
      [JsonPatch.add(`${container}/lifecycle/postStart`, { exec: { command: ['sh', '-c', 'kong reload'] } })],
      /settings-unread: .*postStart/,
    ],
    [
      'a volume at the place of kong.conf',
      [
        JsonPatch.add('/spec/template/spec/volumes/-', { name: 'conf', configMap: { name: 'conf' } }),
        JsonPatch.add(`${container}/volumeMounts/-`, { name: 'conf', mountPath: '/etc/kong' }),
      ],
      /settings-unread: .*Kong reads \/etc\/kong\/kong.conf from the ConfigMap conf/,
    ],
  ])('%s', (_, patches, message) => {
    const kong = local();
    expect(patch(kong, kong.deployment, ...patches)).toThrow(message);
  });

  test('also when the volume is mounted by the container itself', () => {
    const kong = local();
    const templates = kplus.Volume.fromConfigMap(
      kong,
      'Templates',
      kplus.ConfigMap.fromConfigMapName(kong, 'Map', 'templates'),
    );
    kong.deployment.containers[0].mount('/usr/local/share/lua/5.1/kong/templates', templates);
    expect(synthesis(kong)).toThrow(
      /settings-unread: .*A volume lies over \/usr\/local\/share\/lua\/5.1\/kong\/templates/,
    );
  });

  test('a Service that a patch moves away', () => {
    const kong = local();
    expect(patch(kong, kong.service, JsonPatch.add('/metadata/namespace', 'elsewhere'))).toThrow(/no-entrance-found: /);
  });

  test('unless it is acknowledged', () => {
    const kong = local();
    kong.acknowledge('settings-unread', 'our start script sets the log level alone');
    expect(patch(kong, kong.deployment, JsonPatch.add(`${container}/command`, ['/start.sh']))).not.toThrow();
  });

  test("a volume that Kong's files are not in is anybody's", () => {
    const kong = local();
    kong.deployment.containers[0].mount(
      '/opt/kong/plugins/mine',
      kplus.Volume.fromConfigMap(kong, 'Plugin', kplus.ConfigMap.fromConfigMapName(kong, 'Map', 'plugin')),
    );
    expect(synthesis(kong)).not.toThrow();
  });
});
