import { isDeepStrictEqual } from 'node:util';
import { Release } from '../../src/charts/release';
import { renderChart } from '../../src/charts/render';

/** What Helm made of the values of a release. */
export interface Case {
  readonly id: string;
  readonly chart: Release['chart'];
  readonly version: string;
  readonly release: string;
  readonly namespace: string;
  readonly values: unknown;
  /** Helm's last line, where it refused. */
  readonly refused?: string;
  readonly objects?: readonly any[];
}

const WORKLOADS = ['Deployment', 'DaemonSet'];
const SERVICE_FIELDS = [
  'type',
  'externalTrafficPolicy',
  'internalTrafficPolicy',
  'loadBalancerClass',
  'loadBalancerIP',
  'loadBalancerSourceRanges',
  'ipFamilies',
  'ipFamilyPolicy',
  'externalIPs',
  'clusterIP',
  'trafficDistribution',
  'selector',
];

/** Where the model and Helm differ; none where they agree. */
export function differences({
  chart,
  version,
  release: name,
  namespace,
  values,
  refused,
  objects = [],
}: Case): string[] {
  const ours = renderChart({ chart, version, name, namespace, values: [values] });
  if ('refused' in ours) {
    return refused === undefined ? [`the model refuses: ${ours.refused}`] : [];
  }
  if (refused !== undefined) {
    return [`Helm refuses: ${refused}`];
  }
  const found = new Map(
    ours.objects
      .filter(({ kind }) => [...WORKLOADS, 'Service', 'Ingress'].includes(kind))
      .map((object) => [idOf(object), reduce(object)]),
  );
  const wanted = new Map(
    objects
      .filter(({ kind }) => [...WORKLOADS, 'Service', 'Ingress'].includes(kind))
      .map((object) => [`${object.kind}/${object.name}`, given(object)]),
  );
  return [
    ...[...wanted.keys()].filter((id) => !found.has(id)).map((id) => `${id} is missing`),
    ...[...found.keys()].filter((id) => !wanted.has(id)).map((id) => `${id} should not be there`),
    ...[...wanted].flatMap(([id, object]) => (found.has(id) ? unequal(id, found.get(id), object) : [])),
  ];
}

function idOf({ kind, metadata }: any): string {
  return `${kind}/${metadata.name}`;
}

/** The parts that count of an object of the model. */
function reduce({ kind, metadata, spec }: any): any {
  if (!WORKLOADS.includes(kind)) {
    return front(kind, metadata.annotations, spec);
  }
  const {
    metadata: pod,
    spec: { containers, hostNetwork, volumes },
  } = spec.template;
  const fromConfigMaps = configMaps(volumes);
  return {
    annotations: metadata.annotations ?? {},
    podLabels: withoutChart(pod.labels),
    podAnnotations: pod.annotations,
    hostNetwork: hostNetwork === true,
    containers: containers.map(({ name, image, command, args, env, envFrom, ports, volumeMounts }: any) =>
      container(
        {
          name,
          image,
          command,
          args,
          envFrom,
          ports,
          mounts: volumeMounts,
          env: Object.fromEntries(
            env?.map((one: any) => [one.name, 'valueFrom' in one ? { from: one.valueFrom } : one.value]) ?? [],
          ),
          envNames: env?.map((one: any) => one.name),
        },
        fromConfigMaps,
      ),
    ),
    volumes: fromConfigMaps,
  };
}

/** The same parts of a recorded object. */
function given({ kind, annotations, spec, podLabels, podAnnotations, hostNetwork, containers, volumes }: any): any {
  if (!WORKLOADS.includes(kind)) {
    return front(kind, annotations, spec);
  }
  const fromConfigMaps = configMaps(volumes);
  return {
    annotations: annotations ?? {},
    podLabels: withoutChart(podLabels),
    podAnnotations,
    hostNetwork,
    containers: containers.map((one: any) => container(one, fromConfigMaps)),
    volumes: fromConfigMaps,
  };
}

function front(kind: string, annotations: any, spec: any): any {
  const fields =
    kind === 'Ingress'
      ? { ...spec }
      : {
          ...Object.fromEntries(SERVICE_FIELDS.map((field) => [field, spec[field] ?? undefined])),
          ports: spec.ports?.map(({ name, port, targetPort, nodePort, protocol }: any) => ({
            name,
            port,
            targetPort,
            nodePort,
            protocol,
          })),
        };
  return { annotations: annotations ?? {}, spec: fields };
}

/** Of the containers beside Kong's only what tells them apart. */
function container({ name, image, command, args, env, envNames, envFrom, ports, mounts }: any, volumes: any[]): any {
  const itself = { name, image, ports: ports ?? [] };
  return name !== 'proxy'
    ? itself
    : {
        ...itself,
        command: command ?? null,
        args: args ?? null,
        env,
        envNames,
        envFrom: envFrom ?? [],
        mounts: (mounts ?? [])
          .filter((mount: any) => volumes.some((volume) => volume.name === mount.name))
          .map(({ name: volume, mountPath, subPath }: any) => ({ name: volume, mountPath, subPath })),
      };
}

function configMaps(volumes: any[] | undefined): any[] {
  return (volumes ?? [])
    .filter(({ configMap }) => configMap)
    .map(({ name, configMap }) => ({ name, configMap: { name: configMap.name } }));
}

function withoutChart({ 'helm.sh/chart': _, ...labels }: any): any {
  return labels;
}

function unequal(at: string, ours: any, helms: any): string[] {
  if (isMap(ours) && isMap(helms)) {
    const keys = [...new Set([...Object.keys(ours), ...Object.keys(helms)])];
    return keys.flatMap((key) => unequal(`${at}.${key}`, ours[key], helms[key]));
  }
  if (Array.isArray(ours) && Array.isArray(helms) && ours.length === helms.length) {
    return ours.flatMap((item, index) => unequal(`${at}[${index}]`, item, helms[index]));
  }
  return isDeepStrictEqual(ours ?? null, helms ?? null)
    ? []
    : [`${at}: the model has ${JSON.stringify(ours)}, Helm ${JSON.stringify(helms)}`];
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
