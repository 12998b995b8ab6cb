import { MANIFEST, mended } from './mended';
import { MendOptions } from '../../src/mend/mend';

const APPLICATION = (values: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: kong, namespace: argocd }
spec:
  destination: { namespace: kong }
  source:
    repoURL: https://charts.konghq.com
    chart: kong
    targetRevision: 3.4.1
    helm:
${values}`;

describe('the smallest change, where the user keeps it', () => {
  test.each<[string, string, MendOptions, string[], string[]]>([
    [
      'a manifest',
      MANIFEST,
      { cloud: 'gke' },
      ['            - name: KONG_TRUSTED_IPS   # everybody', '              value: "0.0.0.0/0,::/0"'],
      [],
    ],
    [
      'the policy of a manifest',
      MANIFEST.replace(/ +- name: KONG_T[^]*?\n +value.*\n/, '').replace('Policy: Local', 'Policy: Cluster'),
      { cloud: 'gke' },
      ['  externalTrafficPolicy: Cluster'],
      ['  externalTrafficPolicy: Local'],
    ],
    [
      'values',
      'env:\n  database: "off"\nproxy:\n  type: LoadBalancer # public\n',
      { cloud: 'gke' },
      [],
      ['  externalTrafficPolicy: Local'],
    ],
    [
      'a text of values',
      APPLICATION(
        '      values: |\n        env:\n          database: "off"\n        proxy:\n          # The balancer.\n          type: LoadBalancer\n',
      ),
      { cloud: 'gke' },
      [],
      ['          externalTrafficPolicy: Local'],
    ],
    [
      'an object of values',
      APPLICATION('      valuesObject: { proxy: { externalTrafficPolicy: Cluster } }\n'),
      { cloud: 'gke' },
      ['      valuesObject: { proxy: { externalTrafficPolicy: Cluster } }'],
      ['      valuesObject: { proxy: { externalTrafficPolicy: Local } }'],
    ],
    [
      'PROXY protocol',
      'env:\n  database: "off"\nproxy:\n  annotations:\n    load-balancer.hetzner.cloud/location: fsn1\n',
      { trust: ['10.0.0.0/16'] },
      [],
      [
        '  real_ip_header: proxy_protocol',
        '  trusted_ips: 10.0.0.0/16',
        '    load-balancer.hetzner.cloud/uses-proxyprotocol: "true"',
        '  externalTrafficPolicy: Local',
        '  http:',
        '    parameters:',
        '      - proxy_protocol',
        '  tls:',
        '      - http2',
      ],
    ],
  ])('%s', (_, text, options, out, into) => {
    const result = mended(text, options);
    expect(result.verdicts).toEqual(['kept']);
    expect(result.out.sort()).toEqual([...out].sort());
    expect(new Set(result.into)).toEqual(new Set(into));
  });

  test('variables of a ConfigMap are changed in it', () => {
    const text =
      MANIFEST.replace(
        / +- name: KONG_T[^]*?\n +value.*\n/,
        '            - { name: KONG_TRUSTED_IPS, valueFrom: { configMapKeyRef: { name: c, key: trusted } } }\n',
      ) + '---\nkind: ConfigMap\nmetadata: { name: c, namespace: kong }\ndata:\n  trusted: 0.0.0.0/0\n  other: x\n';
    expect(mended(text, { cloud: 'gke' }).verdicts).toEqual(['kept']);
  });
});

describe('what cannot be known is asked', () => {
  test('the networks, and how to look them up', () => {
    const text = 'env:\n  database: "off"\nproxy:\n  annotations:\n    load-balancer.hetzner.cloud/location: fsn1\n';
    const {
      gateways: [{ question }],
      out,
      into,
    } = mended(text, {});
    expect([out, into]).toEqual([[], []]);
    expect(question!.need).toContain('--trust');
    expect(question!.need).toContain('hcloud');
  });

  test('the cloud', () => {
    const {
      gateways: [{ question }],
    } = mended('env:\n  database: "off"\nproxy:\n  type: LoadBalancer\n  externalTrafficPolicy: Local\n', {});
    expect(question!.need).toContain('--cloud');
  });

  test('everybody is not taken for the networks of a balancer', () => {
    const text =
      'env:\n  trusted_ips: 0.0.0.0/0\n  real_ip_header: proxy_protocol\nproxy:\n  annotations:\n    load-balancer.hetzner.cloud/location: fsn1\n';
    expect(mended(text, {}).gateways[0].question!.need).toContain('--trust');
  });
});

test('networks that the user names replace a trust in every address, even where it does no harm', () => {
  const values = `proxy:
  annotations:
    service.beta.kubernetes.io/aws-load-balancer-type: external
    service.beta.kubernetes.io/aws-load-balancer-nlb-target-type: ip
env:
  trusted_ips: 0.0.0.0/0
  real_ip_header: proxy_protocol
`;
  expect(mended(values, { trust: ['10.0.0.0/16'] })).toMatchObject({
    out: ['  trusted_ips: 0.0.0.0/0'],
    into: expect.arrayContaining(['  trusted_ips: 10.0.0.0/16']),
    verdicts: ['kept'],
  });
});
