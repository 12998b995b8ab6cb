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

type Choices = Readonly<Record<string, readonly (string | undefined)[]>>;

/** Annotations and fields that decide, with the values that they may have; the first stands for none of it. */
const NLB: Choices = {
  type: ['external', 'nlb', 'nlb-ip', undefined],
  'nlb-target-type': [undefined, undefined, 'instance', 'ip', 'ip', 'Instance'],
  scheme: [undefined, 'internal', 'internet-facing', 'public'],
  'proxy-protocol': [undefined, undefined, '*', 'true'],
  'proxy-protocol-per-target-group': [undefined, undefined, undefined, '443', '80, 443', 'https'],
  'target-group-attributes': [
    undefined,
    'preserve_client_ip.enabled=true',
    'preserve_client_ip.enabled=false',
    'proxy_protocol_v2.enabled=true',
    ' proxy_protocol_v2.enabled = true , preserve_client_ip.enabled=false',
    ...ODD_MAPS('preserve_client_ip.enabled', 'false'),
  ],
  'target-group-attributes.443': [
    undefined,
    undefined,
    undefined,
    'proxy_protocol_v2.enabled=true',
    'preserve_client_ip.enabled=true',
  ],
  'healthcheck-protocol': [undefined, undefined, undefined, 'tcp', 'http', 'HTTPS', 'ssl'],
  'healthcheck-port': [undefined, undefined, undefined, 'traffic-port', '8100', 'https', ' 8100', 'status'],
  'healthcheck-path': [undefined, '/status'],
  'healthcheck-success-codes': [undefined, undefined, '200', '503'],
  'healthcheck-interval': [undefined, undefined, undefined, undefined, '10', '10s'],
  'ssl-cert': [undefined, undefined, 'arn:aws:acm:eu-west-1:111122223333:certificate/a', '', ' ,'],
  'ssl-ports': [undefined, undefined, '443', 'https', ' 443', '*'],
  'backend-protocol': [undefined, 'tcp', 'ssl', 'SSL'],
  'ip-address-type': [undefined, undefined, undefined, 'dualstack', 'ipv4', 'classic-load-balancer-only'],
  'security-groups': [undefined, undefined, undefined, 'sg-1', '', ' ,'],
  'security-group-prefix-lists': [undefined, undefined, undefined, 'pl-1', ''],
  'disable-nlb-sg': [undefined, undefined, undefined, undefined, 'true', 'T', ''],
  'manage-backend-security-group-rules': [undefined, undefined, undefined, 'true', 'yes'],
  'cross-zone-load-balancing-enabled': [undefined, undefined, undefined, undefined, 'true', 'on'],
  internal: [undefined, undefined, undefined, 'true', 'false', 'F', 'no'],
  'eip-allocations': [undefined, undefined, undefined, undefined, 'eip-1,eip-2,eip-3'],
  'private-ipv4-addresses': [undefined, undefined, undefined, undefined, '10.0.0.5,10.0.1.5,10.0.2.5'],
  'quic-enabled-ports': [undefined, undefined, undefined, undefined, '443'],
  'additional-resource-tags': [undefined, undefined, undefined, 'a=b', 'a'],
  name: [undefined, undefined, undefined, 'kong', 'a-name-that-is-longer-than-32-characters'],
  policy: ['Local', 'Cluster'],
  class: [undefined, undefined, 'service.k8s.aws/nlb', 'eks.amazonaws.com/nlb'],
  ranges: [
    undefined,
    undefined,
    '192.0.2.0/24',
    '192.0.2.0/24 198.51.100.0/24',
    '0.0.0.0/0',
    '0.0.0.0/1 128.0.0.0/1',
    '2001:db8::/32',
  ],
  serviceType: [undefined, undefined, undefined, undefined, 'ClusterIP', 'NodePort'],
  families: [undefined, undefined, undefined, undefined, 'IPv4 IPv6'],
  nodePorts: [undefined, undefined, undefined, undefined, 'none'],
};

const ALB: Choices = {
  scheme: [undefined, 'internal', 'internet-facing', 'public'],
  'target-type': [undefined, 'instance', 'ip', 'ip', 'IP'],
  'listen-ports': [
    undefined,
    undefined,
    undefined,
    '[{"HTTP":80},{"HTTPS":443}]',
    '[{"HTTP": 8080}]',
    '[{"http":80}]',
    '[]',
    '{"HTTP":80}',
    '[{"HTTP":"80"}]',
  ],
  'certificate-arn': [undefined, 'arn:aws:acm:eu-west-1:111122223333:certificate/a', ''],
  'ssl-redirect': [undefined, undefined, undefined, '443', ' 443', '80'],
  'load-balancer-attributes': [
    undefined,
    'routing.http.xff_header_processing.mode=append',
    'routing.http.xff_header_processing.mode=preserve',
    ...ODD_MAPS('routing.http.xff_header_processing.mode', 'preserve'),
    'routing.http.xff_header_processing.mode=remove',
    'idle_timeout.timeout_seconds=60,routing.http.xff_client_port.enabled=true',
  ],
  'backend-protocol': [undefined, undefined, undefined, 'HTTP', 'HTTPS', 'http'],
  'backend-protocol-version': [undefined, undefined, undefined, 'HTTP1', 'HTTP2', 'GRPC', 'grpc'],
  'healthcheck-protocol': [undefined, undefined, undefined, 'HTTP', 'HTTPS', 'TCP'],
  'healthcheck-port': [undefined, undefined, 'traffic-port', '8100', 'http', ' 8100', 'status'],
  'healthcheck-interval-seconds': [undefined, undefined, undefined, '15', '15s'],
  'healthcheck-path': [undefined, '/status'],
  'success-codes': [undefined, '200-499'],
  'inbound-cidrs': [
    undefined,
    undefined,
    undefined,
    '192.0.2.0/24, 198.51.100.0/24',
    '0.0.0.0/0',
    '0.0.0.0/1,128.0.0.0/1',
    ' ,',
    '2001:db8::/32',
    '198.51.100.7',
  ],
  'security-groups': [undefined, undefined, undefined, 'sg-1', '', ' ,'],
  'security-group-prefix-lists': [undefined, undefined, undefined, 'pl-1', ''],
  'ip-address-type': [undefined, undefined, undefined, 'ipv4', 'dualstack', 'ipv6'],
  'shield-advanced-protection': [undefined, undefined, undefined, undefined, 'no'],
  'manage-backend-security-group-rules': [undefined, undefined, undefined, undefined, 'yes'],
  'multi-cluster-target-group': [undefined, undefined, undefined, undefined, ''],
  'load-balancer-name': [undefined, undefined, undefined, 'kong', 'a-name-that-is-longer-than-32-characters'],
  'target-group-attributes': [undefined, undefined, undefined, 'stickiness.enabled=true', 'stickiness.enabled'],
  'group.name': [undefined, undefined, undefined, 'shared', 'Shared'],
  'group.order': [undefined, undefined, undefined, '-5', '1001', ' 1'],
  port: [undefined, undefined, undefined, undefined, 'name', '81'],
  action: [undefined, undefined, undefined, undefined, 'forward', 'redirect', 'broken', 'none'],
  class: ['field', 'field', 'annotation', 'default', 'other'],
  type: ['NodePort', 'ClusterIP'],
  policy: ['Cluster', 'Local'],
  params: [undefined, undefined, undefined, 'preserve', 'internal', 'ranges', 'noRanges', 'noLists', 'instance'],
  onService: [undefined, undefined, '/ready'],
};

/** Attributes that are read otherwise than they look. */
function ODD_MAPS(key: string, value: string): string[] {
  const [last, ...before] = key.split('.').reverse();
  return [
    `${before.reverse().join('.')}\\.${last}=${value}`,
    `${key}=${value},`,
    `${key}=${value},stickiness`,
    `stickiness.enabled=true,${key}=${value}`,
  ];
}

/** A group of Ingresses, of which the first one is read: a letter stands for what one member says. */
const GROUP: Choices = {
  own: ['append', 'silent', 'preserve', 'remove'],
  other: [
    'silent',
    'preserve',
    'append',
    'ranges',
    'otherRanges',
    'groups',
    'noGroups',
    'lists',
    'scheme',
    'https',
    'redirect',
    'unreadable',
    'dualstack',
    'instance',
    'order',
  ],
  third: [undefined, undefined, 'silent', 'preserve', 'ranges', 'groups', 'elsewhere'],
  name: ['other', 'aaa', 'zzz'],
  namespace: [undefined, 'aaa', 'zzz'],
  ownClass: ['alb', 'alb', 'edge'],
  otherClass: ['alb', 'alb', 'edge', 'nginx'],
  params: [undefined, undefined, 'preserve', 'internal', 'ranges', 'grouped', 'redirect'],
  ownAccess: [undefined, undefined, 'ranges', 'groups', 'lists'],
};

const FIELDS = [
  'policy',
  'class',
  'ranges',
  'nodePorts',
  'params',
  'onService',
  'serviceType',
  'families',
  'port',
  'action',
];
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

const ACTIONS: Readonly<Record<string, string>> = {
  forward: JSON.stringify({
    type: 'forward',
    forwardConfig: { targetGroups: [{ serviceName: 'kong', servicePort: '80' }] },
  }),
  redirect: JSON.stringify({ type: 'redirect', redirectConfig: { protocol: 'HTTPS', statusCode: 'HTTP_301' } }),
  broken: '{"type":"forward"',
};

const PARAMS: Readonly<Record<string, object>> = {
  preserve: { loadBalancerAttributes: [{ key: 'routing.http.xff_header_processing.mode', value: 'preserve' }] },
  internal: { scheme: 'internal' },
  ranges: { inboundCIDRs: ['203.0.113.0/24'] },
  noRanges: { inboundCIDRs: [] },
  noLists: { prefixListsIDs: [] },
  instance: { targetType: 'instance' },
  grouped: { group: { name: 'shared' } },
  redirect: { sslRedirectPort: '443' },
};

const ALB_PREFIX = 'alb.ingress.kubernetes.io/';

/** What one member of a group says, by the word that stands for it. */
const SAYINGS: Readonly<Record<string, Record<string, string>>> = {
  silent: {},
  elsewhere: { 'group.name': 'elsewhere' },
  append: { 'load-balancer-attributes': 'routing.http.xff_header_processing.mode=append' },
  preserve: {
    'load-balancer-attributes': 'idle_timeout.timeout_seconds=60,routing.http.xff_header_processing.mode=preserve',
  },
  remove: { 'load-balancer-attributes': 'routing.http.xff_header_processing.mode=remove' },
  unreadable: { 'load-balancer-attributes': 'idle_timeout.timeout_seconds' },
  ranges: { 'inbound-cidrs': '192.0.2.0/24' },
  otherRanges: { 'inbound-cidrs': '198.51.100.0/24' },
  groups: { 'security-groups': 'sg-1' },
  noGroups: { 'security-groups': '' },
  lists: { 'security-group-prefix-lists': 'pl-1' },
  scheme: { scheme: 'internet-facing' },
  dualstack: { 'ip-address-type': 'dualstack' },
  https: { 'listen-ports': '[{"HTTPS":80}]', 'certificate-arn': 'arn:1' },
  redirect: { 'listen-ports': '[{"HTTP":80},{"HTTPS":443}]', 'certificate-arn': 'arn:1', 'ssl-redirect': '443' },
  instance: { 'target-type': 'instance' },
  order: { 'group.order': '-1' },
};

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
