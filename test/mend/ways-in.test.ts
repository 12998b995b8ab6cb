import { deployment, MANIFEST, mended } from './mended';
import { mend } from '../../src/mend/mend';

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
  const kong = (variables: string) =>
    deployment(`            - { name: KONG_DATABASE, value: "off" }
            - { name: KONG_STATUS_LISTEN, value: 0.0.0.0:8100 }
${variables}`);
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
