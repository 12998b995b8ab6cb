import { check } from '../../src/check/check';
import { mend, MendOptions } from '../../src/mend/mend';

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

const MANIFEST = `# The gateway.
apiVersion: apps/v1
kind: Deployment
metadata: { name: kong, namespace: kong }
spec:
  selector: { matchLabels: { app: kong } }
  template:
    metadata: { labels: { app: kong } }
    spec:
      containers:
        - name: proxy
          image: kong:3.9
          env:
            - name: KONG_TRUSTED_IPS   # everybody
              value: "0.0.0.0/0,::/0"
            - { name: KONG_DATABASE, value: "off" }
---
apiVersion: v1
kind: Service
metadata:
  name: kong-proxy
  namespace: kong
spec:
  type: LoadBalancer
  externalTrafficPolicy: Local
  selector: { app: kong }
  ports:
    - { name: http, port: 80, targetPort: 8000 }
    - { name: https, port: 443, targetPort: 8443 }
`;

/** The lines that are taken out and put in. */
function changed(before: string, after: string): { out: string[]; into: string[] } {
  const [old, now] = [before.split('\n'), after.split('\n')];
  return { out: old.filter((line) => !now.includes(line)), into: now.filter((line) => !old.includes(line)) };
}

function mended(text: string, options: MendOptions) {
  const report = mend([{ name: 'f.yaml', text }], options);
  const [{ text: after } = { text }] = report.changed;
  const verdicts = check([{ name: 'f.yaml', text: after }], options).gateways.map(({ verdict }) => verdict);
  return { ...changed(text, after), verdicts, gateways: report.gateways };
}

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

test('what is kept is left alone', () => {
  expect(mended('env:\n  database: "off"\nproxy:\n  externalTrafficPolicy: Local\n', { cloud: 'gke' })).toMatchObject({
    gateways: [],
    out: [],
    into: [],
  });
});

describe('what is beside the Service and the environment', () => {
  const service = (name: string, spec: string, annotations = '{}') => `---
apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: kong
  annotations: ${annotations}
spec:
${spec}
  selector: { app: kong }
  ports:
    - { name: http, port: 80, targetPort: 8000 }
`;
  const kong = (variables: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: kong, namespace: kong }
spec:
  selector: { matchLabels: { app: kong } }
  template:
    metadata: { labels: { app: kong } }
    spec:
      containers:
        - name: proxy
          image: kong:3.9
          env:
            - { name: KONG_DATABASE, value: "off" }
            - { name: KONG_STATUS_LISTEN, value: 0.0.0.0:8100 }
${variables}`;
  const ingress = (className: string, annotations = '{}') => `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: kong
  namespace: kong
  annotations: ${annotations}
spec:
  ingressClassName: ${className}
  defaultBackend: { service: { name: kong, port: { number: 80 } } }
`;

  test('a proxy in the cluster is believed by its pods, and its Service says so', () => {
    const text = kong('') + service('kong', '  type: ClusterIP') + ingress('nginx');
    const { into, verdicts, gateways } = mended(text, { trust: ['10.244.0.0/16'] });
    expect(verdicts).toEqual(['kept']);
    expect(gateways[0].by).toEqual({ balancer: 'front-proxy', way: 'header-forwarded' });
    expect(into.join('\n')).toContain('10.244.0.0/16');
    expect(into.join('\n')).toContain('kong-client-ip/load-balancer: front-proxy');
  });

  test.each([
    ['whose class tells nothing', ingress('edge')],
    ['that is asked about alone', ingress('nginx')],
  ])('a proxy in the cluster %s stays a question', (_, front) => {
    const variables = `            - { name: KONG_TRUSTED_IPS, value: 10.244.0.0/16 }
            - { name: KONG_REAL_IP_HEADER, value: X-Forwarded-For }
            - { name: KONG_REQUEST_DEBUG, value: "off" }
`;
    const text = kong(variables) + service('kong', '  type: ClusterIP') + front;
    expect(mend([{ name: 'f.yaml', text }], { trust: ['10.244.0.0/16'] })).toMatchObject({
      changed: [],
      gateways: [{ before: 'unknown', question: { why: expect.stringContaining('Another proxy') } }],
    });
  });

  const ALB = `
    alb.ingress.kubernetes.io/target-type: ip
    alb.ingress.kubernetes.io/healthcheck-port: "8100"
    alb.ingress.kubernetes.io/healthcheck-path: /status`;
  const NLB = `
    service.beta.kubernetes.io/aws-load-balancer-type: external
    service.beta.kubernetes.io/aws-load-balancer-nlb-target-type: instance`;
  const TRUSTING = `            - { name: KONG_TRUSTED_IPS, value: 10.0.0.0/16 }
            - { name: KONG_REAL_IP_HEADER, value: X-Forwarded-For }
`;

  test('a second way in is closed where nothing else is enough', () => {
    const text =
      kong(TRUSTING) +
      service('kong', '  type: ClusterIP') +
      ingress('alb', ALB) +
      service('direct', '  type: LoadBalancer\n  externalTrafficPolicy: Cluster', NLB);
    const { out, verdicts, gateways } = mended(text, { cloud: 'aws' });
    expect(verdicts).toEqual(['kept']);
    expect(gateways[0].closes).toEqual(['Service/kong/direct']);
    expect(out).toContain('  externalTrafficPolicy: Cluster');
  });

  test('no way in is closed whose balancer nobody can know', () => {
    const text =
      kong('') + service('kong', '  type: ClusterIP') + ingress('alb', ALB) + service('direct', '  type: LoadBalancer');
    expect(mend([{ name: 'f.yaml', text }], { trust: ['10.0.0.0/16'] }).changed).toEqual([]);
  });

  test('annotations of another cloud than the named one are asked about', () => {
    const azure = '\n    service.beta.kubernetes.io/azure-load-balancer-internal: "true"';
    const text = kong('') + service('kong', '  type: LoadBalancer', azure);
    const report = mend([{ name: 'f.yaml', text }], { cloud: 'aws', trust: ['10.0.0.0/16'] });
    expect(report).toMatchObject({ changed: [], gateways: [{ question: { why: expect.stringContaining('Azure') } }] });
  });

  test('networks that the check is told of are believed', () => {
    const text = kong('') + service('kong', '  type: ClusterIP') + ingress('alb', ALB);
    expect(mended(text, { cloud: 'aws', balancer: ['10.9.0.0/24'] })).toMatchObject({
      verdicts: ['kept'],
      into: expect.arrayContaining([expect.stringContaining('10.9.0.0/24')]),
    });
  });

  test('directives of nginx in the value of another variable are taken out', () => {
    const text = MANIFEST.replace(
      /- name: KONG_T[^]*?\n +value.*\n/,
      `- { name: KONG_LUA_PACKAGE_PATH, value: "./?.lua;;'; set_real_ip_from 0.0.0.0/0; default_type 'x" }\n`,
    );
    const { out, into, verdicts } = mended(text, { cloud: 'gke' });
    expect({ verdicts, into }).toEqual({ verdicts: ['kept'], into: [] });
    expect(out).toEqual([expect.stringContaining('KONG_LUA_PACKAGE_PATH')]);
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
