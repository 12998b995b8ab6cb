import { stringify } from 'yaml';

/** A manifest, by what matters in it: the rest is the same in every example. */
export interface Example {
  /** Variables of Kong's container. */
  readonly env?: Readonly<Record<string, unknown>>;
  readonly service?: ExampleService;
  readonly ingress?: {
    readonly annotations?: Readonly<Record<string, string>>;
    readonly className?: string;
    readonly port?: number;
  };
  /** Fields of the container, of the pod, and of objects beside them. */
  readonly container?: object;
  readonly pod?: object;
  readonly podAnnotations?: Readonly<Record<string, string>>;
  readonly more?: readonly object[];
  /** A line that is written twice. */
  readonly twice?: string;
  /** Values of Kong's chart, instead of a manifest. */
  readonly values?: object;
}

export interface ExampleService {
  readonly annotations?: Readonly<Record<string, unknown>>;
  /** Ports as `outer: inner`. */
  readonly ports?: Readonly<Record<number, number>>;
  readonly status?: object;
  /** Fields of its spec. */
  readonly [field: string]: unknown;
}

const PORTS = { 80: 8000, 443: 8443 };
const PORT_NAMES: Readonly<Record<string, string>> = { 80: 'http', 443: 'https' };

/** The manifest in full: a Deployment of Kong, a Service, and an Ingress if there is one; or values of a chart. */
export function manifest(example: Example): string {
  if (example.values) return stringify(example.values, { version: '1.1' });
  const text = objectsOf(example)
    .map((object) => stringify(object, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false }))
    .join('---\n');
  return example.twice === undefined ? text : text.replace(new RegExp(`^ *${example.twice}\n`, 'm'), '$&$&');
}

function objectsOf({ env = {}, service, ingress, container, pod, podAnnotations, more = [] }: Example): object[] {
  const labels = { app: 'kong' };
  const variables = { KONG_STATUS_LISTEN: '0.0.0.0:8100', ...env };
  const metadata = (name: string, annotations?: object) => ({
    name,
    namespace: 'kong',
    ...(annotations ? { annotations } : {}),
  });
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: metadata('kong'),
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels, ...(podAnnotations ? { annotations: podAnnotations } : {}) },
          spec: {
            ...pod,
            containers: [
              {
                name: 'proxy',
                image: 'kong:3.9.3',
                env: Object.entries(variables).map(([name, value]) =>
                  typeof value === 'object' ? { name, valueFrom: value } : { name, value },
                ),
                ...container,
              },
              ...((pod as { containers?: object[] } | undefined)?.containers ?? []),
            ],
          },
        },
      },
    },
    ...(service ? [serviceOf('kong-proxy', service, ingress ? 'ClusterIP' : 'LoadBalancer', metadata)] : []),
    ...(ingress
      ? [
          {
            apiVersion: 'networking.k8s.io/v1',
            kind: 'Ingress',
            metadata: metadata('kong', ingress.annotations),
            spec: {
              ...(ingress.className ? { ingressClassName: ingress.className } : {}),
              defaultBackend: { service: { name: 'kong-proxy', port: { number: ingress.port ?? 80 } } },
            },
          },
        ]
      : []),
    ...more,
  ];
}

function serviceOf(
  name: string,
  { annotations, ports, status, ...spec }: ExampleService,
  type: string,
  metadata: (name: string, annotations?: object) => object,
): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(name, annotations),
    spec: {
      type,
      ...spec,
      selector: { app: 'kong' },
      ports: Object.entries(ports ?? (type === 'ClusterIP' ? { 80: 8000 } : PORTS)).map(([port, targetPort]) => ({
        name: PORT_NAMES[port] ?? `port-${port}`,
        port: Number(port),
        targetPort,
      })),
    },
    ...(status ? { status } : {}),
  };
}

/** A second Service of the same pods. */
export function secondService(name: string, service: ExampleService): object {
  return serviceOf(name, service, 'LoadBalancer', (of, annotations) => ({
    name: of,
    namespace: 'kong',
    ...(annotations ? { annotations } : {}),
  }));
}

// What several examples have in common.

/** Clears what clients claim, behind a balancer that looks into nothing. */
export const CLEAN = {
  KONG_REQUEST_DEBUG: 'off',
  KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS: 'X-Forwarded* X_Forwarded* Forwarded X-Real-IP X_Real* X-Real_IP',
};
/** Kong expects PROXY protocol on every port, from the network 10.0.0.0/16. */
export const PROXY = {
  KONG_PROXY_LISTEN: '0.0.0.0:8000 proxy_protocol, 0.0.0.0:8443 http2 ssl proxy_protocol',
  KONG_REAL_IP_HEADER: 'proxy_protocol',
  KONG_TRUSTED_IPS: '10.0.0.0/16',
};
/** Kong believes X-Forwarded-For from the subnet of a balancer. */
export const FORWARDED = {
  KONG_PROXY_LISTEN: '0.0.0.0:8000',
  KONG_REAL_IP_HEADER: 'X-Forwarded-For',
  KONG_TRUSTED_IPS: '10.0.48.0/20',
};

const AWS = 'service.beta.kubernetes.io/aws-load-balancer-';
export const NLB = {
  [`${AWS}type`]: 'external',
  [`${AWS}nlb-target-type`]: 'instance',
  [`${AWS}scheme`]: 'internet-facing',
};
export const NLB_IP = { ...NLB, [`${AWS}nlb-target-type`]: 'ip' };
export const NLB_PROXY = { ...NLB, [`${AWS}proxy-protocol`]: '*' };
export const NLB_IP_PROXY = {
  ...NLB_IP,
  [`${AWS}proxy-protocol`]: '*',
  [`${AWS}target-group-attributes`]: 'preserve_client_ip.enabled=false',
};
export const GKE = { 'cloud.google.com/l4-rbs': 'enabled' };
export const HETZNER = { 'load-balancer.hetzner.cloud/location': 'fsn1' };
export const HETZNER_PROXY = { ...HETZNER, 'load-balancer.hetzner.cloud/uses-proxyprotocol': 'true' };
export const DO_PROXY = {
  'service.beta.kubernetes.io/do-loadbalancer-type': 'REGIONAL',
  'service.beta.kubernetes.io/do-loadbalancer-enable-proxy-protocol': 'true',
};
export const ALB = {
  'alb.ingress.kubernetes.io/scheme': 'internet-facing',
  'alb.ingress.kubernetes.io/target-type': 'ip',
  'alb.ingress.kubernetes.io/healthcheck-port': '8100',
  'alb.ingress.kubernetes.io/healthcheck-path': '/status',
};

/** Kong believes X-Forwarded-For from Google's front ends, behind the address of the balancer. */
export const GOOGLE_FORWARDED = {
  KONG_PROXY_LISTEN: '0.0.0.0:8000',
  KONG_TRUSTED_IPS: '35.191.0.0/16,130.211.0.0/22,203.0.113.10/32',
  KONG_REAL_IP_HEADER: 'X-Forwarded-For',
  KONG_REAL_IP_RECURSIVE: 'on',
};
export const GOOGLE_INGRESS = { annotations: { 'kubernetes.io/ingress.class': 'gce' } };
export const GOOGLE_BACKEND = {
  'cloud.google.com/neg': '{"ingress":true}',
  'cloud.google.com/backend-config': '{"default":"kong"}',
};
export const BACKEND_CONFIG = {
  apiVersion: 'cloud.google.com/v1',
  kind: 'BackendConfig',
  metadata: { name: 'kong', namespace: 'kong' },
  spec: { healthCheck: { type: 'HTTP', requestPath: '/status', port: 8100 } },
};
/** An Ingress of Google whose health check asks Kong's status port. */
export const GOOGLE_CHECKED: Example = {
  env: GOOGLE_FORWARDED,
  service: { annotations: GOOGLE_BACKEND },
  ingress: GOOGLE_INGRESS,
  more: [BACKEND_CONFIG],
};
export const IN_TREE = { [`${AWS}type`]: 'nlb', [`${AWS}proxy-protocol`]: '*' };
/** The host name by which a Network Load Balancer of the cloud provider is known. */
export const IN_TREE_STATUS = {
  loadBalancer: {
    ingress: [{ hostname: 'a0b1c2d3e4f5061728394a5b6c7d8e9f-0123456789abcdef.elb.eu-west-1.amazonaws.com' }],
  },
};
