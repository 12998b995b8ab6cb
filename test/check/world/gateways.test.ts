import { checkObjects } from '../../../src/check/check';

const metadata = (name = 'kong') => ({ name, namespace: 'kong', labels: { app: 'kong' } });
const KONG = { name: 'proxy', image: 'kong:3.9.3' };
const template = (container: object = KONG, more: object = {}) => ({
  metadata: { labels: { app: 'kong' } },
  spec: { containers: [container], ...more },
});
const workload = (kind: string, spec: object, name?: string) => ({ kind, metadata: metadata(name), spec });
const deployment = (container?: object, more?: object) =>
  workload('Deployment', { template: template(container, more) });
const owned = (kind: string, name: string, owner: string, by: string, spec: object) => ({
  kind,
  metadata: { ...metadata(name), ownerReferences: [{ kind: owner, name: by, controller: true }] },
  spec,
});

const gateways = (...objects: object[]) => checkObjects(objects).map(({ gateway }) => gateway);

describe('a workload that keeps Kong running is a gateway', () => {
  test.each([
    'Deployment',
    'StatefulSet',
    'DaemonSet',
    'ReplicaSet',
    'ReplicationController',
    'DeploymentConfig',
    'Rollout',
    'CloneSet',
  ])('%s', (kind) => {
    expect(gateways(workload(kind, { template: template() }))).toEqual([`${kind}/kong/kong`]);
  });

  test('a Service of Knative, and a Pod', () => {
    expect(
      gateways({ apiVersion: 'serving.knative.dev/v1', ...workload('Service', { template: template() }) }),
    ).toEqual(['Service/kong/kong']);
    expect(gateways(workload('Pod', { containers: [KONG] }))).toEqual(['Pod/kong/kong']);
  });

  test.each([
    [
      'a setting of Kong on an image of another name',
      { image: 'example.com/platform/edge:7', env: [{ name: 'KONG_STATUS_LISTEN', value: '0.0.0.0:8100' }] },
    ],
    [
      'settings on an image whose name is that of a tool',
      { image: 'acme/kong-configurer', env: [{ name: 'KONG_PROXY_LISTEN', value: '0.0.0.0:8000' }] },
    ],
    ['migrations, and then Kong', { image: 'kong:3.9', command: ['sh', '-c', 'kong migrations up && kong start'] }],
    [
      'migrations, and then the entrypoint',
      { image: 'kong:3.9', command: ['sh', '-c', 'kong migrations up; exec /docker-entrypoint.sh kong docker-start'] },
    ],
  ])('%s', (_, container) => {
    expect(gateways(deployment({ name: 'any', ...container }))).toEqual(['Deployment/kong/kong']);
  });

  test('by variables of a ConfigMap', () => {
    const container = { name: 'any', image: 'example.com/edge', envFrom: [{ configMapRef: { name: 'settings' } }] };
    expect(
      gateways(deployment(container), {
        kind: 'ConfigMap',
        metadata: metadata('settings'),
        data: { KONG_TRUSTED_IPS: '10.0.0.0/8' },
      }),
    ).toHaveLength(1);
    expect(
      gateways(deployment(container), {
        kind: 'ConfigMap',
        metadata: metadata('settings'),
        data: { KONG_ADMIN_URL: 'http://kong-admin' },
      }),
    ).toEqual([]);
  });

  test('two containers that proxy are two gateways of one pod', () => {
    expect(gateways(deployment(KONG, { containers: [KONG, { ...KONG, name: 'second' }] }))).toHaveLength(2);
  });
});

describe('is not a gateway', () => {
  test.each(['Job', 'PodTemplate'])('%s', (kind) => {
    expect(gateways(workload(kind, { template: template() }))).toEqual([]);
  });

  test('a CronJob, and an init container', () => {
    expect(gateways(workload('CronJob', { jobTemplate: { spec: { template: template() } } }))).toEqual([]);
    expect(gateways(deployment({ name: 'app', image: 'example.com/app' }, { initContainers: [KONG] }))).toEqual([]);
  });

  test.each([
    [['kong', 'migrations', 'bootstrap']],
    [['/bin/sh', '-c', 'until kong migrations list; do sleep 1; done']],
    [['/docker-entrypoint.sh', 'kong', 'config', 'db_import', '/kong.yml']],
    [['sleep', 'infinity']],
  ])('a container that runs %j', (command) => {
    expect(gateways(deployment({ ...KONG, command }))).toEqual([]);
    expect(gateways(deployment({ ...KONG, args: command }))).toEqual([]);
  });

  test.each([
    'acme/kong-plugin-builder',
    'acme/kong-swagger:2',
    'example.com:5000/kong-configurer',
    'kong/kubernetes-ingress-controller',
    'kong/kong-operator',
    'pantsel/konga',
  ])('the image %s', (image) => {
    expect(gateways(deployment({ name: 'app', image }))).toEqual([]);
  });

  test('an application that calls Kong', () => {
    const env = ['KONG_ADMIN_URL', 'KONG_HOST', 'KONG_PG_HOST', 'KONG_API_KEY'].map((name) => ({ name, value: 'x' }));
    expect(gateways(deployment({ name: 'app', image: 'example.com/app', env }))).toEqual([]);
  });

  test('what another workload of the input owns', () => {
    const pod = { containers: [KONG] };
    expect(
      gateways(
        deployment(),
        owned('ReplicaSet', 'kong-7d4b9c6f5', 'Deployment', 'kong', { template: template() }),
        owned('Pod', 'kong-7d4b9c6f5-x2x4q', 'ReplicaSet', 'kong-7d4b9c6f5', pod),
      ),
    ).toEqual(['Deployment/kong/kong']);
    expect(gateways(deployment(), owned('Pod', 'kong-7d4b9c6f5-x2x4q', 'ReplicaSet', 'kong-7d4b9c6f5', pod))).toEqual([
      'Deployment/kong/kong',
    ]);
    expect(gateways(owned('Pod', 'kong-7d4b9c6f5-x2x4q', 'ReplicaSet', 'kong-7d4b9c6f5', pod))).toEqual([
      'Pod/kong/kong-7d4b9c6f5-x2x4q',
    ]);
  });
});
