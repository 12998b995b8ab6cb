import { Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { localTraffic, proxyProtocol } from './subjects';
import { AksLoadBalancer, Kong, KongProps, LocalTrafficKong } from '../../src';
import { configuration, manifest, ofKind, pod } from '../helpers';

const kong = localTraffic();
const container = pod(kong).containers[0];

describe("Kong's container", () => {
  test('is the open-source image, pinned to the patch', () => {
    expect(pod(kong).containers).toHaveLength(1);
    expect(container).toMatchObject({ name: 'kong', image: 'kong:3.9.3', imagePullPolicy: 'IfNotPresent' });
  });

  test('asks for CPU and memory, and limits memory alone', () => {
    expect(container.resources).toEqual({ requests: { cpu: '250m', memory: '512Mi' }, limits: { memory: '1Gi' } });
  });

  test('names its ports, the status port among them', () => {
    expect(container.ports).toEqual([
      { name: 'proxy', containerPort: 8000 },
      { name: 'proxy-tls', containerPort: 8443 },
      { name: 'status', containerPort: 8100 },
    ]);
  });

  test('can write its prefix and /tmp, and nothing else', () => {
    expect(container.volumeMounts).toEqual([
      { name: 'kong-prefix', mountPath: '/kong_prefix' },
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'kong-configuration', mountPath: '/kong_configuration', readOnly: true },
    ]);
    expect(pod(kong).volumes.slice(0, 2)).toEqual([
      { name: 'kong-prefix', emptyDir: { sizeLimit: '256Mi' } },
      { name: 'tmp', emptyDir: { sizeLimit: '1Gi' } },
    ]);
    expect(container.env).toContainEqual({ name: 'KONG_PREFIX', value: '/kong_prefix' });
  });
});

describe.each<[string, Kong]>([
  ['LocalTrafficKong', kong],
  ['ProxyProtocolKong', proxyProtocol()],
])('the probes of a %s', (_, gateway) => {
  const { startupProbe, readinessProbe, livenessProbe } = pod(gateway).containers[0];

  test('are on the status port alone, which never expects a PROXY header', () => {
    const get = (path: string) => ({ path, port: 8100, scheme: 'HTTP' });
    expect(readinessProbe).toEqual({
      httpGet: get('/status/ready'),
      failureThreshold: 3,
      periodSeconds: 5,
      timeoutSeconds: 5,
    });
    expect(livenessProbe).toEqual({
      httpGet: get('/status'),
      failureThreshold: 3,
      periodSeconds: 10,
      timeoutSeconds: 5,
    });
    expect(startupProbe).toEqual({
      httpGet: get('/status'),
      failureThreshold: 60,
      periodSeconds: 2,
      timeoutSeconds: 5,
    });
    expect(pod(gateway).containers[0].env.find(({ name }: any) => name === 'KONG_STATUS_LISTEN').value).toBe(
      '0.0.0.0:8100',
    );
  });
});

/** @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted */
describe('the pod meets the restricted Pod Security Standard', () => {
  const spec = pod(localTraffic({ autoscaling: { maxReplicas: 3 } }));
  const [{ securityContext }] = spec.containers;

  test.each(['hostNetwork', 'hostPID', 'hostIPC'])('it has no %s', (field) => {
    expect(spec[field] ?? false).toBe(false);
  });

  test('it has no host ports, no host paths and only volumes that are allowed', () => {
    expect(spec.containers[0].ports.filter(({ hostPort }: any) => hostPort !== undefined)).toEqual([]);
    const kinds = spec.volumes.map(({ name, ...source }: any) => Object.keys(source)).flat();
    expect(kinds).toEqual(['emptyDir', 'emptyDir', 'configMap']);
  });

  test('its container runs as a numeric user that is not root', () => {
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000 });
    expect(securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000 });
  });

  test('the cluster chooses the user where it is asked to, and still no root', () => {
    const left = pod(localTraffic({ leaveUserToCluster: true }));
    const users = [left.securityContext, left.containers[0].securityContext];
    expect(users.map(({ runAsNonRoot }) => runAsNonRoot)).toEqual([true, true]);
    expect(JSON.stringify(users)).not.toMatch(/runAsUser|runAsGroup|fsGroup/);
  });

  test('its container has no privileges and can get none', () => {
    expect(securityContext).toMatchObject({
      privileged: false,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(securityContext.capabilities.add).toBeUndefined();
  });

  test("its system calls are those of the runtime's profile", () => {
    expect(spec.securityContext.seccompProfile).toEqual({ type: 'RuntimeDefault' });
    expect(securityContext.seccompProfile).toBeUndefined();
  });

  test('it sees no token of its service account', () => {
    expect(spec.automountServiceAccountToken).toBe(false);
  });
});

describe('the end of a pod', () => {
  const [, , ...flags] = container.lifecycle.preStop.exec.command;
  const seconds = (flag: string) => Number(flags.find((text: string) => text.startsWith(flag))?.slice(flag.length));

  test('waits for the balancer to notice, then lets requests finish', () => {
    expect(container.lifecycle).toEqual({
      preStop: { exec: { command: ['kong', 'quit', '--wait=30', '--timeout=30'] } },
    });
  });

  test('is not cut short by the grace period', () => {
    expect(pod(kong).terminationGracePeriodSeconds).toBe(70);
    expect(pod(kong).terminationGracePeriodSeconds).toBeGreaterThan(seconds('--wait=') + seconds('--timeout='));
  });
});

describe('the pods', () => {
  const { replicas, strategy, selector } = manifest(kong.deployment).spec;

  test('are two, and a roll-out never goes below that', () => {
    expect(replicas).toBe(2);
    expect(strategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } });
  });

  test('spread over nodes and zones, by the labels that select them', () => {
    const constraint = {
      maxSkew: 1,
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: selector.matchLabels },
      matchLabelKeys: ['pod-template-hash'],
    };
    expect(pod(kong).topologySpreadConstraints).toEqual([
      { ...constraint, topologyKey: 'kubernetes.io/hostname' },
      { ...constraint, topologyKey: 'topology.kubernetes.io/zone' },
    ]);
    expect(manifest(kong.deployment).spec.template.metadata.labels).toMatchObject(selector.matchLabels);
    expect(Object.keys(selector.matchLabels)).toHaveLength(1);
  });

  test('are drained one after the other, and block no drain when none of them is ready', () => {
    expect(ofKind(kong, 'PodDisruptionBudget').map(({ spec }) => spec)).toEqual([
      { maxUnavailable: 1, selector: { matchLabels: selector.matchLabels }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
    ]);
  });

  test('say their ServiceAccount even if it is the default, so that one that is removed does not stay', () => {
    expect(pod(kong).serviceAccountName).toBe('default');
    const chart = Testing.chart();
    const own = new LocalTrafficKong(chart, 'Kong', {
      loadBalancer: new AksLoadBalancer(),
      configuration,
      serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart, 'Account', 'edge'),
    });
    expect(pod(own).serviceAccountName).toBe('edge');
  });

  test('get no variables of the Services in their namespace', () => {
    expect(pod(kong).enableServiceLinks).toBe(false);
  });

  test("have what a cluster's operators give to every pod", () => {
    const chart = Testing.chart();
    const secret = (name: string) => kplus.Secret.fromSecretName(chart, name, name);
    const own = new LocalTrafficKong(chart, 'Kong', {
      loadBalancer: new AksLoadBalancer(),
      configuration,
      minReadySeconds: 20,
      priorityClassName: 'system-cluster-critical',
      imagePullSecrets: [secret('one'), secret('two')],
      license: { secret: secret('kong-enterprise'), key: 'license' },
    });
    expect(manifest(own.deployment).spec.minReadySeconds).toBe(20);
    expect(pod(own)).toMatchObject({
      priorityClassName: 'system-cluster-critical',
      imagePullSecrets: [{ name: 'one' }, { name: 'two' }],
    });
    expect(pod(own).containers[0].env).toContainEqual({
      name: 'KONG_LICENSE_DATA',
      valueFrom: { secretKeyRef: { name: 'kong-enterprise', key: 'license' } },
    });
    expect(() => own.addEnv('KONG_LICENSE_DATA', '{}')).toThrow('KONG_LICENSE_DATA belongs to LocalTrafficKong');
  });

  test('say nothing of what was not asked for', () => {
    expect(['priorityClassName', 'imagePullSecrets', 'hostNetwork'].filter((field) => field in pod(kong))).toEqual([]);
    expect(pod(kong).securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(manifest(kong.deployment).spec).not.toHaveProperty('minReadySeconds');
  });

  test('are a fixed number, unless they are asked to follow the load', () => {
    expect(ofKind(kong, 'HorizontalPodAutoscaler')).toEqual([]);
  });
});

/** Through a sidecar, Kong's peer would be 127.0.0.1 for every client. */
describe('in a namespace of a service mesh', () => {
  const annotations = (gateway: Kong) => manifest(gateway.deployment).spec.template.metadata.annotations;

  test('connections reach Kong without passing a sidecar', () => {
    expect(annotations(kong)).toMatchObject({
      'traffic.sidecar.istio.io/includeInboundPorts': '',
      'kuma.io/gateway': 'enabled',
      'config.linkerd.io/skip-inbound-ports': '8000,8443,8100',
    });
  });

  test('on ports that are added later, too', () => {
    const gateway = proxyProtocol();
    gateway.exposeInCluster();
    gateway.deployment.containers[0].addPort({ name: 'own', number: 9000 });
    const ports = pod(gateway).containers[0].ports.map(({ containerPort }: any) => String(containerPort));
    expect(annotations(gateway)['config.linkerd.io/skip-inbound-ports'].split(',')).toEqual(ports);
    expect(ports).toContain('9000');
  });

  test.each([
    'traffic.sidecar.istio.io/includeInboundPorts',
    'config.linkerd.io/skip-inbound-ports',
    'kuma.io/gateway',
  ])("%s is the gateway's", (key) => {
    const gateway = localTraffic();
    gateway.deployment.podMetadata.addAnnotation(key, '*');
    expect(() => annotations(gateway)).toThrow(`annotation ${key} ("*") of the pods belongs to LocalTrafficKong`);
  });
});

describe('autoscaling', () => {
  const scaled = (autoscaling: KongProps['autoscaling']) => {
    const gateway = localTraffic({ autoscaling });
    const [
      {
        spec: { minReplicas, maxReplicas, metrics, scaleTargetRef },
      },
    ] = ofKind(gateway, 'HorizontalPodAutoscaler');
    const deployment = manifest(gateway.deployment);
    expect(scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: deployment.metadata.name });
    expect(deployment.spec.replicas).toBeUndefined();
    return { minReplicas, maxReplicas, metrics };
  };
  const cpu = (averageUtilization: number) => [
    { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } },
  ];

  test('keeps two pods and 80 % of the requested CPU', () => {
    expect(scaled({ maxReplicas: 10 })).toEqual({ minReplicas: 2, maxReplicas: 10, metrics: cpu(80) });
  });

  test('keeps what it was told', () => {
    expect(scaled({ minReplicas: 3, maxReplicas: 3, cpuUtilization: 60 })).toEqual({
      minReplicas: 3,
      maxReplicas: 3,
      metrics: cpu(60),
    });
  });
});
