import { ApiObject, Chart, JsonPatch, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { synthesis } from './patching';
import { localTraffic } from './subjects';

const local = (chart?: Chart, id?: string) => localTraffic({}, chart, id);

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
