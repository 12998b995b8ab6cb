import { Target } from './conversion';
import { MadeTarget } from './target';
import { AwsBackendProtocolVersion } from '../load-balancers/aws/alb-props';
import { AwsIpAddressType, AwsTargetType } from '../load-balancers/aws/props';
import { ExoscaleStrategy } from '../load-balancers/exoscale/network-load-balancer';
import { ProxyProtocolVersion } from '../load-balancers/service-balancer';

const CONSTRUCTS = {
  'local-traffic': 'LocalTrafficKong',
  'proxy-protocol': 'ProxyProtocolKong',
  'header-forwarded': 'HeaderForwardedKong',
} as const;

/** A gateway without a route never becomes ready. */
const CONFIGURATION = [
  '  configuration: KongConfiguration.inline({ // put your own Services and routes here',
  "    _format_version: '3.0',",
  "    services: [{ name: 'example', url: 'http://example.default.svc', " +
    "routes: [{ name: 'example', paths: ['/'] }] }],",
  '  }),',
];

/** The same way as a program with pods of the library's own. */
export function typescriptOf({ way, trust, header, proxiesBefore }: Target, { balancer, props }: MadeTarget): string {
  const construct = CONSTRUCTS[way];
  const given = Object.keys(props).length > 0 ? literal(props, 2) : '';
  const single = header === undefined ? undefined : `ClientIpHeader.single(${quote(header)})`;
  const networks = trust.map(quote).join(', ');
  const before = single === undefined ? `[${networks}]` : `[${networks}], header: ${single}`;
  const lines = [
    ...(proxiesBefore ? [`const proxies = Cdn.of({ edgeNetworks: ${before} });`] : []),
    `new ${construct}(chart, 'Kong', {`,
    proxiesBefore
      ? `  loadBalancer: proxies.beforeLocalTraffic(new ${balancer.owner}(${given})),`
      : `  loadBalancer: new ${balancer.owner}(${given}),`,
    ...(way === 'local-traffic'
      ? []
      : [`  trustedProxies: ${proxiesBefore ? 'proxies.edges' : `TrustedProxies.of(${networks})`},`]),
    ...(single !== undefined && !proxiesBefore ? [`  header: ${single},`] : []),
    ...CONFIGURATION,
    '});',
  ];
  const known = ['KongConfiguration', 'TrustedProxies', 'Cdn', 'ClientIpHeader', ...Object.keys(ENUMS)];
  const used = [balancer.owner, construct, ...known].filter((name) =>
    lines.some((line) => new RegExp(`\\b${name}\\b`).test(line)),
  );
  return [
    "import { App, Chart } from 'cdk8s';",
    `import { ${[...used].sort().join(', ')} } from 'cdk8s-kong-client-ip';`,
    '',
    'const app = new App();',
    "const chart = new Chart(app, 'gateway');",
    ...lines,
    'app.synth();',
    '',
  ].join('\n');
}

function literal(value: unknown, indent: number): string {
  const pad = ' '.repeat(indent);
  if (Array.isArray(value)) return `[${value.map((item) => literal(item, indent)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? quote(value) : String(value);
  const entries = Object.entries(value).map(([key, inner]) => {
    const name = /^[A-Za-z_]\w*$/.test(key) ? key : quote(key);
    return `${pad}  ${name}: ${memberOf(key, inner) ?? literal(inner, indent + 2)},`;
  });
  return `{\n${entries.join('\n')}\n${pad}}`;
}

/** The enums, and the props of which they are the type. */
const ENUMS = {
  AwsBackendProtocolVersion,
  AwsIpAddressType,
  AwsTargetType,
  ExoscaleStrategy,
  ProxyProtocolVersion,
} as const;
const TYPES: Readonly<Record<string, keyof typeof ENUMS>> = {
  backendProtocolVersion: 'AwsBackendProtocolVersion',
  ipAddressType: 'AwsIpAddressType',
  targetType: 'AwsTargetType',
  serviceStrategy: 'ExoscaleStrategy',
  proxyProtocolVersion: 'ProxyProtocolVersion',
};

function memberOf(prop: string, value: unknown): string | undefined {
  const type = Object.hasOwn(TYPES, prop) ? TYPES[prop] : undefined;
  const member = type && Object.entries(ENUMS[type]).find(([, one]) => one === value)?.[0];
  return member && `${type}.${member}`;
}

function quote(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
