import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { admitted } from './api-server';
import { Case } from './made';
import { variants } from '../../../examples/typescript/variants';
import { KubernetesObject } from '../../../src/controllers/balancer';
import { annotationsOf } from '../../../src/controllers/manifest';
import { backend, ingress, prefixed, service } from '../objects';

const CORPUS = join(__dirname, '../../corpus/cases');
const KINDS = ['Service', 'Ingress', 'IngressClass', 'IngressClassParams'];
const ALB_CLASS = { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'alb' }, spec: { controller: 'ingress.k8s.aws/alb' } };

/** The corpus of AWS, and annotations and fields that decide, each alone and many together. */
export function given(): Case[] {
  return [...corpus(), ...alone('nlb', NLB, networkService), ...alone('alb', ALB, applicationIngress), ...sampled(300, 1)];
}

/** Combinations of many annotations and fields; the same on every run with the same seed. */
export function sampled(count: number, seed: number): Case[] {
  return [...together('nlb', NLB, networkService, count, seed), ...together('alb', ALB, applicationIngress, count, seed)];
}

/** The manifests of the library's own variants. */
export function ours(): Case[] {
  return variants.filter(({ name }) => /^eks-|-alb-|^cloudfront/.test(name)).flatMap(({ name, build }) => {
    const chart = Testing.chart();
    build(chart);
    return fromObjects(name, Testing.synth(chart));
  });
}

function corpus(): Case[] {
  return readdirSync(CORPUS).sort().flatMap((file) => {
    const objects = parseAllDocuments(readFileSync(join(CORPUS, file), 'utf8')).flatMap((document) => {
      const object: any = document.toJS();
      return object?.kind === 'List' ? object.items : object ? [object] : [];
    });
    return objects.some(isOfAws) ? fromObjects(file, objects) : [];
  });
}

function isOfAws(object: KubernetesObject): boolean {
  const { ingressClassName, loadBalancerClass } = object.spec ?? {};
  return ingressClassName === 'alb' || /aws/.test(loadBalancerClass)
    || Object.keys(annotationsOf(object)).some((key) => /^alb\.ingress|aws-load-balancer/.test(key));
}

/** Each Ingress and each Service of type LoadBalancer, as if it had just been created. */
function fromObjects(name: string, objects: readonly any[]): Case[] {
  const seen = objects.filter(({ kind }) => KINDS.includes(kind)).map(withoutTraces).map(admitted);
  const others = seen.some(({ kind }) => kind === 'IngressClass') ? seen : [...seen, ALB_CLASS];
  return seen.filter(({ kind, spec }) => kind === 'Ingress' || spec?.type === 'LoadBalancer')
    .map((object) => ({ name: `${name} ${object.kind}/${object.metadata.name}`, object, others: others.filter((other) => other !== object) }));
}

/** A value that is no string never reaches a controller. */
function withoutTraces({ status, ...object }: any): any {
  const { finalizers, annotations, ...metadata } = object.metadata;
  return { ...object, metadata: { ...metadata, annotations: annotationsOf({ metadata: { annotations } }) } };
}

type Choices = Readonly<Record<string, readonly (string | undefined)[]>>;

/** Annotations and fields that decide, with the values that they may have; the first stands for none of it. */
const NLB: Choices = {
  'type': ['external', 'nlb', 'nlb-ip', undefined],
  'nlb-target-type': [undefined, 'instance', 'ip'],
  'scheme': [undefined, 'internal', 'internet-facing', 'public'],
  'proxy-protocol': [undefined, undefined, '*', 'true'],
  'proxy-protocol-per-target-group': [undefined, undefined, '443', '80, 443'],
  'target-group-attributes': [
    undefined, 'preserve_client_ip.enabled=true', 'preserve_client_ip.enabled=false', 'proxy_protocol_v2.enabled=true',
    ' proxy_protocol_v2.enabled = true , preserve_client_ip.enabled=false',
  ],
  'target-group-attributes.443': [undefined, undefined, undefined, 'proxy_protocol_v2.enabled=true', 'preserve_client_ip.enabled=true'],
  'healthcheck-protocol': [undefined, undefined, 'tcp', 'http', 'HTTPS'],
  'healthcheck-port': [undefined, undefined, 'traffic-port', '8100', 'https'],
  'healthcheck-path': [undefined, '/status'],
  'healthcheck-success-codes': [undefined, '200'],
  'ssl-cert': [undefined, undefined, 'arn:aws:acm:eu-west-1:111122223333:certificate/a'],
  'ssl-ports': [undefined, '443', 'https', '*'],
  'backend-protocol': [undefined, 'tcp', 'ssl'],
  'ip-address-type': [undefined, undefined, undefined, 'dualstack', 'ipv4', 'classic-load-balancer-only'],
  'security-groups': [undefined, undefined, undefined, 'sg-1'],
  'security-group-prefix-lists': [undefined, undefined, undefined, 'pl-1'],
  'disable-nlb-sg': [undefined, undefined, undefined, 'true'],
  'internal': [undefined, undefined, 'true', 'false'],
  'policy': ['Local', 'Cluster'],
  'class': [undefined, undefined, 'service.k8s.aws/nlb', 'eks.amazonaws.com/nlb'],
  'ranges': [undefined, undefined, '192.0.2.0/24', '192.0.2.0/24 198.51.100.0/24', '0.0.0.0/0'],
  'nodePorts': [undefined, undefined, undefined, undefined, 'none'],
};

const ALB: Choices = {
  'scheme': [undefined, 'internal', 'internet-facing'],
  'target-type': [undefined, 'instance', 'ip'],
  'listen-ports': [undefined, undefined, '[{"HTTP":80},{"HTTPS":443}]', '[{"HTTP": 8080}]'],
  'certificate-arn': [undefined, 'arn:aws:acm:eu-west-1:111122223333:certificate/a'],
  'ssl-redirect': [undefined, undefined, '443'],
  'load-balancer-attributes': [
    undefined, 'routing.http.xff_header_processing.mode=append', 'routing.http.xff_header_processing.mode=preserve',
    'routing.http.xff_header_processing.mode=remove', 'idle_timeout.timeout_seconds=60,routing.http.xff_client_port.enabled=true',
  ],
  'backend-protocol': [undefined, undefined, 'HTTP', 'HTTPS'],
  'backend-protocol-version': [undefined, undefined, 'HTTP1', 'HTTP2', 'GRPC'],
  'healthcheck-port': [undefined, 'traffic-port', '8100', 'http'],
  'healthcheck-path': [undefined, '/status'],
  'success-codes': [undefined, '200-499'],
  'inbound-cidrs': [undefined, undefined, '192.0.2.0/24, 198.51.100.0/24', '0.0.0.0/0'],
  'security-groups': [undefined, undefined, 'sg-1'],
  'security-group-prefix-lists': [undefined, undefined, 'pl-1'],
  'group.name': [undefined, undefined, 'shared'],
  'class': ['field', 'field', 'annotation', 'default', 'other'],
  'type': ['NodePort', 'ClusterIP'],
  'policy': ['Cluster', 'Local'],
  'params': [undefined, undefined, 'preserve', 'internal', 'ranges'],
  'onService': [undefined, undefined, '/ready'],
};

const FIELDS = ['policy', 'class', 'ranges', 'nodePorts', 'params', 'onService'];
const annotationsIn = (prefix: string, chosen: Readonly<Record<string, string>>, fields: readonly string[]) =>
  prefixed(prefix, Object.fromEntries(Object.entries(chosen).filter(([key]) => !fields.includes(key))));

function networkService(chosen: Readonly<Record<string, string>>): Omit<Case, 'name'> {
  const spec = {
    externalTrafficPolicy: chosen.policy,
    ...chosen.class ? { loadBalancerClass: chosen.class } : {},
    ...chosen.ranges ? { loadBalancerSourceRanges: chosen.ranges.split(' ') } : {},
    ...chosen.nodePorts ? { allocateLoadBalancerNodePorts: false } : {},
  };
  const ports = service().spec.ports.map(({ nodePort, ...port }: any) => port);
  const annotations = annotationsIn('service.beta.kubernetes.io/aws-load-balancer-', chosen, FIELDS);
  return { object: admitted(service(annotations, { ...spec, ports }, { apiVersion: 'v1' })), others: [] };
}

function applicationIngress(chosen: Readonly<Record<string, string>>): Omit<Case, 'name'> {
  const annotations = annotationsIn('alb.ingress.kubernetes.io/', chosen, [...FIELDS, 'type']);
  const byAnnotation: Record<string, string> = chosen.class === 'annotation' ? { 'kubernetes.io/ingress.class': 'alb' } : {};
  const ingressClassName = { field: 'edge', other: 'nginx' }[chosen.class];
  const spec = { ...ingress().spec, ...ingressClassName ? { ingressClassName } : {} };
  return {
    object: admitted(ingress({ ...annotations, ...byAnnotation }, spec, { apiVersion: 'networking.k8s.io/v1' })),
    others: [serviceBehind(chosen), ...classes(chosen)],
  };
}

function serviceBehind({ type, policy, onService }: Readonly<Record<string, string>>): KubernetesObject {
  const annotations = onService ? { 'alb.ingress.kubernetes.io/healthcheck-path': onService } : {};
  const spec = type === 'NodePort' ? { type, externalTrafficPolicy: policy } : { type, ports: [{ name: 'http', port: 80, targetPort: 8000 }] };
  return admitted({ apiVersion: 'v1', ...backend(annotations, spec) });
}

const PARAMS: Readonly<Record<string, object>> = {
  preserve: { loadBalancerAttributes: [{ key: 'routing.http.xff_header_processing.mode', value: 'preserve' }] },
  internal: { scheme: 'internal' },
  ranges: { inboundCIDRs: ['203.0.113.0/24'] },
};

function classes(chosen: Readonly<Record<string, string>>): KubernetesObject[] {
  const parameters = chosen.params ? { parameters: { apiGroup: 'elbv2.k8s.aws', kind: 'IngressClassParams', name: 'edge' } } : {};
  const isDefault = chosen.class === 'default' ? { annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } } : {};
  return [
    { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'edge', ...isDefault }, spec: { controller: 'ingress.k8s.aws/alb', ...parameters } },
    { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } },
    ...chosen.params ? [{ apiVersion: 'elbv2.k8s.aws/v1beta1', kind: 'IngressClassParams', metadata: { name: 'edge' }, spec: PARAMS[chosen.params] }] : [],
  ];
}

type Make = (chosen: Readonly<Record<string, string>>) => Omit<Case, 'name'>;

function alone(name: string, choices: Choices, make: Make): Case[] {
  const first = Object.fromEntries(Object.entries(choices).map(([key, [value]]) => [key, value]));
  return Object.entries(choices).flatMap(([key, values]) => [...new Set(values)].map((value) => combination(name, { ...first, [key]: value }, make)));
}

function together(name: string, choices: Choices, make: Make, numRuns: number, seed: number): Case[] {
  const arbitraries = Object.fromEntries(Object.entries(choices).map(([key, values]) => [key, fc.constantFrom(...values)]));
  return fc.sample(fc.record(arbitraries), { numRuns, seed }).map((chosen) => combination(name, chosen, make));
}

function combination(name: string, chosen: Readonly<Record<string, string | undefined>>, make: Make): Case {
  const present = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined)) as Record<string, string>;
  return { name: `${name} ${JSON.stringify(present)}`, ...make(present) };
}
