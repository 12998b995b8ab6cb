import { Sending } from './alb-targets';
import { ALB, Group, Member, asked, groupRefusals, idOf } from './ingress-group';
import { clientHeaderIn } from '../../notation/aws';
import { parseBool } from '../../notation/go';
import { Cluster } from '../balancer';
import { annotationField, annotationsOf, refused, refusedIf } from '../fields';
import { portRefusals } from '../ingress';
import { Remark } from '../reading';
import { actionRefusals, albBackendReferences } from './actions';
import { accessRefusals, securityGroups } from './alb-access';
import { attributeRefusals } from './alb-attributes';
import { listenerRefusals, listenersOf, mergedListenerRefusals, redirectOf } from './alb-listeners';

const FLAGS = ['shield-advanced-protection', 'enable-frontend-nlb', 'use-regex-path-match'];

const SCHEMES = ['internal', 'internet-facing'];

const ADDRESS_TYPES = ['ipv4', 'dualstack', 'dualstack-without-public-ipv4'];

const LONGEST_NAME = 32;

/** Why the controller makes nothing for the whole group: a fault of one member is one of all. */
export function refusalsOf(
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
        ...group.flatMap((member) => versionRefusals(group, member, targets(member))),
      ];
}

/**
 * The controller sends every rule to AWS, which takes other versions of HTTP behind a listener for HTTPS only, and
 * registers targets last. With a redirect a listener for HTTP has no rules.
 *
 * @see https://github.com/aws/copilot-cli/issues/4551
 * @see https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/4497
 */
function versionRefusals(group: Group, member: Member, targets: readonly Sending[]): Remark[] {
  const other = targets.map(({ target }) => target.version).find((version) => version !== 'HTTP1');
  const plain = listenersOf(member).find(({ speaks }) => speaks === 'http');
  if (other === undefined || plain === undefined || redirectOf(group) !== undefined) return [];
  return [
    refused(
      `${ALB}backend-protocol-version`,
      `AWS refuses ${other} behind port ${plain.port}, which speaks HTTP, so that no target is registered.`,
      'Let the ports speak HTTPS alone, redirect HTTP with ssl-redirect, or leave the version out.',
    ),
  ];
}

/** What the members must agree on. */
function sharedRefusals(group: Group): Remark[] {
  const [name] = asked(group, 'loadBalancerName', 'load-balancer-name');
  return [
    ...agreement(group, 'scheme', 'scheme', SCHEMES),
    ...agreement(group, 'ipAddressType', 'ip-address-type', ADDRESS_TYPES),
    ...agreement(group, 'loadBalancerName', 'load-balancer-name'),
    ...refusedIf(
      (name ?? '').length > LONGEST_NAME,
      `${ALB}load-balancer-name`,
      `${JSON.stringify(name)} is longer than ${LONGEST_NAME} characters.`,
      'Write a shorter name.',
    ),
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
export function clientHeaderRemark(member: Member): Remark | undefined {
  const found = Object.entries(annotationsOf(member.ingress)).find(
    ([key, value]) => key.startsWith(`${ALB}listener-attributes.`) && clientHeaderIn(value) !== undefined,
  );
  return (
    found && {
      rule: 'balancer-unknown',
      field: annotationField(found[0]),
      why:
        `${idOf(member)} tells a listener to write into ${clientHeaderIn(found[1])}, ` +
        "in which the client's address is read. What Kong then reads is not known.",
      mend: 'Give that header another name.',
    }
  );
}

export function unseenParameters({ missing }: Member): Remark {
  return {
    rule: 'balancer-unknown',
    field: 'spec.ingressClassName',
    why: `The IngressClassParams ${missing}, which win over the annotations of the Ingress, are not in the input.`,
    mend: `Add the IngressClassParams ${missing} to the input.`,
  };
}
