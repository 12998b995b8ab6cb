import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { admitted } from './api-server';
import { Case } from './made';
import { variants } from '../../../examples/typescript/variants';
import { KubernetesObject } from '../../../src/controllers/balancer';
import { annotationsOf } from '../../../src/controllers/fields';
import { backend, ingress, prefixed, service } from '../objects';
import { Choices, NLB, ALB, GROUP, FIELDS, ACTIONS, PARAMS, SAYINGS } from './choices';

const CORPUS = join(__dirname, '../../corpus/cases');
const KINDS = ['Service', 'Ingress', 'IngressClass', 'IngressClassParams'];
const ALB_CLASS = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IngressClass',
  metadata: { name: 'alb' },
  spec: { controller: 'ingress.k8s.aws/alb' },
};

/** The corpus of AWS, and annotations and fields that decide, each alone and many together. */
export function given(): Case[] {
  return [
    ...corpus(),
    ...alone('nlb', NLB, networkService),
    ...alone('alb', ALB, applicationIngress),
    ...alone('group', GROUP, groupOfIngresses),
    ...sampled(300, 1),
  ];
}

/** Combinations of many annotations and fields; the same on every run with the same seed. */
export function sampled(count: number, seed: number): Case[] {
  return [
    ...together('nlb', NLB, networkService, count, seed),
    ...together('alb', ALB, applicationIngress, count, seed),
    ...together('group', GROUP, groupOfIngresses, count, seed),
  ];
}

/** The manifests of the library's own variants. */
export function ours(): Case[] {
  return variants
    .filter(({ name }) => /^eks-|-alb-|^cloudfront/.test(name))
    .flatMap(({ name, build }) => {
      const chart = Testing.chart();
      build(chart);
      return fromObjects(name, Testing.synth(chart));
    });
}

function corpus(): Case[] {
  return readdirSync(CORPUS)
    .sort()
    .flatMap((file) => {
      const objects = parseAllDocuments(readFileSync(join(CORPUS, file), 'utf8')).flatMap((document) => {
        const object: any = document.toJS();
        if (object?.kind === 'List') return object.items;
        return object ? [object] : [];
      });
      return objects.some(isOfAws) ? fromObjects(file, objects) : [];
    });
}

function isOfAws(object: KubernetesObject): boolean {
  const { ingressClassName, loadBalancerClass } = object.spec ?? {};
  return (
    ingressClassName === 'alb' ||
    /aws/.test(loadBalancerClass) ||
    Object.keys(annotationsOf(object)).some((key) => /^alb\.ingress|aws-load-balancer/.test(key))
  );
}

/** Each Ingress and each Service of type LoadBalancer, as if it had just been created. */
function fromObjects(name: string, objects: readonly any[]): Case[] {
  const seen = objects
    .filter(({ kind }) => KINDS.includes(kind))
    .map(withoutTraces)
    .map(admitted);
  const others = seen.some(({ kind }) => kind === 'IngressClass') ? seen : [...seen, ALB_CLASS];
  return seen
    .filter(({ kind, spec }) => kind === 'Ingress' || spec?.type === 'LoadBalancer')
    .map((object) => ({
      name: `${name} ${object.kind}/${object.metadata.name}`,
      object,
      others: others.filter((other) => other !== object),
    }));
}

/** A value that is no string never reaches a controller. */
function withoutTraces({ status, ...object }: any): any {
  const { finalizers, annotations, ...metadata } = object.metadata;
  return { ...object, metadata: { ...metadata, annotations: annotationsOf({ metadata: { annotations } }) } };
}

const annotationsIn = (prefix: string, chosen: Readonly<Record<string, string>>, fields: readonly string[]) =>
  prefixed(prefix, Object.fromEntries(Object.entries(chosen).filter(([key]) => !fields.includes(key))));

function networkService(chosen: Readonly<Record<string, string>>): Omit<Case, 'name'> {
  const spec = {
    externalTrafficPolicy: chosen.policy,
    ...(chosen.class ? { loadBalancerClass: chosen.class } : {}),
    ...(chosen.ranges ? { loadBalancerSourceRanges: chosen.ranges.split(' ') } : {}),
    ...(chosen.nodePorts ? { allocateLoadBalancerNodePorts: false } : {}),
    ...(chosen.families ? { ipFamilies: chosen.families.split(' '), ipFamilyPolicy: 'RequireDualStack' } : {}),
    ...(chosen.serviceType ? otherType(chosen.serviceType, chosen.policy) : {}),
  };
  const ports = service().spec.ports.map(({ nodePort, ...port }: any) => port);
  const annotations = annotationsIn('service.beta.kubernetes.io/aws-load-balancer-', chosen, FIELDS);
  return { object: admitted(service(annotations, { ...spec, ports }, { apiVersion: 'v1' })), others: [] };
}

/** What a Service that is no load balancer may not have. */
function otherType(type: string, policy: string): object {
  return {
    type,
    loadBalancerClass: undefined,
    loadBalancerSourceRanges: undefined,
    externalTrafficPolicy: type === 'NodePort' ? policy : undefined,
    allocateLoadBalancerNodePorts: undefined,
  };
}

function applicationIngress(chosen: Readonly<Record<string, string>>): Omit<Case, 'name'> {
  const annotations = annotationsIn('alb.ingress.kubernetes.io/', chosen, [...FIELDS, 'type']);
  const byAnnotation: Record<string, string> =
    chosen.class === 'annotation' ? { 'kubernetes.io/ingress.class': 'alb' } : {};
  const ingressClassName = { field: 'edge', other: 'nginx' }[chosen.class];
  const backendPort: Record<string, object> = { name: { name: 'http' }, 81: { number: 81 } };
  const sendsTo = chosen.action
    ? { name: 'act', port: { name: 'use-annotation' } }
    : { name: 'kong', port: backendPort[chosen.port] ?? { number: 80 } };
  const rules = [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: sendsTo } }] } }];
  const spec = { rules, ...(ingressClassName ? { ingressClassName } : {}) };
  const action: Record<string, string> =
    chosen.action && chosen.action !== 'none'
      ? { 'alb.ingress.kubernetes.io/actions.act': ACTIONS[chosen.action] }
      : {};
  return {
    object: admitted(
      ingress({ ...annotations, ...byAnnotation, ...action }, spec, { apiVersion: 'networking.k8s.io/v1' }),
    ),
    others: [serviceBehind(chosen), ...classes(chosen)],
  };
}

function serviceBehind({ type, policy, onService }: Readonly<Record<string, string>>): KubernetesObject {
  const annotations = onService ? { 'alb.ingress.kubernetes.io/healthcheck-path': onService } : {};
  const spec =
    type === 'NodePort'
      ? { type, externalTrafficPolicy: policy }
      : { type, ports: [{ name: 'http', port: 80, targetPort: 8000 }] };
  return admitted({ apiVersion: 'v1', ...backend(annotations, spec) });
}

const ALB_PREFIX = 'alb.ingress.kubernetes.io/';

function groupOfIngresses(chosen: Readonly<Record<string, string>>): Omit<Case, 'name'> {
  const own = member('kong', 'kong', chosen.ownClass, { ...SAYINGS[chosen.own], ...SAYINGS[chosen.ownAccess] });
  const namespace = chosen.namespace ?? 'kong';
  const others = [
    member(chosen.name, namespace, chosen.otherClass, SAYINGS[chosen.other]),
    ...(chosen.third ? [member('third', 'mmm', 'alb', SAYINGS[chosen.third])] : []),
  ];
  const services = [...new Set([own, ...others].map(({ metadata }) => metadata.namespace))].map((of) =>
    admitted({
      apiVersion: 'v1',
      ...backend({}, { ports: [{ name: 'http', port: 80, targetPort: 8000 }] }),
      metadata: { name: 'kong', namespace: of },
    }),
  );
  const ofClass: Record<string, string> = chosen.params
    ? { class: 'field', params: chosen.params }
    : { class: 'field' };
  return { object: own, others: [...others, ...services, ...classes(ofClass), ALB_CLASS] };
}

function member(
  name: string,
  namespace: string,
  ingressClassName: string,
  says: Record<string, string>,
): KubernetesObject {
  const annotations = prefixed(ALB_PREFIX, { 'group.name': 'shared', 'target-type': 'ip', ...says });
  return admitted({
    ...ingress(annotations, { ...ingress().spec, ingressClassName }, { apiVersion: 'networking.k8s.io/v1' }),
    metadata: { name, namespace, annotations },
  });
}

function classes(chosen: Readonly<Record<string, string>>): KubernetesObject[] {
  const parameters = chosen.params
    ? { parameters: { apiGroup: 'elbv2.k8s.aws', kind: 'IngressClassParams', name: 'edge' } }
    : {};
  const isDefault =
    chosen.class === 'default' ? { annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } } : {};
  return [
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: 'edge', ...isDefault },
      spec: { controller: 'ingress.k8s.aws/alb', ...parameters },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: 'nginx' },
      spec: { controller: 'k8s.io/ingress-nginx' },
    },
    ...(chosen.params
      ? [
          {
            apiVersion: 'elbv2.k8s.aws/v1beta1',
            kind: 'IngressClassParams',
            metadata: { name: 'edge' },
            spec: PARAMS[chosen.params],
          },
        ]
      : []),
  ];
}

type Make = (chosen: Readonly<Record<string, string>>) => Omit<Case, 'name'>;

function alone(name: string, choices: Choices, make: Make): Case[] {
  const first = Object.fromEntries(Object.entries(choices).map(([key, [value]]) => [key, value]));
  return Object.entries(choices).flatMap(([key, values]) =>
    [...new Set(values)].map((value) => combination(name, { ...first, [key]: value }, make)),
  );
}

function together(name: string, choices: Choices, make: Make, numRuns: number, seed: number): Case[] {
  const arbitraries = Object.fromEntries(
    Object.entries(choices).map(([key, values]) => [key, fc.constantFrom(...values)]),
  );
  return fc.sample(fc.record(arbitraries), { numRuns, seed }).map((chosen) => combination(name, chosen, make));
}

function combination(name: string, chosen: Readonly<Record<string, string | undefined>>, make: Make): Case {
  const present = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >;
  return { name: `${name} ${JSON.stringify(present)}`, ...make(present) };
}
