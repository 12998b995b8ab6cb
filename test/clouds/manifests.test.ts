import { Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Deployment } from 'kubernetes-models/apps/v1';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { Ingress } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { ConfigMap, Service } from 'kubernetes-models/v1';
import { SPECS } from './schemas';
import { variants } from '../../examples/typescript/variants';
import {
  AwsIpAddressType,
  AwsNetworkLoadBalancer,
  AwsTargetType,
  GkeApplicationLoadBalancer,
  GkeNetworkLoadBalancer,
  HeaderForwardedKong,
  IpFamily,
  Kong,
  LocalTrafficKong,
  ProxyProtocolKong,
  TrustedProxies,
} from '../../src';
import { configuration, objects } from '../helpers';

const MODELS: { [type: string]: new () => { validate(): void } } = {
  'apps/v1 Deployment': Deployment,
  'autoscaling/v2 HorizontalPodAutoscaler': HorizontalPodAutoscaler,
  'networking.k8s.io/v1 Ingress': Ingress,
  'policy/v1 PodDisruptionBudget': PodDisruptionBudget,
  'v1 ConfigMap': ConfigMap,
  'v1 Service': Service,
};

/** What is wrong with an object, by the schema of its kind. */
function problems(object: any): string[] {
  const type = `${object.apiVersion} ${object.kind}`;
  if (SPECS.has(type)) {
    return custom(SPECS.get(type), object.spec, 'spec');
  }
  const unread = new Set<string>();
  const fields = Object.fromEntries(Object.entries(object).map(([key, value]) => [key, watched(value, key, unread)]));
  const model = Object.assign(new MODELS[type](), fields);
  try {
    model.validate();
  } catch (error) {
    return [(error as Error).message];
  }
  return [...unread].map((path) => `${path} is unknown`);
}

/** A value that notes which of its fields the schema reads: what it does not read, it does not know. */
function watched(value: any, path: string, unread: Set<string>): any {
  if (value === null || typeof value !== 'object') {
    return value;
  }
  const at = (key: string | symbol) => `${path}.${String(key)}`;
  const entries = Object.entries(value).map(([key, item]) => [key, watched(item, at(key), unread)]);
  entries.forEach(([key]) => unread.add(at(key)));
  return new Proxy(Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries), {
    get: (target, key) => {
      unread.delete(at(key));
      return Reflect.get(target, key);
    },
  });
}

/** What is wrong with a custom resource, by what of OpenAPI its CRD uses. */
function custom({ type, properties, items, enum: values }: any, value: any, path: string): string[] {
  if (type === 'object') {
    return Object.entries(value).flatMap(([key, item]) =>
      properties[key] ? custom(properties[key], item, `${path}.${key}`) : [`${path}.${key} is unknown`],
    );
  }
  if (type === 'array') {
    return value.flatMap((item: any, at: number) => custom(items, item, `${path}.${at}`));
  }
  const fits =
    (type === 'integer' ? Number.isInteger(value) : typeof value === type) && (values?.includes(value) ?? true);
  return fits ? [] : [`${path} must be ${values?.join(', ') ?? type}`];
}

const trustedProxies = TrustedProxies.of('10.0.0.0/16', 'fd00::/8');

/** Gateways with every option, in every way. */
const withEverything: [string, () => Kong][] = [
  [
    'local traffic',
    () =>
      new LocalTrafficKong(Testing.chart(), 'Kong', {
        loadBalancer: new GkeNetworkLoadBalancer({
          internalOnly: true,
          useLoadBalancerClass: true,
          globalAccess: true,
          subnet: 'edge',
          weightedByPods: true,
          sourceRanges: ['192.0.2.0/24', '2001:db8::/32'],
        }),
        ipFamilies: [IpFamily.IPV4, IpFamily.IPV6],
        autoscaling: { maxReplicas: 5 },
        configuration,
        ...everything(),
      }),
  ],
  [
    'local traffic to pods',
    () =>
      new LocalTrafficKong(Testing.chart(), 'Kong', {
        loadBalancer: new AwsNetworkLoadBalancer({
          targetType: AwsTargetType.IP,
          certificateIds: ['arn'],
          sslPolicy: 'x',
          tags: { a: 'b' },
        }),
        replicas: 3,
        configuration,
        ...everything(),
      }),
  ],
  [
    'PROXY protocol over IPv6',
    () =>
      new ProxyProtocolKong(Testing.chart(), 'Kong', {
        loadBalancer: new AwsNetworkLoadBalancer({ ipAddressType: AwsIpAddressType.DUALSTACK }),
        trustedProxies,
        ipFamilies: [IpFamily.IPV6],
        autoscaling: { minReplicas: 3, maxReplicas: 9, cpuUtilization: 60 },
        configuration,
        ...everything(),
      }),
  ],
  [
    'headers',
    () =>
      new HeaderForwardedKong(Testing.chart(), 'Kong', {
        loadBalancer: new GkeApplicationLoadBalancer({
          ipAddress: '203.0.113.10',
          staticIpName: 'kong',
          managedCertificates: ['kong'],
          redirectHttpToHttps: true,
        }),
        trustedProxies: TrustedProxies.googleFrontEnds('203.0.113.10'),
        configuration,
        ...everything(),
      }),
  ],
];

function everything() {
  const scope = Testing.chart();
  return {
    tlsSecret: kplus.Secret.fromSecretName(scope, 'Certificate', 'kong-tls'),
    serviceAccount: kplus.ServiceAccount.fromServiceAccountName(scope, 'Account', 'edge'),
    imagePullPolicy: kplus.ImagePullPolicy.ALWAYS,
    namespace: 'edge',
    labels: { team: 'edge' },
    env: { KONG_LOG_LEVEL: 'debug' },
  };
}

const gateways: [string, () => Kong][] = [
  ...variants.map(({ name, build }): [string, () => Kong] => [name, () => build(Testing.chart())]),
  ...withEverything.map(([name, make]): [string, () => Kong] => [
    `${name}, with everything`,
    () => {
      const kong = make();
      kong.exposeInCluster();
      return kong;
    },
  ]),
];

describe.each(gateways)('%s', (_, make) => {
  const all = objects(make());

  test('is valid by the schemas of Kubernetes', () => {
    expect(
      all.flatMap((object) => problems(object).map((problem) => `${object.kind} ${object.metadata.name}: ${problem}`)),
    ).toEqual([]);
  });

  test('has strings as annotations, and names that Kubernetes takes', () => {
    for (const { metadata } of all) {
      expect(metadata.name).toMatch(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/);
      expect(Object.values(metadata.annotations ?? {}).filter((value) => typeof value !== 'string')).toEqual([]);
    }
  });

  test('has fields for load balancers only on Services of type LoadBalancer, and a policy only where there is a node port', () => {
    for (const { spec } of all.filter(
      ({ kind, spec: { type } = {} as any }) => kind === 'Service' && type !== 'LoadBalancer',
    )) {
      const known = spec.type === 'NodePort' ? ['externalTrafficPolicy'] : [];
      expect(
        Object.keys(spec).filter((field) =>
          /^(externalTrafficPolicy|loadBalancer.*|allocateLoadBalancerNodePorts|healthCheckNodePort)$/.test(field),
        ),
      ).toEqual(known);
    }
  });

  test('sends Services to ports that Kong listens on, by unique names', () => {
    const [{ env, ports }] = all.find(({ kind }) => kind === 'Deployment').spec.template.spec.containers;
    const unique = (names: string[]) => expect(new Set(names).size).toBe(names.length);
    const listening = env
      .find(({ name }: any) => name === 'KONG_PROXY_LISTEN')
      .value.match(/(?<=:)\d+(?= )/g)
      .map(Number);
    for (const { spec } of all.filter(({ kind }) => kind === 'Service')) {
      expect(listening).toEqual(expect.arrayContaining(spec.ports.map(({ targetPort }: any) => targetPort)));
      unique(spec.ports.map(({ name }: any) => name));
    }
    unique(ports.map(({ name }: any) => name));
    unique(env.map(({ name }: any) => name));
    expect(ports.filter(({ name }: any) => name.length > 15)).toEqual([]);
  });
});

test.each(gateways)(
  '%s expects a PROXY header on every port that its balancer reaches, or on none, and never on another',
  (_, make) => {
    const all = objects(make());
    const [{ env }] = all.find(({ kind }) => kind === 'Deployment').spec.template.spec.containers;
    const { KONG_PROXY_LISTEN, KONG_REAL_IP_HEADER } = Object.fromEntries(
      env.map(({ name, value }: any) => [name, value]),
    );
    const flagged = KONG_PROXY_LISTEN.split(', ')
      .filter((listen: string) => / proxy_protocol /.test(listen))
      .map((listen: string) => Number(/:(\d+) /.exec(listen)![1]));
    const ofBalancer = all
      .filter(({ kind, metadata }) => kind === 'Service' && metadata.annotations?.['kong-client-ip/load-balancer'])
      .flatMap(({ spec }) => spec.ports.map(({ targetPort }: any) => targetPort));
    expect(flagged).toEqual(KONG_REAL_IP_HEADER === 'proxy_protocol' ? ofBalancer : []);
  },
);

describe('the check itself finds', () => {
  const { build } = variants.find(({ name }) => name === 'gke-header-forwarded')!;
  const find = (kind: string) =>
    structuredClone(objects(build(Testing.chart())).find((object) => object.kind === kind));

  test.each<[string, string, (object: any) => void, RegExp]>([
    [
      'a misspelt field',
      'Service',
      ({ spec }) => {
        spec.externalTraficPolicy = 'Local';
      },
      /^spec\.externalTraficPolicy is unknown$/,
    ],
    [
      'a field in the wrong place',
      'Deployment',
      ({ spec }) => {
        spec.template.spec.containers[0].seccompProfile = {};
      },
      /containers\.0\.seccompProfile is unknown$/,
    ],
    [
      'a number for a string',
      'Deployment',
      ({ spec }) => {
        spec.template.spec.containers[0].env[0].value = 1;
      },
      /env\/0\/value must be string/,
    ],
    [
      'a missing field',
      'Deployment',
      ({ spec }) => {
        delete spec.selector;
      },
      /must have required property '?selector/,
    ],
    [
      'a boolean annotation',
      'Service',
      ({ metadata }) => {
        metadata.annotations.a = true;
      },
      /annotations\/a must be string/,
    ],
    [
      'a misspelt field of a custom resource',
      'BackendConfig',
      ({ spec }) => {
        spec.healthCheck.path = '/';
      },
      /^spec\.healthCheck\.path is unknown$/,
    ],
    [
      'an unknown word in a custom resource',
      'BackendConfig',
      ({ spec }) => {
        spec.healthCheck.type = 'TCP';
      },
      /^spec\.healthCheck\.type must be HTTP, HTTPS, HTTP2$/,
    ],
    [
      'a string for a number in a custom resource',
      'BackendConfig',
      ({ spec }) => {
        spec.healthCheck.port = '8100';
      },
      /^spec\.healthCheck\.port must be integer$/,
    ],
    [
      'a number in a list of a custom resource',
      'BackendConfig',
      ({ spec }) => {
        spec.customRequestHeaders.headers.push(1);
      },
      /^spec\.customRequestHeaders\.headers\.1 must be string$/,
    ],
  ])('%s', (_, kind, spoil, message) => {
    const object = find(kind);
    expect(problems(object)).toEqual([]);
    spoil(object);
    expect(problems(object)).toEqual([expect.stringMatching(message)]);
  });
});
