import { actionRefusals, albBackendReferences } from './actions';
import { accessRefusals, admits, securityGroups } from './alb-access';
import { attributeRefusals, forwardedFor, modeRemarks, XFF_MODE } from './alb-attributes';
import { listenerRefusals, listenersOf, mergedListenerRefusals, redirectOf } from './alb-listeners';
import { AlbTarget, TargetType } from './alb-targets';
import { ALB, asked, Group, groupOf, groupRefusals, idOf, Member, STANDARD_CLASS } from './ingress-group';
import { clientHeaderIn } from '../../notation/aws';
import { parseBool } from '../../notation/go';
import {
  Balancer,
  Cluster,
  Controller,
  KubernetesObject,
  made,
  refusedBy,
  Reading,
  Remark,
  unsettled,
} from '../balancer';
import { annotationField, annotationsOf, annotationSetting, refused } from '../fields';
import { Backend, backendsOf, ingressClassOf, ingressFrontends, portRefusals } from '../ingress';
import { NO_CHECK } from '../making';
import { isLocal } from '../services';
import { misspelt } from '../spelling';

const KEYS = [
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

const FLAGS = ['shield-advanced-protection', 'enable-frontend-nlb', 'use-regex-path-match'];
const SCHEMES = ['internal', 'internet-facing'];
const ADDRESS_TYPES = ['ipv4', 'dualstack', 'dualstack-without-public-ipv4'];
const LONGEST_NAME = 32;

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

function read(flavour: Flavour, ingress: KubernetesObject, cluster: Cluster): Reading {
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

/** A target group, and the Service port that it sends to. */
interface Sending {
  readonly backend: Backend;
  readonly target: AlbTarget;
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
    frontends: ingressFrontends(
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
      healthCheck: annotationSetting(`${ALB}healthcheck-path`, '/status'),
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

/** Why the controller makes nothing for the whole group: a fault of one member is one of all. */
function refusalsOf(
  group: Group,
  own: Member,
  targets: (member: Member) => readonly Sending[],
  cluster: Cluster,
): Remark[] {
  const ofGroup = groupRefusals(group);
  if (ofGroup.length > 0) return ofGroup;
  const ofMembers = group.flatMap((member) =>
    [
      ...listenerRefusals(member),
      ...flagRefusals(group, member),
      ...actionRefusals(member.ingress),
      ...portRefusals(albBackendReferences(member.ingress), member.ingress, cluster),
      ...targets(member).flatMap(({ target }) => target.refusals(group)),
    ].map((remark) =>
      member === own
        ? remark
        : { ...remark, why: `${idOf(member)} is a member of the group, and stops all of it. ${remark.why}` },
    ),
  );
  return ofMembers.length > 0
    ? ofMembers
    : [
        ...mergedListenerRefusals(group),
        ...sharedRefusals(group),
        ...attributeRefusals(group),
        ...accessRefusals(group, own),
      ];
}

/** What the members must agree on. */
function sharedRefusals(group: Group): Remark[] {
  const [name] = asked(group, 'loadBalancerName', 'load-balancer-name');
  return [
    ...agreement(group, 'scheme', 'scheme', SCHEMES),
    ...agreement(group, 'ipAddressType', 'ip-address-type', ADDRESS_TYPES),
    ...agreement(group, 'loadBalancerName', 'load-balancer-name'),
    ...((name ?? '').length <= LONGEST_NAME
      ? []
      : [
          refused(
            `${ALB}load-balancer-name`,
            `${JSON.stringify(name)} is longer than ${LONGEST_NAME} characters.`,
            'Write a shorter name.',
          ),
        ]),
  ];
}

function agreement(group: Group, name: string, suffix: string, accepted?: readonly string[]): Remark[] {
  const values = asked(group, name, suffix);
  if (values.length > 1) {
    return [
      refused(
        `${ALB}${suffix}`,
        `Members of the group disagree: ${values.join(', ')}.`,
        'Write the same in all of them.',
      ),
    ];
  }
  return values.length === 0 || !accepted || accepted.includes(values[0])
    ? []
    : [
        refused(
          `${ALB}${suffix}`,
          `The controller refuses ${JSON.stringify(values[0])}.`,
          `Write ${accepted.join(' or ')}.`,
        ),
      ];
}

/** Whether security groups are managed is asked only of those that are named. */
function flagRefusals(group: Group, member: Member): Remark[] {
  const flags = securityGroups(group).length > 0 ? [...FLAGS, 'manage-backend-security-group-rules'] : FLAGS;
  return flags
    .filter((suffix) => member.read(suffix) !== undefined && parseBool(member.read(suffix)!) === undefined)
    .map((suffix) =>
      refused(
        `${ALB}${suffix}`,
        `${JSON.stringify(member.read(suffix))} is not a boolean that the controller can read.`,
        'Write "true" or "false".',
      ),
    );
}

/** Whether AWS takes such a name for a header is not documented. */
function clientHeaderRemark(member: Member): Remark | undefined {
  const found = Object.entries(annotationsOf(member.ingress)).find(
    ([key, value]) => key.startsWith(`${ALB}listener-attributes.`) && clientHeaderIn(value) !== undefined,
  );
  return (
    found && {
      rule: 'balancer-unknown',
      field: annotationField(found[0]),
      why: `${idOf(member)} tells a listener to write into ${clientHeaderIn(found[1])}, in which the client's address is read. What Kong then reads is not known.`,
      mend: 'Give that header another name.',
    }
  );
}

function unseenParameters({ missing }: Member): Remark {
  return {
    rule: 'balancer-unknown',
    field: 'spec.ingressClassName',
    why: `The IngressClassParams ${missing}, which win over the annotations of the Ingress, are not in the input.`,
    mend: `Add the IngressClassParams ${missing} to the input.`,
  };
}
