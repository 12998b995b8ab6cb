import { albBackendReferences } from './actions';
import { admits } from './alb-access';
import { XFF_MODE, forwardedFor, modeRemarks } from './alb-attributes';
import { listenersOf, redirectOf } from './alb-listeners';
import { AlbTarget, Sending, TargetType } from './alb-targets';
import { ALB, Group, Member, STANDARD_CLASS, asked, groupOf } from './ingress-group';
import { STATUS_PATH } from '../../binding/service-ports';
import { Balancer, Cluster, KubernetesObject } from '../balancer';
import { Controller } from '../controller';
import { annotationSetting } from '../fields';
import { backendsOf, ingressClassOf } from '../ingress';
import { NO_CHECK } from '../making';
import { Reading, made, refusedBy, unsettled } from '../reading';
import { Backend, frontendsOf, isLocal } from '../services';
import { misspelt } from '../spelling';
import { clientHeaderRemark, refusalsOf, unseenParameters } from './alb-refusals';

/** In what the two controllers that make Application Load Balancers of the same annotations differ. */
interface Flavour {
  readonly id: string;
  readonly classController: string;
  readonly balancer: string;
  readonly name: string;
  readonly defaultTargetType: TargetType;
}

/** The AWS Load Balancer Controller, for Ingresses. */
export const awsIngressController = applicationController({
  id: 'aws-load-balancer-controller',
  classController: 'ingress.k8s.aws/alb',
  balancer: 'aws-alb',
  name: 'Application Load Balancer of AWS',
  defaultTargetType: 'instance',
});

/** EKS Auto Mode, for Ingresses. */
export const eksAutoModeIngress = applicationController({
  id: 'eks-auto-mode',
  classController: 'eks.amazonaws.com/alb',
  balancer: 'eks-auto-alb',
  name: 'Application Load Balancer of EKS Auto Mode',
  defaultTargetType: 'ip',
});

function applicationController(flavour: Flavour): Controller {
  const { id, classController, balancer, name } = flavour;
  return {
    id,
    cloud: 'aws',
    makes: { [balancer]: name },
    signs: { classes: [...(id === 'eks-auto-mode' ? [] : [STANDARD_CLASS]), classController] },
    read: (ingress, cluster) => (isMine(flavour, ingress, cluster) ? read(flavour, ingress, cluster) : undefined),
  };
}

function isMine({ id, classController }: Flavour, ingress: KubernetesObject, cluster: Cluster): boolean {
  if (ingress.kind !== 'Ingress') return false;
  const { name, controller } = ingressClassOf(ingress, cluster);
  if (controller !== undefined || name === classController) return (controller ?? name) === classController;
  return (cluster.controller ?? 'aws-load-balancer-controller') === id && (name ?? STANDARD_CLASS) === STANDARD_CLASS;
}

export function read(flavour: Flavour, ingress: KubernetesObject, cluster: Cluster): Reading {
  const misspellings = misspelt(ingress, [ALB], KEYS);
  const group = groupOf(ingress, cluster, (other) => isMine(flavour, other, cluster));
  const missing = group.find((member) => member.missing !== undefined);
  if (missing) return unsettled(flavour.id, 'missing-object', [...misspellings, unseenParameters(missing)]);
  const renamed = group.map((member) => clientHeaderRemark(member)).find((remark) => remark !== undefined);
  if (renamed) return unsettled(flavour.id, 'unknown-balancer', [...misspellings, renamed]);
  const own = group.find((member) => member.ingress === ingress) ?? group[0];
  const targets = (member: Member) => targetsOf(flavour, member, cluster);
  const refusals = refusalsOf(group, own, targets, cluster);
  const remarks = [...misspellings, ...modeRemarks(group, own)];
  return refusals.length > 0
    ? refusedBy(flavour.id, refusals, remarks)
    : made(flavour.id, balancerOf(flavour, group, own, targets(own)), remarks);
}

function targetsOf({ defaultTargetType }: Flavour, member: Member, cluster: Cluster): Sending[] {
  return backendsOf(albBackendReferences(member.ingress), member.ingress, cluster).map((backend) => ({
    backend,
    target: new AlbTarget(member, backend, defaultTargetType),
  }));
}

function balancerOf({ balancer, name }: Flavour, group: Group, own: Member, sendings: readonly Sending[]): Balancer {
  const sendingTo = (backend: Backend) => sendings.find((sending) => sending.backend === backend)!;
  return {
    id: balancer,
    frontends: frontendsOf(
      listenersOf(own),
      sendings.map(({ backend }) => backend),
      (backend) => ({ backend: sendingTo(backend).target.protocol, differs: towards(name, sendingTo(backend)) }),
    ),
    ...towards(name, sendings[0]),
    http: {
      forwardedFor: forwardedFor(group),
      overwrites: { 'X-Forwarded-Proto': '{scheme}', 'X-Forwarded-Port': '{port}' },
      redirectsToHttps: redirectOf(group) !== undefined,
    },
    whenAllFail: 'sends-to-all',
    settings: {
      healthCheck: annotationSetting(`${ALB}healthcheck-path`, STATUS_PATH),
      backend: annotationSetting(`${ALB}backend-protocol`, 'HTTP'),
      forwardedFor: annotationSetting(`${ALB}load-balancer-attributes`, `${XFF_MODE}=append`),
      admit: annotationSetting(`${ALB}inbound-cidrs`, 'the networks that may connect'),
    },
    internal: (asked(group, 'scheme', 'scheme')[0] ?? 'internal') === 'internal',
    admits: admits(group, own),
  };
}

/** Each target group has its own type and its own check. */
function towards(name: string, sending: Sending | undefined) {
  const type = sending?.target.type ?? 'ip';
  const isDirect = type === 'ip' || isLocal(sending?.backend.service);
  return {
    name: `${name}, ${type} targets`,
    targets: type === 'ip' ? 'pods' : 'nodes',
    peer: { role: isDirect ? 'balancer' : 'node' },
    healthCheck: sending?.target.healthCheck ?? NO_CHECK,
  } as const;
}

export const KEYS = [
  'actions',
  'auth-idp-cognito',
  'auth-idp-oidc',
  'auth-on-unauthenticated-request',
  'auth-scope',
  'auth-session-cookie',
  'auth-session-timeout',
  'auth-type',
  'backend-protocol',
  'backend-protocol-version',
  'certificate-arn',
  'conditions',
  'create-acm-cert',
  'customer-owned-ipv4-pool',
  'enable-frontend-nlb',
  'group.name',
  'group.order',
  'healthcheck-interval-seconds',
  'healthcheck-path',
  'healthcheck-port',
  'healthcheck-protocol',
  'healthcheck-timeout-seconds',
  'healthy-threshold-count',
  'inbound-cidrs',
  'ip-address-type',
  'ipam-ipv4-pool-id',
  'jwt-validation',
  'listen-ports',
  'listener-attributes',
  'load-balancer-attributes',
  'load-balancer-name',
  'manage-backend-security-group-rules',
  'minimum-load-balancer-capacity',
  'multi-cluster-target-group',
  'mutual-authentication',
  'rule-priority',
  'scheme',
  'security-group-prefix-lists',
  'security-groups',
  'shield-advanced-protection',
  'ssl-policy',
  'ssl-redirect',
  'subnets',
  'success-codes',
  'tags',
  'target-control-port',
  'target-group-attributes',
  'target-node-labels',
  'target-type',
  'transforms',
  'unhealthy-threshold-count',
  'use-regex-path-match',
  'waf-acl-id',
  'wafv2-acl-arn',
  'wafv2-acl-name',
  'web-acl-id',
].map((suffix) => `${ALB}${suffix}`);
