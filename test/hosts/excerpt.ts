import { Pods, refusal } from '../../src/plan/ownership';

/** What of a manifest concerns the client's address, as plain data. */
export interface Excerpt {
  readonly service: Record<string, unknown>;
  readonly ingress: Record<string, unknown> | null;
  /** The variables that belong to a way. */
  readonly environment: Record<string, string>;
  readonly pod: Record<string, unknown>;
}

const SERVICE_FIELDS = [
  'type',
  'externalTrafficPolicy',
  'loadBalancerClass',
  'loadBalancerSourceRanges',
  'allocateLoadBalancerNodePorts',
  'ipFamilies',
  'ipFamilyPolicy',
];

/** Kong's pods, its Service and the Ingress in a manifest, whoever made it. */
export function excerptOf(objects: readonly any[]): Excerpt {
  const kong = ({ name }: any) => name === 'proxy' || name === 'kong';
  const deployment = only(
    objects.filter(({ kind, spec }) => kind === 'Deployment' && spec.template.spec.containers.some(kong)),
  );
  const { metadata, spec } = deployment.spec.template;
  const container = spec.containers.find(kong);
  const service = only(
    objects.filter(({ kind, metadata: { name } }) => kind === 'Service' && /-(proxy|service-[0-9a-f]+)$/.test(name)),
  );
  const ingress = objects.find(({ kind }) => kind === 'Ingress');
  return {
    service: {
      ...Object.fromEntries(
        SERVICE_FIELDS.filter((field) => field in service.spec).map((field) => [field, service.spec[field]]),
      ),
      portNames: service.spec.ports.map(({ name }: any) => name),
      ports: service.spec.ports.map(
        ({ port, targetPort, nodePort }: any) => `${port}:${targetPort}${nodePort ? ` (${nodePort})` : ''}`,
      ),
      annotations: sorted(service.metadata.annotations),
    },
    ingress:
      ingress === undefined
        ? null
        : {
            className: ingress.spec.ingressClassName ?? null,
            annotations: sorted(ingress.metadata.annotations),
            rules: ingress.spec.rules.map(
              ({
                host = '*',
                http: {
                  paths: [{ path, pathType, backend }],
                },
              }: any) =>
                `${host}${path} (${pathType}) to ${backend.service.name === service.metadata.name ? 'Kong' : backend.service.name}:${backend.service.port.number}`,
            ),
          },
    environment: Object.fromEntries(
      container.env
        .filter(({ name }: any) => refusal('', name, 'x', Pods.OF_OTHERS) !== undefined)
        .map(({ name, value }: any) => [name, value]),
    ),
    pod: {
      command: container.lifecycle.preStop.exec.command,
      gracePeriodSeconds: spec.terminationGracePeriodSeconds,
      annotations: sorted(
        Object.fromEntries(
          Object.entries(metadata.annotations ?? {}).filter(([key]) => key === 'kong-client-ip/trusts-anyone'),
        ),
      ),
      deploymentAnnotations: sorted(
        Object.fromEntries(
          Object.entries(deployment.metadata.annotations ?? {}).filter(
            ([key]) => key === 'kong-client-ip/trusts-anyone',
          ),
        ),
      ),
      statusPort: container.ports.find(({ name }: any) => name === 'status').containerPort,
      probes: Object.fromEntries(
        ['startupProbe', 'readinessProbe', 'livenessProbe']
          .filter((probe) => container[probe])
          .map((probe) => [probe, container[probe].httpGet.path]),
      ),
    },
  };
}

/** An excerpt by paths, with listeners as what Kong makes of them: the order of a listener's flags means nothing. */
export function flatten(excerpt: Excerpt): Map<string, string> {
  const {
    environment: { KONG_PROXY_LISTEN, KONG_STREAM_LISTEN, ...environment },
    ...rest
  } = excerpt;
  const sides = {
    ...rest,
    environment,
    listeners: { proxy: listeners(KONG_PROXY_LISTEN), stream: listeners(KONG_STREAM_LISTEN) },
  };
  return new Map(
    Object.entries(sides).flatMap(([side, fields]) =>
      Object.entries(fields ?? { exists: false }).map(([field, value]): [string, string] => [
        `${side}.${field}`,
        JSON.stringify(value),
      ]),
    ),
  );
}

function listeners(value: string = 'off'): string[] {
  return value
    .split(',')
    .map((listen) => {
      const [address, ...flags] = listen.trim().split(/\s+/);
      return [address, ...flags.sort()].join(' ');
    })
    .sort();
}

function only<T>(items: readonly T[]): T {
  if (items.length !== 1) {
    throw new Error(`${items.length} objects instead of one`);
  }
  return items[0];
}

function sorted(values: Record<string, unknown> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}
