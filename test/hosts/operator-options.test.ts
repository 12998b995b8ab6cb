import { Testing } from 'cdk8s';
import { ClientIp, ILocalTrafficLoadBalancer, LocalTraffic, ServiceBinding } from '../../src';

const local = (binding: ServiceBinding = {}): ClientIp => {
  const loadBalancer: ILocalTrafficLoadBalancer = { bindLocalTraffic: () => binding };
  return new LocalTraffic(Testing.chart(), 'Way', { loadBalancer });
};

describe("the user's own options", () => {
  const proxyContainer = (container: any) => ({
    deployment: { podTemplateSpec: { spec: { containers: [{ name: 'proxy', ...container }] } } },
  });

  test('are kept, containers and variables by their names', () => {
    const secret = { secretKeyRef: { name: 'a', key: 'b' } };
    const options = local().dataPlaneOptions({
      deployment: {
        replicas: 3,
        podTemplateSpec: {
          spec: {
            tolerations: [{ key: 'edge' }],
            containers: [
              { name: 'logs', image: 'logs:1' },
              {
                name: 'proxy',
                image: 'kong:3.9',
                env: [
                  { name: 'KONG_LOG_LEVEL', value: 'debug' },
                  { name: 'KONG_PG_PASSWORD', valueFrom: secret },
                ],
              },
            ],
          },
        },
      },
      network: { services: { ingress: { labels: { team: 'edge' } } } },
    });
    const { containers, tolerations } = options.deployment.podTemplateSpec.spec;
    expect(containers.map(({ name, image }: any) => [name, image])).toEqual([
      ['proxy', 'kong:3.9'],
      ['logs', 'logs:1'],
    ]);
    expect(containers[0].env).toEqual(
      expect.arrayContaining([
        { name: 'KONG_PROXY_LISTEN', value: expect.any(String) },
        { name: 'KONG_LOG_LEVEL', value: 'debug' },
        { name: 'KONG_PG_PASSWORD', valueFrom: secret },
      ]),
    );
    expect(tolerations).toEqual([{ key: 'edge' }]);
    expect(options.deployment.replicas).toBe(3);
    expect(options.network.services.ingress).toMatchObject({
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      labels: { team: 'edge' },
    });
  });

  test.each<[string, any, string]>([
    [
      'a variable',
      proxyContainer({ env: [{ name: 'KONG_TRUSTED_IPS', value: '0.0.0.0/0' }] }),
      'the variable KONG_TRUSTED_IPS: KONG_TRUSTED_IPS belongs to LocalTraffic',
    ],
    [
      'a variable from a Secret',
      proxyContainer({ env: [{ name: 'KONG_TRUSTED_IPS', valueFrom: { secretKeyRef: {} } }] }),
      'KONG_TRUSTED_IPS belongs to LocalTraffic',
    ],
    [
      'port maps',
      proxyContainer({ env: [{ name: 'KONG_PORT_MAPS', value: '80:8000' }] }),
      'KONG_PORT_MAPS belongs to LocalTraffic',
    ],
    ['a number', proxyContainer({ env: [{ name: 'KONG_NGINX_WORKER_PROCESSES', value: 2 }] }), 'got 2; write "2"'],
    [
      'a whole Secret',
      proxyContainer({ envFrom: [{ secretRef: { name: 'a' } }] }),
      'envFrom: {"secretRef":{"name":"a"}} could set what belongs to LocalTraffic',
    ],
    [
      'another annotation for a mesh',
      { deployment: { podTemplateSpec: { metadata: { annotations: { 'kuma.io/gateway': 'disabled' } } } } },
      'annotations.kuma.io/gateway ("disabled") belongs to LocalTraffic',
    ],
    [
      'the type',
      { network: { services: { ingress: { type: 'NodePort' } } } },
      'network.services.ingress.type ("NodePort") belongs to LocalTraffic',
    ],
    [
      'the policy',
      { network: { services: { ingress: { externalTrafficPolicy: 'Cluster' } } } },
      'network.services.ingress.externalTrafficPolicy ("Cluster") belongs',
    ],
    [
      'ports',
      { network: { services: { ingress: { ports: [{ port: 80 }] } } } },
      'the ports follow from the load balancer',
    ],
    [
      'an annotation',
      { network: { services: { ingress: { annotations: { 'example.com/own.80': 'b' } } } } },
      'annotations: example.com/own.80 ("b") belongs to LocalTraffic',
    ],
    ['no network', { network: null }, 'network (null) belongs to LocalTraffic'],
    ['a list', [], 'options must be a map'],
  ])('%s is refused where it could lose or forge the address', (_, options, message) => {
    expect(() => local({ reservedAnnotations: ['example.com/own'] }).dataPlaneOptions(options)).toThrow('[test/Way] ');
    expect(() => local({ reservedAnnotations: ['example.com/own'] }).dataPlaneOptions(options)).toThrow(message);
  });
});
