import { Balancer, Cluster, KubernetesObject } from '../../src/controllers/balancer';
import { Reading } from '../../src/controllers/reading';
import { readings } from '../../src/controllers/registry';

/** A Service of type LoadBalancer with Kong's two ports, as the API server completes it. */
export function service(
  annotations: Record<string, unknown> = {},
  spec: object = {},
  rest: object = {},
): KubernetesObject {
  return {
    kind: 'Service',
    metadata: { name: 'kong', namespace: 'kong', annotations },
    spec: {
      type: 'LoadBalancer',
      ports: [
        { name: 'http', port: 80, targetPort: 8000, nodePort: 30080, protocol: 'TCP' },
        { name: 'https', port: 443, targetPort: 8443, nodePort: 30443, protocol: 'TCP' },
      ],
      ...spec,
    },
    ...rest,
  };
}

/** The Service behind an Ingress. */
export function backend(annotations: Record<string, unknown> = {}, spec: object = {}): KubernetesObject {
  return service(annotations, {
    type: 'ClusterIP',
    ports: [{ name: 'http', port: 80, targetPort: 8000, nodePort: 30080 }],
    ...spec,
  });
}

/** An Ingress that sends everything to the Service's port 80. */
export function ingress(
  annotations: Record<string, unknown> = {},
  spec: object = {},
  rest: object = {},
): KubernetesObject {
  return {
    kind: 'Ingress',
    metadata: { name: 'kong', namespace: 'kong', annotations },
    spec: {
      rules: [
        {
          http: {
            paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'kong', port: { number: 80 } } } }],
          },
        },
      ],
      ...spec,
    },
    ...rest,
  };
}

export function clusterOf(objects: readonly KubernetesObject[], answers: Partial<Cluster> = {}): Cluster {
  return { ...answers, list: (kind) => objects.filter((object) => object.kind === kind) };
}

/** The only reading of an object. */
export function readOnly(
  object: KubernetesObject,
  others: readonly KubernetesObject[] = [],
  answers: Partial<Cluster> = {},
): Reading {
  const found = readings(object, clusterOf([object, ...others], answers));
  expect(found.map(({ controller }) => controller)).toHaveLength(1);
  return found[0];
}

/** The balancer of an object that one controller takes, without a remark. */
export function balancer(
  object: KubernetesObject,
  others: readonly KubernetesObject[] = [],
  answers: Partial<Cluster> = {},
): Balancer {
  const reading = readOnly(object, others, answers);
  expect(reading.remarks).toEqual([]);
  return reading.balancer!;
}

/** Rule and field of each remark. */
export function remarks({ remarks: found }: Reading): string[] {
  return found.map(({ rule, field }) => `${rule} ${field}`);
}

/** The keys by their suffixes. */
export function prefixed(prefix: string, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([suffix, value]) => [suffix.includes('/') ? suffix : `${prefix}${suffix}`, value]),
  );
}

/** What passes a port, in short: `443:tls>tcp+2`. */
export function ports({ frontends }: Balancer): string {
  return frontends
    .map(
      ({ port, speaks, backend: toKong, proxyProtocol }) =>
        `${port}:${speaks}>${toKong}${proxyProtocol ? `+${proxyProtocol}` : ''}`,
    )
    .join(' ');
}
