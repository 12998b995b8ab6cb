import { Testing } from 'cdk8s';
import {
  ClientIpHeader,
  DigitalOceanLoadBalancerProps,
  DigitalOceanNetworkLoadBalancer,
  DigitalOceanRegionalLoadBalancer,
  DigitalOceanRegionalLoadBalancerProps,
} from '../../../src';
import { describeWay, KONG_ENDS_TLS } from '../service-balancer';

const prefix = 'service.beta.kubernetes.io/do-loadbalancer-';
const checks = ['override-health-check', 'healthcheck-port', 'healthcheck-path', 'healthcheck-protocol'];
const common: [DigitalOceanLoadBalancerProps, { [key: string]: string }][] = [
  [{ name: 'kong' }, { name: 'kong' }],
  [{ internalOnly: true }, { network: 'INTERNAL' }],
];

describeWay<DigitalOceanLoadBalancerProps>('DigitalOcean network, local traffic', {
  id: 'digitalocean-network',
  owner: 'DigitalOceanNetworkLoadBalancer',
  prefix,
  bind: (scope, props) => new DigitalOceanNetworkLoadBalancer(props).bindLocalTraffic(scope),
  always: { type: 'REGIONAL_NETWORK' },
  given: common,
  reserved: ['enable-proxy-protocol', 'protocol', 'tls-passthrough', 'certificate-id', 'certificate-name', ...checks],
  refused: [
    [{ internalOnly: 'true' as any }, 'internalOnly must be true or false, got "true"; write that, or leave it out'],
  ],
});

const regional = { id: 'digitalocean-regional', owner: 'DigitalOceanRegionalLoadBalancer', prefix };
const sizes: [DigitalOceanRegionalLoadBalancerProps, { [key: string]: string }][] = [
  ...common,
  [{ nodeCount: 3 }, { 'size-unit': '3' }],
  [{ hostname: 'edge.example.com' }, { hostname: 'edge.example.com' }],
  [{ idleTimeoutSeconds: 90 }, { 'http-idle-timeout-seconds': '90' }],
];

describeWay<DigitalOceanRegionalLoadBalancerProps>('DigitalOcean regional, PROXY protocol', {
  ...regional,
  bind: (scope, props) => new DigitalOceanRegionalLoadBalancer(props).bindProxyProtocol(scope),
  always: { type: 'REGIONAL', protocol: 'tcp', 'enable-proxy-protocol': 'true' },
  given: sizes,
  reserved: [
    'tls-passthrough',
    'certificate-id',
    'certificate-name',
    'http-ports',
    'tls-ports',
    'http2-ports',
    'http3-port',
    'redirect-http-to-https',
    ...checks,
  ],
  refused: [
    [{ certificateId: 'c' }, `certificateId "c": ${KONG_ENDS_TLS}`],
    [{ nodeCount: 0 }, 'nodeCount must be a whole number of at least 1, got 0; write that, or leave it out'],
  ],
});

describeWay<DigitalOceanRegionalLoadBalancerProps>('DigitalOcean regional, headers', {
  ...regional,
  bind: (scope, props) => new DigitalOceanRegionalLoadBalancer(props).bindHeaderForwarding(scope),
  always: { type: 'REGIONAL', protocol: 'http', 'enable-proxy-protocol': 'false' },
  given: [
    ...sizes,
    [{ certificateId: 'c' }, { 'certificate-id': 'c', 'tls-ports': '443' }],
    [
      { certificateId: 'c', redirectHttpToHttps: true },
      { 'certificate-id': 'c', 'tls-ports': '443', 'redirect-http-to-https': 'true' },
    ],
  ],
  reserved: ['tls-passthrough', 'certificate-name', 'http-ports', 'http2-ports', 'http3-port', ...checks],
  refused: [
    [
      { redirectHttpToHttps: true },
      'redirectHttpToHttps true: without a certificate nothing listens on port 443; give certificateId, or leave it out',
    ],
    [
      { certificateId: '' },
      'certificateId must be a string without surrounding blanks or line breaks, got ""; write that, or leave it out',
    ],
  ],
});

test('DigitalOcean regional overwrites scheme and port, and admits chosen networks only', () => {
  const bind = (props?: DigitalOceanRegionalLoadBalancerProps) =>
    new DigitalOceanRegionalLoadBalancer(props).bindHeaderForwarding(Testing.chart());
  expect(bind()).toMatchObject({
    header: ClientIpHeader.xForwardedFor(),
    forwardedHeaders: ['X-Forwarded-Proto', 'X-Forwarded-Port'],
    endsTls: false,
    restrictsSources: false,
  });
  expect(bind({ certificateId: 'c', sourceRanges: ['192.0.2.0/24'] })).toMatchObject({
    endsTls: true,
    restrictsSources: true,
    sourceRanges: ['192.0.2.0/24'],
  });
});
