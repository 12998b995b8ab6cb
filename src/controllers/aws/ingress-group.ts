import { fieldsOf, isObject } from '../../input/objects';
import { parseInt32 } from '../../notation/go';
import { Cluster, KubernetesObject } from '../balancer';
import { annotationReader, nameOf, namespaceOf, refusedIf } from '../fields';
import { ingressClassOf } from '../ingress';
import { Remark } from '../reading';
import { objectsIn } from '../values';

/** The prefix of the annotations on Ingresses. */
export const ALB = 'alb.ingress.kubernetes.io/';

/** The class that the controller's chart makes, without parameters. */
export const STANDARD_CLASS = 'alb';

const HIGHEST_ORDER = 1000;
const LONGEST_NAME = 63;

/** An Ingress of the controller, with the parameters of its class. */
export interface Member {
  readonly ingress: KubernetesObject;
  readonly read: (suffix: string) => string | undefined;
  /** The spec of the class's IngressClassParams, which wins over annotations; empty where the class has none. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The IngressClassParams that the class names, where it is not in the input. */
  readonly missing?: string;
  /** A class of its own, that is not in the input and may have parameters. */
  readonly hasUnseenClass?: boolean;
}

/** Ingresses that share one balancer, in the controller's order. */
export type Group = readonly Member[];

/** @param isMine whether the controller takes an Ingress */
export function groupOf(
  ingress: KubernetesObject,
  cluster: Cluster,
  isMine: (other: KubernetesObject) => boolean,
): Group {
  const own = memberOf(ingress, cluster);
  const name = groupName(own);
  if (name === undefined) return [own];
  return cluster
    .list('Ingress')
    .filter((other) => isSame(other, ingress) || (mayBeGrouped(other) && isMine(other)))
    .map((other) => (isSame(other, ingress) ? own : memberOf(other, cluster)))
    .filter((other) => groupName(other) === name)
    .sort(inOrder);
}

/** Why there is no group: then the controller makes nothing. */
export function groupRefusals(group: Group): Remark[] {
  return group.flatMap((member) => {
    const name = groupName(member);
    const order = member.read('group.order');
    return [
      ...refusedIf(
        name !== undefined && !isName(name),
        `${ALB}group.name`,
        `${JSON.stringify(name)} is not a name of a group.`,
        'Write lower case letters, digits, "-" and "." only, 63 at most, with a letter or digit at either end.',
      ),
      ...refusedIf(
        order !== undefined && !isOrder(order),
        `${ALB}group.order`,
        `${JSON.stringify(order)} is not an order.`,
        'Write a whole number from -1000 to 1000, without blanks.',
      ),
    ];
  });
}

/** A text of the class's parameters; undefined where it is not given, or empty. */
export function param({ params }: Member, name: string): string | undefined {
  const value = params[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A list of the class's parameters. */
export function paramList({ params }: Member, name: string): string[] {
  const value = params[name];
  return Array.isArray(value) ? value.map(String) : [];
}

/** Attributes of the class's parameters, by key. */
export function paramAttributes({ params }: Member): Readonly<Record<string, string>> {
  return Object.fromEntries(
    objectsIn(params.loadBalancerAttributes).map(({ key, value }) => [String(key), String(value)]),
  );
}

/** What each member asks for, by the class's parameter or else by annotation. */
export function asked(group: Group, name: string, suffix: string): string[] {
  return [...new Set(group.flatMap((member) => param(member, name) ?? member.read(suffix) ?? []))];
}

export function idOf({ ingress }: Member): string {
  return `${namespaceOf(ingress)}/${nameOf(ingress)}`;
}

/** A class by annotation has no parameters. */
function memberOf(ingress: KubernetesObject, cluster: Cluster): Member {
  const read = annotationReader(ingress, ALB);
  const { by, parameters } = ingressClassOf(ingress, cluster);
  if (by === 'annotation' || !isObject(parameters)) {
    return { ingress, read, params: {}, hasUnseenClass: isUnseenClass(ingress, cluster) };
  }
  const found = cluster.list('IngressClassParams').find((other) => nameOf(other) === parameters.name);
  if (!found) return { ingress, read, params: {}, missing: String(parameters.name) };
  return { ingress, read, params: fieldsOf(found.spec) };
}

function isUnseenClass({ spec }: KubernetesObject, cluster: Cluster): boolean {
  const name: unknown = spec?.ingressClassName;
  return (
    name !== undefined &&
    name !== STANDARD_CLASS &&
    !cluster.list('IngressClass').some((other) => nameOf(other) === name)
  );
}

/** The group of the class's parameters wins over the annotation's. */
function groupName(member: Member): string | undefined {
  const { group } = member.params;
  return isObject(group) ? String(group.name ?? '') : member.read('group.name');
}

/** Most Ingresses of a cluster have neither an annotation for groups nor a class; the others need a closer look. */
function mayBeGrouped(other: KubernetesObject): boolean {
  if (other.metadata?.deletionTimestamp) return false;
  return annotationReader(other, ALB)('group.name') !== undefined || other.spec?.ingressClassName !== undefined;
}

function isSame(a: KubernetesObject, b: KubernetesObject): boolean {
  return nameOf(a) === nameOf(b) && namespaceOf(a) === namespaceOf(b);
}

function inOrder(a: Member, b: Member): number {
  const difference = orderOf(a) - orderOf(b);
  if (difference !== 0) return difference;
  return idOf(a) < idOf(b) ? -1 : 1;
}

function orderOf(member: Member): number {
  return parseInt32(member.read('group.order') ?? '0') ?? 0;
}

function isOrder(text: string): boolean {
  const order = parseInt32(text);
  return order !== undefined && Math.abs(order) <= HIGHEST_ORDER;
}

function isName(name: string): boolean {
  return name.length <= LONGEST_NAME && /^([a-z0-9][-a-z0-9.]*)?[a-z0-9]$/.test(name);
}
