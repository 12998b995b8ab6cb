import { App, Chart, JsonPatch, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { headerForwarded, localTraffic, proxyProtocol, trustedProxies } from './subjects';
import { variants } from '../../examples/typescript/variants';
import { AksLoadBalancer, ClientIpCheck, ClientIpVerdict, LocalTrafficKong, ProxyProtocolKong } from '../../src';
import { configuration, manifest, objects } from '../helpers';
import { synthesis, patch, variable } from './patching';

const local = (chart?: Chart, id?: string) => localTraffic({}, chart, id);
const proxy = (chart?: Chart) => proxyProtocol({}, chart);
const header = (chart?: Chart) => headerForwarded({}, chart);

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
