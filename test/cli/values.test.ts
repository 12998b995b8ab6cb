import { parse, parseAllDocuments } from 'yaml';
import { run } from '../../src/cli/program';

async function program(...args: string[]) {
  let out = '';
  let error = '';
  const exit = await run(args, {
    colours: false,
    out: (text) => {
      out += text;
    },
    error: (text) => {
      error += text;
    },
  });
  return { exit, out, error };
}

const NLB = ['values', 'aws-nlb', 'proxy-protocol', '--trust', '10.0.0.0/16'];

describe('values', () => {
  test('prints what helmValues gives, each with its reason', async () => {
    const { exit, out } = await program(...NLB, '--set', 'internalOnly=true');
    expect(exit).toBe(0);
    expect(parse(out)).toMatchObject({
      env: { trusted_ips: '10.0.0.0/16', real_ip_header: 'proxy_protocol' },
      proxy: {
        annotations: { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal' },
        http: { parameters: ['proxy_protocol', 'reuseport', 'backlog=16384'] },
      },
    });
    expect(out).toContain('  # Kong believes what these networks send about the client.');
  });

  test('for the chart ingress under its part, in a kustomization, and for the operator', async () => {
    expect(parse((await program(...NLB, '--chart', 'ingress')).out).gateway.env.trusted_ips).toBe('10.0.0.0/16');
    const kustomization = parse((await program(...NLB, '--chart', 'ingress', '--format', 'kustomize')).out);
    expect(kustomization.helmCharts[0]).toMatchObject({
      name: 'ingress',
      valuesInline: { gateway: { env: { trusted_ips: '10.0.0.0/16' } } },
    });
    const [configuration, ingress] = parseAllDocuments(
      (await program('values', 'aws-alb', 'header', '--trust', '10.0.0.0/24', '--format', 'operator')).out,
    ).map((document) => document.toJS());
    expect(configuration).toMatchObject({
      kind: 'GatewayConfiguration',
      spec: { dataPlaneOptions: { deployment: {} } },
    });
    expect(ingress.kind).toBe('Ingress');
  });

  test('variables are lines of an environment file', async () => {
    const { out } = await program(...NLB, '--format', 'env');
    const lines = out.trimEnd().split('\n');
    expect(lines.filter((line) => !line.startsWith('#')).every((line) => /^KONG_[A-Z_]+=.+$/.test(line))).toBe(true);
    expect(lines).toContain('KONG_TRUSTED_IPS=10.0.0.0/16');
  });

  test.each([
    [
      ['aws-nlb', 'header', '--trust', '10.0.0.0/8'],
      'aws-nlb cannot go the way header-forwarded; it can go local-traffic and proxy-protocol',
    ],
    [['nowhere', 'local'], 'there is no balancer "nowhere"; cdk8s-kong-client-ip balancers lists them'],
    [['aws-nlb', 'sideways'], 'there is no way "sideways"; write local-traffic, proxy-protocol or header-forwarded'],
    [
      ['aws-alb', 'header'],
      "--trust is missing: the networks from which the balancer dials Kong. Trust the balancer's subnets.",
    ],
    [['aws-nlb', 'local', '--trust', '10.0.0.0/8'], 'leave --trust out'],
    [['aws-nlb', 'proxy', '--trust', '10.0.0.1/8'], '--trust: "10.0.0.1/8" has host bits set'],
    [['aws-nlb', 'local', '--set', 'schema=internal'], '--set schema: AwsNetworkLoadBalancer has no such prop'],
    [['aws-nlb', 'local', '--set', 'targetType=secret'], 'targetType must be one of "instance", "ip", got "secret"'],
    [
      ['aws-nlb', 'local', '--set', 'loadBalancerClass=a/b', '--format', 'operator'],
      'the operator cannot express what this way needs',
    ],
    [
      [
        'aws-target-group',
        'header',
        '--trust',
        '10.0.0.0/24',
        '--set',
        'targetGroupArn=x',
        '--set',
        'appendsXForwardedFor=true',
      ],
      'targetGroupArn "x" is not the ARN',
    ],
  ])('%j ends with one clear line', async (args, message) => {
    const { exit, out, error } = await program('values', ...args);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(error).toContain(message);
    expect(error.trimEnd()).not.toMatch(/\n|\[values/);
  });
});

describe('balancers', () => {
  test('lists them with their ways, and whom to trust', async () => {
    const { exit, out } = await program('balancers');
    expect(exit).toBe(0);
    expect(out).toContain(
      "aws-alb  Application Load Balancer of AWS\n  header-forwarded  Trust the balancer's subnets.\n",
    );
    expect(out).toContain('metallb  MetalLB\n  local-traffic\n');
  });

  test('of one it also lists the props', async () => {
    expect((await program('balancers', 'civo')).out).toContain('    maxConcurrentRequests=1\n');
    expect((await program('balancers', 'nowhere')).exit).toBe(2);
  });
});
