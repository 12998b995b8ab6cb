import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Testing } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { variants } from '../../../examples/typescript/variants';
import { Balancer, KubernetesObject } from '../../../src/controllers/balancer';
import { readings, STATEMENT } from '../../../src/controllers/registry';

/*
 * Compares the model of the AWS Load Balancer Controller with that controller's own code, which main.go calls: on a sweep of
 * annotations, on the examples for EKS, and on the Services of the corpus. Exits with 1 when they differ.
 */

const AWS = 'service.beta.kubernetes.io/aws-load-balancer-';
const ID = 'aws-load-balancer-controller';

/** What main.go writes of a Service. */
interface Answer {
  readonly claimed: boolean;
  readonly byWebhook: boolean;
  readonly error?: string;
  readonly scheme?: string;
  readonly listeners: readonly {
    readonly port: number;
    readonly protocol: string;
    readonly targetType: string;
    readonly toTarget: string;
    readonly attributes: Readonly<Record<string, string>>;
    readonly healthCheck: { readonly protocol: string; readonly port: string; readonly path?: string; readonly matcher?: string };
  }[] | null;
}

/** With the ports that the API server allots, and without the statement that a Service is meant for another controller. */
function complete(service: KubernetesObject): KubernetesObject {
  const ports = service.spec.ports.map((port: any, index: number) => ({ protocol: 'TCP', nodePort: 30080 + index, ...port }));
  const local = service.spec.externalTrafficPolicy === 'Local';
  return {
    ...service,
    apiVersion: 'v1',
    metadata: { namespace: 'default', ...service.metadata, annotations: { ...service.metadata.annotations, [STATEMENT]: undefined } },
    spec: { externalTrafficPolicy: 'Cluster', ipFamilies: ['IPv4'], ...service.spec, ports, ...local ? { healthCheckNodePort: 31999 } : {} },
  };
}

/** Every combination of the choices. */
function* sweep(choices: Readonly<Record<string, readonly (string | undefined)[]>>): Generator<Record<string, string>> {
  const [first, ...others] = Object.entries(choices);
  if (!first) return yield {};
  for (const rest of sweep(Object.fromEntries(others))) {
    for (const value of first[1]) yield value === undefined ? rest : { ...rest, [first[0]]: value };
  }
}

function* swept(): Generator<KubernetesObject> {
  const choices = {
    'type': [undefined, 'external', 'nlb', 'nlb-ip'],
    'nlb-target-type': [undefined, 'instance', 'ip'],
    'scheme': [undefined, 'internet-facing', 'public'],
    'proxy-protocol': [undefined, '*', 'true'],
    'proxy-protocol-per-target-group': [undefined, '443'],
    'target-group-attributes': [undefined, 'preserve_client_ip.enabled=true', ' preserve_client_ip.enabled=false , proxy_protocol_v2.enabled=true'],
    'target-group-attributes.443': [undefined, 'proxy_protocol_v2.enabled=true'],
    'ssl-cert': [undefined, 'arn:1'],
    'policy': [undefined, 'Local'],
  };
  const checks = {
    'type': ['external'],
    'nlb-target-type': ['instance', 'ip'],
    'healthcheck-protocol': [undefined, 'tcp', 'HTTP', 'https'],
    'healthcheck-port': [undefined, 'traffic-port', '8100', 'https'],
    'healthcheck-path': [undefined, '/status'],
    'healthcheck-success-codes': [undefined, '200-404'],
    'ip-address-type': [undefined, 'dualstack', 'classic-load-balancer-only'],
    'ssl-cert': [undefined, 'arn:1'],
    'ssl-ports': [undefined, '443', 'https'],
    'backend-protocol': [undefined, 'ssl'],
    'class': [undefined, 'service.k8s.aws/nlb', 'example.net/edge'],
    'policy': [undefined, 'Local'],
  };
  for (const { policy, class: loadBalancerClass, ...values } of [...sweep(choices), ...sweep(checks)]) {
    yield {
      kind: 'Service',
      metadata: { name: 'kong', annotations: Object.fromEntries(Object.entries(values).map(([suffix, value]) => [`${AWS}${suffix}`, value])) },
      spec: {
        type: 'LoadBalancer',
        ports: [{ name: 'http', port: 80, targetPort: 8000 }, { name: 'https', port: 443, targetPort: 8443 }],
        ...policy ? { externalTrafficPolicy: policy } : {},
        ...loadBalancerClass ? { loadBalancerClass } : {},
      },
    };
  }
}

function examples(): KubernetesObject[] {
  return variants.filter(({ name }) => name.startsWith('eks-')).flatMap(({ build }) => {
    const chart = Testing.chart();
    build(chart);
    return Testing.synth(chart);
  });
}

function corpus(): KubernetesObject[] {
  const directory = join(__dirname, '..', '..', 'corpus', 'cases');
  return readdirSync(directory)
    .flatMap((file) => parseAllDocuments(readFileSync(join(directory, file), 'utf8')).map((document) => document.toJS()))
    .flatMap((object) => object?.kind === 'List' ? object.items : [object ?? {}]);
}

/** A Service that controllers of AWS could take, with text alone in its annotations, as the API server demands. */
function isCandidate({ kind, metadata, spec }: KubernetesObject): boolean {
  return kind === 'Service' && spec?.type === 'LoadBalancer' && Object.values(metadata.annotations ?? {}).every((value) => typeof value === 'string');
}

function judge(services: readonly KubernetesObject[]): Answer[] {
  const directory = mkdtempSync(join(tmpdir(), 'controllers-'));
  try {
    const program = join(directory, 'judge');
    run('go', ['build', '-o', program, '.']);
    return run(program, [], services.map((service) => JSON.stringify(service)).join('\n')).trim().split('\n').map((line) => JSON.parse(line));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function run(command: string, args: readonly string[], input?: string): string {
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd: __dirname, input, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error ?? stderr}`);
  return stdout;
}

/** What differs; nothing when the model says what the controller did. */
function compare(service: KubernetesObject, answer: Answer): string[] {
  const read = (answers: object) => readings(service, { ...answers, list: () => [] }).find(({ controller }) => controller === ID);
  const byItself = read({ cloud: 'aws' });
  const unsettled = byItself?.remarks.some(({ rule }) => rule === 'balancer-unknown');
  const { balancer } = read({ cloud: 'aws', controller: ID }) ?? {};
  const differences = [
    // The model takes what the controller takes with its webhook; without it, what is ambiguous for the model.
    differ('claimed with the webhook', read({ cloud: 'aws', controller: ID }) !== undefined, answer.byWebhook),
    ...answer.claimed ? [differ('settled', byItself !== undefined && !unsettled, true)] : [],
    ...answer.byWebhook ? [differ('refused', balancer === undefined, answer.error !== undefined)] : [],
  ];
  const ofBalancer = balancer && answer.listeners ? compareBalancer(service, balancer, answer) : [];
  return [...differences, ...ofBalancer].filter((difference) => difference !== undefined);
}

function compareBalancer(service: KubernetesObject, balancer: Balancer, { scheme, listeners }: Answer): (string | undefined)[] {
  const perPort = balancer.frontends.flatMap((frontend) => {
    const listener = listeners!.find(({ port }) => port === frontend.port);
    return [
      differ(`${frontend.port}: protocol`, frontend.speaks, listener?.protocol.toLowerCase()),
      differ(`${frontend.port}: to Kong`, frontend.backend, listener?.toTarget.toLowerCase()),
      differ(`${frontend.port}: targets`, balancer.targets, listener?.targetType === 'ip' ? 'pods' : 'nodes'),
      differ(`${frontend.port}: PROXY`, frontend.proxyProtocol === 2, listener?.attributes['proxy_protocol_v2.enabled'] === 'true'),
      differ(`${frontend.port}: health check`, healthCheckOf(balancer, service), actualHealthCheck(listener!.healthCheck)),
    ];
  });
  const preserves = listeners!.every(({ targetType, attributes }) =>
    (attributes['preserve_client_ip.enabled'] ?? String(targetType === 'instance')) === 'true');
  const direct = balancer.targets === 'pods' || service.spec.externalTrafficPolicy === 'Local';
  const proxied = balancer.frontends.some(({ proxyProtocol }) => proxyProtocol);
  const translates = service.metadata.annotations?.[`${AWS}ip-address-type`] === 'dualstack' && !proxied;
  return [
    differ('internal', balancer.internal, scheme === 'internal'),
    differ('front ends', balancer.frontends.length, listeners!.length),
    differ('peer', balancer.peer.role, !direct ? 'node' : preserves && !translates ? 'client' : 'balancer'),
    ...perPort,
  ];
}

function healthCheckOf({ healthCheck: check }: Balancer, service: KubernetesObject): string {
  if (check.kind === 'node') return `node ${service.spec.healthCheckNodePort}`;
  if (check.kind === 'http') return `http ${check.port} ${check.path} ${check.passes}`;
  return check.kind === 'tcp' ? `tcp ${check.port}` : check.kind;
}

function actualHealthCheck({ protocol, port, path, matcher }: NonNullable<Answer['listeners']>[number]['healthCheck']): string {
  if (port === '31999') return `node ${port}`;
  return protocol === 'TCP' ? `tcp ${port}` : `http ${port} ${path} ${matcher}`;
}

function differ(what: string, model: unknown, controller: unknown): string | undefined {
  return model === controller ? undefined : `${what}: the model says ${String(model)}, the controller ${String(controller)}`;
}

const services = [...swept(), ...examples(), ...corpus()].filter(isCandidate).map(complete);
const answers = judge(services);
const failures = services.flatMap((service, index) => {
  const differences = compare(service, answers[index]);
  const { metadata, spec } = service;
  return differences.length === 0 ? [] : [[JSON.stringify({ metadata, spec }), ...differences, answers[index].error ?? ''].join('\n  ')];
});
failures.slice(0, 20).forEach((failure) => console.log(failure));
const [made, refused] = [answers.filter(({ listeners }) => listeners).length, answers.filter(({ error }) => error).length];
console.log(`The controller made ${made} balancers and refused ${refused}.`);
console.log(`${services.length - failures.length} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 ? 1 : 0;
