import { ClientIpCheck, ClientIpCheckOptions } from '../../src';
import { ALB, CLEAN, Example, FORWARDED, GKE, manifest, PROXY } from '../../src/check/rules/example';
import { CDNS } from '../../src/net/cdns';

const check = (example: Example, options: ClientIpCheckOptions = {}) =>
  ClientIpCheck.check([{ name: 'm.yaml', text: manifest(example) }], options).gateways[0];

const ofCloudflare = CDNS.cloudflare.networks.filter((network) => !network.includes(':'));
const ofCloudFront = CDNS.cloudFront.networks.filter((network) => !network.includes(':'));

/** Kong reads the header of a CDN behind a balancer that dials from its own subnet, and admits these. */
const behindCdn = (header: string, admitted: readonly string[] | undefined): Example => ({
  env: { ...FORWARDED, KONG_REAL_IP_HEADER: header },
  service: {},
  ingress: {
    className: 'alb',
    annotations: { ...ALB, ...(admitted ? { 'alb.ingress.kubernetes.io/inbound-cidrs': admitted.join(',') } : {}) },
  },
});

describe('a balancer that is for a CDN', () => {
  test.each([
    ['admits its networks', 'CF-Connecting-IP', ofCloudflare, 'kept'],
    ['admits some of them', 'CF-Connecting-IP', ofCloudflare.slice(0, 3), 'kept'],
    ['admits everybody', 'CF-Connecting-IP', undefined, 'forgeable'],
    ['admits an office as well', 'CF-Connecting-IP', [...ofCloudflare, '203.0.113.0/24'], 'forgeable'],
    ['admits a private network as well', 'CF-Connecting-IP', [...ofCloudflare, '10.0.0.0/8'], 'forgeable'],
    ['admits the networks of another', 'CF-Connecting-IP', ofCloudFront, 'forgeable'],
    ['has networks that are not all known', 'Fastly-Client-IP', ['192.0.2.0/24'], 'unknown'],
    ['has networks that are not known', 'True-Client-IP', ['192.0.2.0/24'], 'kept'],
  ])('%s', (_what, header, admitted, verdict) => {
    expect(check(behindCdn(header, admitted)).verdict).toBe(verdict);
  });

  test('asks whether what it admits is the CDN alone', () => {
    const { questions } = check(behindCdn('True-Client-IP', ['192.0.2.0/24']));
    expect(questions.map(({ question }) => question)).toContainEqual(expect.stringContaining('belong to Akamai alone'));
  });
});

describe('nodes behind a balancer with a subnet of its own', () => {
  const privateLink: Example = {
    env: {
      KONG_PROXY_LISTEN: '0.0.0.0:8000 proxy_protocol, 0.0.0.0:8443 ssl proxy_protocol',
      KONG_REAL_IP_HEADER: 'proxy_protocol',
      KONG_TRUSTED_IPS: '10.0.200.0/24',
    },
    service: {
      annotations: Object.fromEntries(
        ['azure-load-balancer-internal', 'azure-pls-create', 'azure-pls-proxy-protocol'].map((key) => [
          `service.beta.kubernetes.io/${key}`,
          'true',
        ]),
      ),
    },
  };

  test.each([
    ['are not told from it', [], 'unknown'],
    ['are trusted', ['10.0.200.0/25'], 'kept'],
    ['are not trusted', ['10.240.0.0/16'], 'lost'],
  ])('%s', (_what, nodes, verdict) => {
    const report = check(privateLink, { nodes });
    expect(report.verdict).toBe(verdict);
    expect(report.questions.some(({ answer }) => answer.startsWith('--nodes'))).toBe(nodes.length === 0);
  });
});

describe('edges that send PROXY protocol through a balancer that passes TCP on', () => {
  const NODES = '10.0.0.0/16';
  const throughEdges = (trusted: readonly string[], service: Example['service']): Example => ({
    env: { ...PROXY, ...CLEAN, KONG_TRUSTED_IPS: trusted.join(',') },
    service: { ...service, annotations: { ...GKE, ...service?.annotations } },
  });
  const local = { externalTrafficPolicy: 'Local' } as const;
  const walled = (ranges: readonly string[]) => ({ loadBalancerSourceRanges: [...ranges] });
  const stated = (networks: readonly string[]) => ({
    annotations: { 'kong-client-ip/promises': JSON.stringify({ before: { networks, proxyProtocol: true } }) },
  });
  const office = '203.0.113.0/24';

  test.each<[string, readonly string[], Example['service'], string]>([
    ['of Cloudflare, by what Kong trusts', ofCloudflare, local, 'kept'],
    ['of Cloudflare, and nobody else comes in', ofCloudflare, { ...local, ...walled(ofCloudflare) }, 'kept'],
    ['of CloudFront, which has none', ofCloudFront, local, 'broken'],
    ['that are stated', ['192.0.2.0/24'], { ...local, ...stated(['192.0.2.0/24']) }, 'kept'],
    ['that nobody states', ['192.0.2.0/24'], local, 'broken'],
    ['of which Kong trusts none', ['192.0.2.0/24'], { ...local, ...stated(['198.18.0.0/24']) }, 'lost'],
    ['through nodes that are trusted', [NODES], stated(ofCloudflare), 'forgeable'],
    ['through such nodes, behind a wall', [NODES], { ...stated(ofCloudflare), ...walled(ofCloudflare) }, 'kept'],
    [
      'through such nodes, behind a wall with an office',
      [NODES],
      { ...stated(ofCloudflare), ...walled([...ofCloudflare, office]) },
      'forgeable',
    ],
    ['by the wall alone', [NODES], walled(ofCloudflare), 'kept'],
  ])('%s', (_what, trusted, service, verdict) => {
    expect(check(throughEdges(trusted, service), { nodes: [NODES] }).verdict).toBe(verdict);
  });
});
