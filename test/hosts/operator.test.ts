import { ApiObject, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { excerptOf, flatten } from './excerpt';
import { problemsOf, refusedPorts, variablesOf } from './operator';
import { Subject, subjects, wayOf } from './subjects';
import {
  AwsApplicationLoadBalancer,
  AwsNetworkLoadBalancer,
  ClientIp,
  ExternalTrafficPolicy,
  GkeNetworkLoadBalancer,
  HeaderForwarded,
  ILocalTrafficLoadBalancer,
  LocalTraffic,
  ProxyProtocol,
  ServiceBinding,
  TrustedProxies,
} from '../../src';
import { SOURCE_RANGES } from '../../src/load-balancers/annotations';
import { objects, ofKind } from '../helpers';

const trustedProxies = TrustedProxies.of('10.0.0.0/16');

const ENDS_TLS =
  /leads port 443 to Kong's port for TLS, and this load balancer ends TLS itself; use helmValues\(\), or pods of the library's own \(HeaderForwardedKong\)$/;
const NODE_PORT = /node ports belong to the Gateway's listeners .*httpNodePort 30080/;

const NAMES_PORTS = /upcloud-load-balancer-config"\] name the Service's ports/;

/** What the operator cannot express of some subjects; of others that it cannot say, it is the class. */
const CANNOT: { [subject: string]: RegExp } = {
  'eks-classic-header-forwarded': ENDS_TLS,
  'digitalocean-regional-header-forwarded': ENDS_TLS,
  'scaleway-header-forwarded': ENDS_TLS,
  'linode-header-forwarded': ENDS_TLS,
  'vultr-header-forwarded': ENDS_TLS,
  'upcloud-header-forwarded': NAMES_PORTS,
  'upcloud-proxy-protocol': NAMES_PORTS,
  'oci-flexible-header-forwarded': ENDS_TLS,
  'alibaba-clb-header-forwarded': ENDS_TLS,
  'self-managed-proxy-protocol': NODE_PORT,
  'node-ports-local-traffic': NODE_PORT,
  'own-node-port': NODE_PORT,
  'further-ports': /ports 9443, 1883, 8883/,
  'both-families': /its Services have no ipFamilies \(\["IPv6","IPv4"\]\)/,
  ipv6: /its Services have no ipFamilies/,
};

const optionsOf = ({ build }: Subject) => wayOf(build(Testing.chart())).dataPlaneOptions();
const refusalOf = (subject: Subject) => {
  try {
    optionsOf(subject);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};
const sayable = subjects.filter((subject) => refusalOf(subject) === undefined);

const local = (binding: ServiceBinding = {}): ClientIp => {
  const loadBalancer: ILocalTrafficLoadBalancer = { bindLocalTraffic: () => binding };
  return new LocalTraffic(Testing.chart(), 'Way', { loadBalancer });
};

describe.each(sayable)('the options of $name', (subject) => {
  const options = optionsOf(subject);

  test('are fields that the operator declares', () => {
    expect(problemsOf(options)).toEqual([]);
  });

  test('lead each port to a listener, as its admission policy asks', () => {
    const tls = / ssl /.test(variablesOf(options).KONG_PROXY_LISTEN);
    const ports = [{ port: 80, targetPort: 8000 }, ...(tls ? [{ port: 443, targetPort: 8443 }] : [])];
    expect(refusedPorts(options, ports)).toEqual([]);
    expect(refusedPorts(options, [{ port: 443, targetPort: 8443 }])).toHaveLength(tls ? 0 : 2);
  });

  test("say what pods of the library's own say", () => {
    const own = excerptOf(objects(subject.build(Testing.chart())));
    const ofOwn = flatten(own);
    const { type, externalTrafficPolicy, annotations } = options.network.services.ingress;
    const { metadata, spec } = options.deployment.podTemplateSpec;
    // The operator has no field for the ranges.
    const { [SOURCE_RANGES]: ranges, ...others } = annotations;
    expect(ranges?.split(',')).toEqual(own.service.loadBalancerSourceRanges);
    const theirs = flatten({
      ...own,
      environment: variablesOf(options),
      service: {
        ...own.service,
        type,
        ...(externalTrafficPolicy ? { externalTrafficPolicy } : {}),
        annotations: sorted(others),
      },
      pod: {
        ...own.pod,
        command: spec.containers[0].lifecycle.preStop.exec.command,
        gracePeriodSeconds: spec.terminationGracePeriodSeconds,
        annotations: Object.fromEntries(
          Object.entries(metadata.annotations).filter(([key]) => key === 'kong-client-ip/trusts-anyone'),
        ),
      },
    });
    expect(Object.fromEntries(theirs)).toEqual(Object.fromEntries(ofOwn));
  });
});

test.each(subjects.filter((subject) => !sayable.includes(subject)))('$name cannot be said', (subject) => {
  expect(refusalOf(subject)).toMatch(CANNOT[subject.name] ?? /its Services have no loadBalancerClass \(".+"\)/);
});

test('source ranges are the annotation that stands for the field', () => {
  const way = new LocalTraffic(Testing.chart(), 'Way', {
    loadBalancer: new GkeNetworkLoadBalancer({ sourceRanges: ['192.0.2.0/24', '198.51.100.0/24'] }),
  });
  expect(way.dataPlaneOptions().network.services.ingress.annotations).toMatchObject({
    [SOURCE_RANGES]: '192.0.2.0/24,198.51.100.0/24',
  });
});

test('service meshes are told to leave incoming connections to Kong', () => {
  expect(local().dataPlaneOptions().deployment.podTemplateSpec.metadata.annotations).toEqual({
    'traffic.sidecar.istio.io/includeInboundPorts': '',
    'kuma.io/gateway': 'enabled',
    'config.linkerd.io/skip-inbound-ports': '8000,8443,8100',
  });
});

describe('an Ingress', () => {
  const build = (chart: Chart) =>
    new HeaderForwarded(chart, 'Way', {
      loadBalancer: new AwsApplicationLoadBalancer({ certificateIds: ['arn'] }),
      trustedProxies,
      namespace: 'edge',
    });

  test('is made once, for the Service that the operator is told to make', () => {
    const way = build(Testing.chart());
    expect(ofKind(way, 'Ingress')).toEqual([]);
    const { name, type } = way.dataPlaneOptions().network.services.ingress;
    expect(way.dataPlaneOptions().network.services.ingress.name).toBe(name);
    expect(type).toBe('ClusterIP');
    expect(ofKind(way, 'Ingress')).toEqual([
      expect.objectContaining({
        metadata: expect.objectContaining({
          namespace: 'edge',
          annotations: expect.objectContaining({ 'alb.ingress.kubernetes.io/target-type': 'ip' }),
        }),
        spec: {
          ingressClassName: 'alb',
          rules: [
            {
              http: {
                paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port: { number: 80 } } } }],
              },
            },
          ],
        },
      }),
    ]);
  });

  test("leads to a Service of the user's own name", () => {
    const way = build(Testing.chart());
    way.dataPlaneOptions({ network: { services: { ingress: { name: 'edge' } } } });
    expect(ofKind(way, 'Ingress')[0].spec.rules[0].http.paths[0].backend.service.name).toBe('edge');
  });

  test('is not made for a balancer of a Service', () => {
    const way = local();
    expect(way.dataPlaneOptions().network.services.ingress).not.toHaveProperty('name');
    expect(objects(way)).toEqual([]);
  });
});

test('a GatewayConfiguration has them in its manifest', () => {
  const chart = Testing.chart();
  const way = new ProxyProtocol(chart, 'Way', { loadBalancer: new AwsNetworkLoadBalancer(), trustedProxies });
  new ApiObject(chart, 'Configuration', {
    apiVersion: 'gateway-operator.konghq.com/v2beta1',
    kind: 'GatewayConfiguration',
    spec: { dataPlaneOptions: way.dataPlaneOptions() },
  });
  expect(ofKind(chart, 'GatewayConfiguration')[0].spec.dataPlaneOptions).toEqual(way.dataPlaneOptions());
});

test('the excerpt of the schema itself finds', () => {
  const good = local().dataPlaneOptions();
  const spoilt = (change: (options: any) => void) => {
    const options = structuredClone(good);
    change(options);
    return problemsOf(options);
  };
  expect(problemsOf(good)).toEqual([]);
  expect(
    spoilt((options) => {
      options.network.services.ingress.loadBalancerClass = 'a';
    }),
  ).toEqual(['spec.network.services.ingress.loadBalancerClass is not declared']);
  expect(
    spoilt((options) => {
      options.network.services.ingress.type = 'External';
    }),
  ).toEqual(['spec.network.services.ingress.type must be one of LoadBalancer, NodePort, ClusterIP']);
  expect(
    spoilt((options) => {
      options.network.services.ingress.type = kplus.ServiceType.CLUSTER_IP;
    }),
  ).toEqual(['Cannot set ExternalTrafficPolicy for ClusterIP service']);
  expect(
    spoilt((options) => {
      options.deployment.podTemplateSpec.spec.containers[0].env[0].value = 1;
    }),
  ).toEqual([expect.stringMatching(/value must be string/)]);
  expect(good.network.services.ingress.externalTrafficPolicy).toBe(ExternalTrafficPolicy.LOCAL);
});

function sorted(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}
