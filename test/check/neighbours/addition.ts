import { isDeepStrictEqual } from 'util';

/** A gateway of a manifest as additions need it: where it is, and a Service and a port that lead to it. */
export interface Site {
  readonly objects: readonly any[];
  readonly namespace: string;
  readonly workload: any;
  readonly template: any;
  readonly container: any;
  readonly labels: Record<string, string>;
  readonly service: any;
  readonly port: number;
}

/** Finds the Deployment of Kong and a Service of its pods; undefined where a manifest has none of that form. */
export function siteOf(objects: readonly any[]): Site | undefined {
  for (const workload of objects.filter(({ kind }) => kind === 'Deployment')) {
    const template = workload.spec?.template;
    const labels = template?.metadata?.labels ?? {};
    const container = template?.spec?.containers?.find(
      ({ image, env }: any) => /kong/.test(image) || env?.some((one: any) => /^KONG_/.test(one.name)),
    );
    const namespace = workload.metadata?.namespace ?? 'default';
    const service = objects.find(
      ({ kind, metadata, spec }) =>
        kind === 'Service' &&
        (metadata?.namespace ?? 'default') === namespace &&
        Object.entries(spec?.selector ?? { none: 1 }).every(([key, value]) => isDeepStrictEqual(labels[key], value)),
    );
    const port = service?.spec?.ports?.[0]?.port;
    if (container && typeof port === 'number') {
      return { objects, namespace, workload, template, container, labels, service, port };
    }
  }
  return undefined;
}

/** Something that is put beside a gateway, or into its objects, which it may change. */
export interface Addition {
  readonly name: string;
  /** Where it does not have its effect. */
  unless?(site: Site): boolean;
  add(site: Site): object[] | void;
}

export const CRD = 'example.com/v1';
export const meta = ({ namespace }: Site, name = 'added', more: object = {}) => ({ name, namespace, ...more });
export const named = ({ service }: Site): string => service.metadata.name;
export const annotate = (object: any, annotations: object) => {
  object.metadata = { ...object.metadata, annotations: { ...object.metadata?.annotations, ...annotations } };
};
export const label = (object: any, labels: object) => {
  object.metadata = { ...object.metadata, labels: { ...object.metadata?.labels, ...labels } };
};
/** The Namespace, with what the manifest says of it already. */
export const namespaceOf = ({ objects, namespace }: Site, { labels }: { labels: object }) => {
  const before = objects.find(({ kind, metadata: of }) => kind === 'Namespace' && of?.name === namespace)?.metadata;
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { ...before, name: namespace, labels: { ...before?.labels, ...labels } },
    },
  ];
};

export const ofNamespace = (name: string, metadata: { labels: object }): Addition => ({
  name,
  add: (site) => namespaceOf(site, metadata),
});
export const tunnel = (namespace: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'cloudflared', namespace },
  spec: {
    selector: {},
    template: {
      metadata: { labels: { app: 'cloudflared' } },
      spec: { containers: [{ name: 'cloudflared', image: 'cloudflare/cloudflared:2025.1.0' }] },
    },
  },
});
export const tunnelTo = (host: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'tunnel', namespace: 'tunnels' },
  data: { 'config.yaml': `tunnel: t\ningress:\n- hostname: a.example.com\n  service: http://${host}\n` },
});
/** Another workload with a balancer, in another namespace. */
export const other = (name: string, image: string) => [
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'apps' },
    spec: { template: { metadata: { labels: { app: name } }, spec: { containers: [{ name, image }] } } },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'apps' },
    spec: { type: 'LoadBalancer', selector: { app: name }, ports: [{ port: 80 }] },
  },
];
