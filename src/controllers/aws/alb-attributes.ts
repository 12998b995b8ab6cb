import { ALB, Group, idOf, paramAttributes } from './ingress-group';
import { stringMap } from '../../notation/aws';
import { HttpRules } from '../balancer';
import { annotationField, refused } from '../fields';
import { Remark } from '../reading';

export const XFF_MODE = 'routing.http.xff_header_processing.mode';
export const XFF_PORT = 'routing.http.xff_client_port.enabled';
const MODES = ['append', 'preserve', 'remove'];

type Attributes = Readonly<Record<string, string>>;

/** The balancer's attributes: those of every member, over which the parameters of the first member's class win. */
function attributesOf(group: Group): Attributes {
  return { ...Object.assign({}, ...group.map(written)), ...paramAttributes(group[0]) };
}

function written(member: Group[number]): Attributes {
  return stringMap(member.read('load-balancer-attributes') ?? '') ?? {};
}

/** Attributes that cannot be read, or that members disagree on: then there is no balancer. */
export function attributeRefusals(group: Group): Remark[] {
  const key = `${ALB}load-balancer-attributes`;
  const unreadable = group
    .map((member) => member.read('load-balancer-attributes'))
    .find((text) => text !== undefined && !stringMap(text));
  if (unreadable !== undefined) {
    return [
      refused(
        key,
        `The controller cannot read ${JSON.stringify(unreadable)}.`,
        'Write key=value,key=value, without a comma at the end.',
      ),
    ];
  }
  const conflict = conflictIn(group);
  if (conflict !== undefined) {
    return [
      refused(key, `Members of the group disagree: ${conflict}.`, 'Write the same value in all of them, or in one.'),
    ];
  }
  const mode = modeOf(attributesOf(group));
  return MODES.includes(mode)
    ? []
    : [refused(key, `AWS knows no mode ${JSON.stringify(mode)}.`, `Write ${XFF_MODE}=append.`)];
}

/** An attribute to which two members give different values, where the class of the first one gives none. */
function conflictIn(group: Group): string | undefined {
  const settled = paramAttributes(group[0]);
  const found = new Map<string, { value: string; by: string }>();
  for (const member of group) {
    for (const [key, value] of Object.entries(written(member))) {
      const before = found.get(key);
      if (before && before.value !== value && !(key in settled)) {
        return `${key} is ${before.value} in ${before.by} and ${value} in ${idOf(member)}`;
      }
      found.set(key, { value, by: idOf(member) });
    }
  }
  return undefined;
}

/** What the balancer does to X-Forwarded-For. */
export function forwardedFor(group: Group): HttpRules['forwardedFor'] {
  const attributes = attributesOf(group);
  const mode = modeOf(attributes);
  if (mode === 'preserve' || mode === 'remove') return { mode };
  return { mode: 'append', withPort: attributes[XFF_PORT] === 'true' };
}

/** A finding where the balancer does not append, with the member or the class that says so. */
export function modeRemarks(group: Group, own: Group[number]): Remark[] {
  const mode = modeOf(attributesOf(group));
  if (mode === 'append') return [];
  const by =
    XFF_MODE in paramAttributes(group[0])
      ? `the IngressClassParams of ${idOf(group[0])}`
      : idOf(group.find((member) => XFF_MODE in written(member)) ?? own);
  return [
    {
      rule: 'alb-xff-mode',
      field: annotationField(`${ALB}load-balancer-attributes`),
      why:
        (mode === 'remove'
          ? 'No X-Forwarded-For reaches Kong: every client has the address of the balancer.'
          : 'The X-Forwarded-For that a client writes reaches Kong as if the balancer vouched for it.') +
        (by === idOf(own) ? '' : ` ${by} sets it, and the balancer is shared.`),
      mend:
        by === idOf(own)
          ? `Write ${XFF_MODE}=append, or leave it out.`
          : `Take ${XFF_MODE}=${mode} out of ${by}, or leave the group.`,
    },
  ];
}

function modeOf(attributes: Attributes): string {
  return attributes[XFF_MODE] ?? 'append';
}
