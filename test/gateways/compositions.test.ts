import { ApiObject, JsonPatch, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { AksLoadBalancer, Kong, LocalTrafficKong } from '../../src';
import { appOf, configuration, manifest, objects, pod } from '../helpers';

/*
 * What people set on every workload, by cdk8s-plus on the gateway's own objects. docs/operations.md shows the same
 * lines.
 */

function gateway(): Kong {
  return new LocalTrafficKong(Testing.chart(), 'Kong', { loadBalancer: new AksLoadBalancer(), configuration });
}

/** The container of Kong, as the manifest has it. */
const kongOf = (kong: Kong) => pod(kong).containers.find(({ name }: any) => name === 'kong');

test('a pool of nodes, and its taint', () => {
  const kong = gateway();
  kong.deployment.scheduling.attract(kplus.Node.labeled(kplus.NodeLabelQuery.is('pool', 'edge')));
  kong.deployment.scheduling.tolerate(kplus.Node.tainted(kplus.NodeTaintQuery.is('dedicated', 'edge')));
  expect(pod(kong).affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms).toEqual([
    { matchExpressions: [{ key: 'pool', operator: 'In', values: ['edge'] }] },
  ]);
  expect(pod(kong).tolerations).toEqual([{ key: 'dedicated', operator: 'Equal', value: 'edge' }]);
});

test('never two pods on one node', () => {
  const kong = gateway();
  kong.deployment.scheduling.separate(kong.deployment, { topology: kplus.Topology.HOSTNAME });
  expect(pod(kong).affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution).toEqual([
    expect.objectContaining({
      labelSelector: { matchLabels: manifest(kong.deployment).spec.selector.matchLabels },
      topologyKey: 'kubernetes.io/hostname',
    }),
  ]);
});

test('a stricter spread', () => {
  const kong = gateway();
  ApiObject.of(kong.deployment).addJsonPatch(
    JsonPatch.replace('/spec/template/spec/topologySpreadConstraints/1/whenUnsatisfiable', 'DoNotSchedule'),
  );
  expect(
    pod(kong).topologySpreadConstraints.map(({ topologyKey, whenUnsatisfiable }: any) => [
      topologyKey,
      whenUnsatisfiable,
    ]),
  ).toEqual([
    ['kubernetes.io/hostname', 'ScheduleAnyway'],
    ['topology.kubernetes.io/zone', 'DoNotSchedule'],
  ]);
});

test('annotations of the pods', () => {
  const kong = gateway();
  kong.deployment.podMetadata.addAnnotation('example.com/owner', 'edge');
  expect(manifest(kong.deployment).spec.template.metadata.annotations['example.com/owner']).toBe('edge');
});

test('a variable from a Secret', () => {
  const kong = gateway();
  kong.addEnvValue('KONG_VAULT_HCV_TOKEN', kplus.Secret.fromSecretName(kong, 'Vault', 'vault').envValue('token'));
  expect(kongOf(kong).env).toContainEqual({
    name: 'KONG_VAULT_HCV_TOKEN',
    valueFrom: { secretKeyRef: { name: 'vault', key: 'token' } },
  });
});

test('a plugin from a ConfigMap', () => {
  const kong = gateway();
  const plugin = new kplus.ConfigMap(kong, 'Plugin', {
    data: { 'handler.lua': 'return {}', 'schema.lua': 'return {}' },
  });
  kong.deployment.containers[0].mount(
    '/opt/kong/plugins/my-plugin',
    kplus.Volume.fromConfigMap(kong, 'PluginVolume', plugin, { name: 'my-plugin' }),
    { readOnly: true },
  );
  kong.addEnv('KONG_PLUGINS', 'bundled,my-plugin');
  kong.addEnv('KONG_LUA_PACKAGE_PATH', '/opt/?.lua;;');
  expect(kongOf(kong).volumeMounts).toContainEqual({
    name: 'my-plugin',
    mountPath: '/opt/kong/plugins/my-plugin',
    readOnly: true,
  });
  expect(pod(kong).volumes).toContainEqual({ name: 'my-plugin', configMap: { name: plugin.name } });
  expect(kongOf(kong).env).toEqual(
    expect.arrayContaining([
      { name: 'KONG_PLUGINS', value: 'bundled,my-plugin' },
      { name: 'KONG_LUA_PACKAGE_PATH', value: '/opt/?.lua;;' },
    ]),
  );
  expect(() => appOf(kong).synth()).not.toThrow();
});

test('a sidecar that stays within the restricted standard', () => {
  const kong = gateway();
  kong.deployment.addContainer({
    name: 'log',
    image: 'fluent/fluent-bit:3.2',
    securityContext: {
      user: 65534,
      group: 65534,
      ensureNonRoot: true,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL' as kplus.Capability] },
    },
  });
  expect(pod(kong).containers.map(({ name }: any) => name)).toEqual(['kong', 'log']);
  expect(pod(kong).containers[1].securityContext).toMatchObject({
    allowPrivilegeEscalation: false,
    runAsNonRoot: true,
    capabilities: { drop: ['ALL'] },
  });
});

test('a Service for the metrics, which the load balancer never reaches', () => {
  const kong = gateway();
  const metrics = new kplus.Service(kong, 'Metrics', {
    clusterIP: 'None',
    selector: kong.deployment,
    ports: [{ name: 'metrics', port: 8100, targetPort: 8100 }],
  });
  expect(manifest(metrics).spec).toMatchObject({
    type: 'ClusterIP',
    clusterIP: 'None',
    selector: manifest(kong.deployment).spec.selector.matchLabels,
    ports: [{ name: 'metrics', port: 8100, targetPort: 8100 }],
  });
  expect(() => appOf(kong).synth()).not.toThrow();
});

test('an autoscaler that is slow to scale down', () => {
  const kong = new LocalTrafficKong(Testing.chart(), 'Kong', {
    loadBalancer: new AksLoadBalancer(),
    configuration,
    autoscaling: { maxReplicas: 10 },
  });
  const autoscaler = kong.node
    .findAll()
    .filter((child): child is ApiObject => ApiObject.isApiObject(child))
    .find(({ kind }) => kind === 'HorizontalPodAutoscaler')!;
  autoscaler.addJsonPatch(JsonPatch.replace('/spec/behavior/scaleDown/stabilizationWindowSeconds', 900));
  expect(
    objects(kong).find(({ kind }) => kind === 'HorizontalPodAutoscaler').spec.behavior.scaleDown
      .stabilizationWindowSeconds,
  ).toBe(900);
});

test('extra fields that cdk8s-plus-27 does not know', () => {
  const kong = gateway();
  ApiObject.of(kong.deployment).addJsonPatch(
    JsonPatch.add('/spec/template/spec/runtimeClassName', 'gvisor'),
    JsonPatch.replace('/spec/strategy/rollingUpdate/maxSurge', '25%'),
  );
  expect(pod(kong).runtimeClassName).toBe('gvisor');
  expect(manifest(kong.deployment).spec.strategy.rollingUpdate.maxSurge).toBe('25%');
});
