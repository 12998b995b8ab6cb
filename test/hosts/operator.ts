import { Deployment } from 'kubernetes-models/apps/v1';

/*
 * What the Kong Operator's CRDs declare of the fields that a way writes, and what its admission policy asks: an
 * excerpt, in words of our own. https://github.com/Kong/kong-operator/tree/main/config/crd/kong-operator
 */

type Schema = 'string' | 'strings' | readonly string[] | { readonly [field: string]: Schema | undefined };

/**
 * `spec.dataPlaneOptions` of a GatewayConfiguration v2beta1, which knows less than the `spec` of a DataPlane v1beta1.
 */
const OPTIONS: Schema = {
  deployment: { podTemplateSpec: undefined },
  network: {
    services: {
      ingress: {
        type: ['LoadBalancer', 'NodePort', 'ClusterIP'],
        name: 'string',
        annotations: 'strings',
        labels: 'strings',
        externalTrafficPolicy: ['Cluster', 'Local'],
      },
    },
  },
};

/** What the API server would say of the options. */
export function problemsOf(options: any): string[] {
  const { type, externalTrafficPolicy } = options.network?.services?.ingress ?? {};
  return [
    ...undeclared(OPTIONS, options, 'spec'),
    ...(type === 'ClusterIP' && externalTrafficPolicy
      ? ['Cannot set ExternalTrafficPolicy for ClusterIP service']
      : []),
    ...podProblems(options.deployment?.podTemplateSpec),
  ];
}

/**
 * What the operator's policy says of a DataPlane with these Service ports: each must lead to a port in both of Kong's
 * settings.
 */
export function refusedPorts(options: any, ports: readonly { port: number; targetPort: number }[]): string[] {
  const env = variablesOf(options);
  const mapped = env.KONG_PORT_MAPS.split(',').map((entry) => Number(entry.split(':')[1]));
  const listening = [...env.KONG_PROXY_LISTEN.matchAll(/:(\d+)/g)].map(([, port]) => Number(port));
  return ports.flatMap(({ port, targetPort }) => [
    ...(mapped.includes(targetPort) ? [] : [`${port}:${targetPort} is not in KONG_PORT_MAPS`]),
    ...(listening.includes(targetPort) ? [] : [`${port}:${targetPort} is not in KONG_PROXY_LISTEN`]),
  ]);
}

/** The variables of Kong's container, which the operator calls `proxy`. */
export function variablesOf(options: any): { [name: string]: string } {
  const container = options.deployment.podTemplateSpec.spec.containers.find(({ name }: any) => name === 'proxy');
  return Object.fromEntries(container.env.map(({ name, value }: any) => [name, value]));
}

function undeclared(schema: Schema | undefined, value: any, path: string): string[] {
  if (schema === undefined) {
    return [];
  }
  if (schema === 'string') {
    return typeof value === 'string' ? [] : [`${path} must be a string`];
  }
  if (schema === 'strings') {
    return Object.entries(value).flatMap(([key, item]) => undeclared('string', item, `${path}.${key}`));
  }
  if (Array.isArray(schema)) {
    return schema.includes(value) ? [] : [`${path} must be one of ${schema.join(', ')}`];
  }
  const fields = schema as { [field: string]: Schema | undefined };
  return Object.entries(value).flatMap(([key, item]) =>
    key in fields ? undeclared(fields[key], item, `${path}.${key}`) : [`${path}.${key} is not declared`],
  );
}

/** By the schema of Kubernetes, in a Deployment with what the operator adds. */
function podProblems({ metadata = {}, spec }: any): string[] {
  const containers = spec.containers.map((container: any) => ({ image: 'kong:3.9', ...container }));
  try {
    new Deployment({
      metadata: { name: 'kong' },
      spec: { selector: {}, template: { metadata, spec: { ...spec, containers } } },
    }).validate();
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}
