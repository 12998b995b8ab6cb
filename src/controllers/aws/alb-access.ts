import { isDualStack, listenersOf } from './alb-listeners';
import { ALB, Group, Member, paramList } from './ingress-group';
import { networkMeant } from '../../net/cidr';
import { stringSlice } from '../../notation/aws';
import { refused } from '../fields';
import { Remark } from '../reading';
import { chosenSources } from '../source-ranges';

/** What may connect to one port: networks, and lists of networks that are not in the input. */
interface Sources {
  readonly networks: readonly string[];
  readonly lists: readonly string[];
}

/**
 * Who may connect. Security groups replace the one that the controller would make of the networks and lists of all
 * Ingresses that share the port; an empty annotation names none.
 */
export function admits(group: Group, own: Member): readonly string[] | undefined {
  if (securityGroups(group).length > 0) return [];
  const found = listenersOf(own).map(({ port }) => admittedTo(sourcesOf(group, port), isDualStack(group)));
  return found.includes(undefined) ? undefined : [...new Set(found.flatMap((networks) => networks ?? []))];
}

/** Members that disagree, and networks of a family that the balancer does not have: then no client can connect. */
export function accessRefusals(group: Group, own: Member): Remark[] {
  const groups = group
    .flatMap((member) => member.read('security-groups') ?? [])
    .map((text) => stringSlice(text).join());
  if (new Set(groups).size > 1) {
    return [
      refused(
        `${ALB}security-groups`,
        'Members of the group name different security groups.',
        'Write the same ones, in the same order, in all of them.',
      ),
    ];
  }
  const ports = [...new Set(group.flatMap(listenersOf).map(({ port }) => port))];
  return [
    ...ports.flatMap((port) => disagreements(group, port)),
    ...(securityGroups(group).length > 0 ? [] : listenersOf(own).flatMap(({ port }) => closed(group, port))),
  ].slice(0, 1);
}

/** Members that share a port must agree on who may connect to it, even where security groups decide. */
function disagreements(group: Group, port: number): Remark[] {
  const sharing = membersOn(group, port);
  const differ = (of: (member: Member) => readonly string[]) =>
    new Set(
      sharing
        .map(of)
        .filter((all) => all.length > 0)
        .map((all) => [...new Set(all)].sort().join()),
    ).size > 1;
  if (differ(networksOf)) {
    return [
      refused(
        `${ALB}inbound-cidrs`,
        `Members of the group disagree on who may connect to port ${port}.`,
        'Write the same networks in all of them.',
      ),
    ];
  }
  if (differ(listsOf)) {
    return [
      refused(
        `${ALB}security-group-prefix-lists`,
        `Members of the group disagree on who may connect to port ${port}.`,
        'Write the same lists in all of them.',
      ),
    ];
  }
  const bad = sharing.flatMap(networksOf).find((network) => networkMeant(network) === undefined);
  return bad === undefined
    ? []
    : [
        refused(
          `${ALB}inbound-cidrs`,
          `${JSON.stringify(bad)} is not a network.`,
          'Write networks such as 198.51.100.0/24.',
        ),
      ];
}

function closed(group: Group, port: number): Remark[] {
  const { networks, lists } = sourcesOf(group, port);
  return networks.length === 0 ||
    lists.length > 0 ||
    isDualStack(group) ||
    networks.some((network) => !network.includes(':'))
    ? []
    : [
        refused(
          `${ALB}inbound-cidrs`,
          'The balancer has IPv4 addresses only, and the networks are of IPv6: no client can connect.',
          `Add networks of IPv4, or write ${ALB}ip-address-type: dualstack.`,
        ),
      ];
}

/** Undefined for every address; `[]` where lists decide, whose networks are not known. */
function admittedTo({ networks, lists }: Sources, dualStack: boolean): readonly string[] | undefined {
  const built = networks.filter((network) => dualStack || !network.includes(':'));
  if (built.length === 0) return lists.length > 0 ? [] : undefined;
  const chosen = chosenSources(built);
  return chosen && lists.length > 0 ? [] : chosen;
}

function sourcesOf(group: Group, port: number): Sources {
  const sharing = membersOn(group, port);
  return {
    networks: sharing.map(networksOf).find((networks) => networks.length > 0) ?? [],
    lists: sharing.map(listsOf).find((lists) => lists.length > 0) ?? [],
  };
}

function membersOn(group: Group, port: number): Member[] {
  return group.filter((member) => listenersOf(member).some((listener) => listener.port === port));
}

function networksOf(member: Member): string[] {
  const ofClass = paramList(member, 'inboundCIDRs');
  return ofClass.length > 0 ? ofClass : stringSlice(member.read('inbound-cidrs'));
}

function listsOf(member: Member): string[] {
  const ofClass = [paramList(member, 'prefixListsIDs'), paramList(member, 'PrefixListsIDs')].find(
    (lists) => lists.length > 0,
  );
  return ofClass ?? stringSlice(member.read('security-group-prefix-lists'));
}

/** The groups that stand in for the controller's own. */
export function securityGroups(group: Group): string[] {
  const first = group.map((member) => member.read('security-groups')).find((text) => text !== undefined);
  return stringSlice(first);
}
