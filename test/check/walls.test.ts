import { ClientIpCheck, ClientIpCheckOptions } from '../../src';
import { ALB, Example, FORWARDED, manifest } from '../../src/check/rules/example';
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
