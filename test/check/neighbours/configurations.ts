import { Addition, annotate, meta, Site } from './addition';

/* Configurations of other proxies that dial a host: Kong's Service, or another one, which is harmless. */

interface Target {
  readonly host: string;
  readonly port: number;
}

type Written = (target: Target) => string;

/** By the name of the file. */
const FILES: Readonly<Record<string, Written>> = {
  'nginx.conf': ({ host, port }) => `server { location / { proxy_pass http://${host}:${port}; } }`,
  'upstream.conf': ({ host, port }) => `upstream k { server ${host}:${port} backup; }\nserver { proxy_pass http://k; }`,
  'variable.conf': ({ host }) => `set $up ${host}.svc.cluster.local;\nproxy_pass http://$up;`,
  'port.conf': ({ host }) => `proxy_pass http://${host}:$server_port;`,
  'haproxy.cfg': ({ host, port }) => `backend k\n  server one ${host}:${port} check\n`,
  'resolved.cfg': ({ host }) => `backend k\n  server one ${host} check\n`,
  'envoy.yaml': ({ host, port }) => `address: { socket_address: { address: ${host}, port_value: ${port} } }`,
  'envoy.json': ({ host, port }) => JSON.stringify({ socket_address: { address: host, port_value: port } }),
  Caddyfile: ({ host, port }) => `example.com {\n  reverse_proxy /api/* ${host}:${port}\n}`,
  'blocks.Caddyfile': ({ host, port }) => `example.com {\n  reverse_proxy {\n    to ${host}:${port}\n  }\n}`,
  'site.caddy': ({ host, port }) => `example.com {\n  import proxied ${host}:${port}\n}`,
  'global-auth-url': ({ host, port }) => `http://${host}:${port}/auth`,
  'caddy.json': ({ host, port }) => JSON.stringify({ upstreams: [{ dial: `${host}:${port}` }] }),
  'traefik.yaml': ({ host, port }) => `k:\n  loadBalancer:\n    servers:\n    - url: http://${host}:${port}`,
  'traefik.toml': ({ host }) => `[[http.services.k.loadBalancer.servers]]\nurl = "http://${host}"`,
  'httpd.conf': ({ host }) => `ProxyPass / http://${host}/`,
  'frpc.toml': ({ host, port }) => `[[proxies]]\ntype = "tcp"\nlocalIP = "${host}"\nlocalPort = ${port}\n`,
  'frpc.ini': ({ host, port }) => `[web]\ntype = http\nlocal_ip = ${host}\nlocal_port = ${port}\n`,
  'frpc.yaml': ({ host, port }) => `proxies:\n- type: tcp\n  localIP: ${host}\n  localPort: ${port}\n`,
  'plugin.toml': ({ host, port }) => `[proxies.plugin]\ntype = "http2https"\nlocalAddr = "${host}:${port}"\n`,
};

const SNIPPETS: Readonly<Record<string, Written>> = {
  'nginx.ingress.kubernetes.io/server-snippet': ({ host }) => `location /x { proxy_pass http://${host}; }`,
  'nginx.ingress.kubernetes.io/configuration-snippet': ({ host }) => `proxy_pass http://${host};`,
  'nginx.org/server-snippets': ({ host, port }) => `location /x {\n  proxy_pass http://${host}:${port};\n}`,
  'nginx.org/location-snippets': ({ host }) => `proxy_pass http://${host};`,
  'haproxy-ingress.github.io/config-backend': ({ host, port }) => `server extra ${host}:${port}`,
  'haproxy.org/backend-config-snippet': ({ host, port }) => `server extra ${host}:${port}`,
  'nginx.ingress.kubernetes.io/mirror-target': ({ host }) => `https://${host}/$request_uri`,
  'nginx.ingress.kubernetes.io/auth-url': ({ host }) => `http://${host}/auth`,
};

const MAPPING: Written = ({ host, port }) =>
  `---\napiVersion: ambassador/v1\nkind: Mapping\nname: web\nprefix: /\nservice: ${host}:${port}\n`;

/** What holds a file: by kind, by the field of its entries, and how they are written there. */
const HOLDERS: readonly [string, string, (content: string) => string][] = [
  ['ConfigMap', 'data', (content) => content],
  ['Secret', 'data', (content) => Buffer.from(content).toString('base64')],
  ['Secret', 'stringData', (content) => content],
];

/** Objects of which others make a Secret, or values of a chart. */
const TEMPLATES: readonly [string, string, (content: string) => object][] = [
  ['external-secrets.io/v1', 'ExternalSecret', (file) => ({ target: { template: { data: { file } } } })],
  [
    'external-secrets.io/v1',
    'ClusterExternalSecret',
    (file) => ({ externalSecretSpec: { target: { template: { data: { file } } } } }),
  ],
  ['bitnami.com/v1alpha1', 'SealedSecret', (file) => ({ template: { data: { file } } })],
  ['argoproj.io/v1alpha1', 'Application', (file) => ({ source: { helm: { valuesObject: { serverBlock: file } } } })],
  ['helm.toolkit.fluxcd.io/v2', 'HelmRelease', (file) => ({ values: { serverBlock: file } })],
];

const backend = { service: { name: 'web', port: { number: 80 } } };
const ingress = (annotations: object) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'web', namespace: 'apps', annotations },
  spec: { ingressClassName: 'outer', rules: [{ http: { paths: [{ backend }] } }] },
});
const annotatedService = (annotations: object) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'apps', annotations },
  spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
});

function configurations(where: string, target: (site: Site) => Target): Addition[] {
  return [
    ...HOLDERS.flatMap(([kind, field, encode]) =>
      Object.entries(FILES).map(([file, write]): Addition => ({
        name: `${file} in ${field} of a ${kind} that leads to ${where}`,
        add: (site) => [
          {
            apiVersion: 'v1',
            kind,
            metadata: { name: 'proxy', namespace: 'edge' },
            [field]: { [file]: encode(write(target(site))) },
          },
        ],
      })),
    ),
    ...TEMPLATES.map(([apiVersion, kind, spec]): Addition => ({
      name: `a file in a ${kind} that leads to ${where}`,
      add: (site) => [
        {
          apiVersion,
          kind,
          metadata: { name: 'proxy', namespace: 'edge' },
          spec: spec(FILES['nginx.conf'](target(site))),
        },
      ],
    })),
    ...Object.entries(SNIPPETS).map(([key, write]): Addition => ({
      name: `${key} that leads to ${where}`,
      add: (site) => [ingress({ [key]: write(target(site)) })],
    })),
    {
      name: `server-snippets of a VirtualServer that lead to ${where}`,
      add: (site) => [
        {
          apiVersion: 'k8s.nginx.org/v1',
          kind: 'VirtualServer',
          metadata: { name: 'web', namespace: 'apps' },
          spec: { 'server-snippets': SNIPPETS['nginx.org/server-snippets'](target(site)) },
        },
      ],
    },
    {
      name: `an annotation of Ambassador that leads to ${where}`,
      add: (site) => [annotatedService({ 'getambassador.io/config': MAPPING(target(site)) })],
    },
  ];
}

/** Each is another way in. */
export const LEADING = configurations('Kong', ({ service, namespace, port }) => ({
  host: `${service.metadata.name}.${namespace}`,
  port,
}));

/** Their twins, and what speaks of Kong without dialling it. */
export const LEADING_ELSEWHERE: readonly Addition[] = [
  ...configurations('another Service', () => ({ host: 'web.apps', port: 80 })),
  {
    name: 'a Secret that names Kong and is no configuration',
    add: (site) => [
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: meta(site),
        stringData: { url: `http://${site.service.metadata.name}.${site.namespace}`, note: 'the server of Kong' },
      },
    ],
  },
  {
    name: 'a configuration with Kong in a remark, a path and a header',
    add: (site) => {
      const host = `${site.service.metadata.name}.${site.namespace}`;
      const lines = [`# proxy_pass http://${host};`, `root /${site.service.metadata.name}/;`];
      const text = [...lines, `proxy_set_header Host ${host};`, 'proxy_pass http://web.apps;'].join('\n');
      return [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: meta(site, 'web'), data: { 'nginx.conf': text } }];
    },
  },
  {
    name: "Ambassador's Mapping of another Service that has Kong's name for its own",
    add: (site) => {
      const text = MAPPING({ host: 'web.apps', port: 80 }).replace('name: web', `name: ${site.service.metadata.name}`);
      annotate(site.service, { 'getambassador.io/config': text });
    },
  },
];
