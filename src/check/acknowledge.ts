import { KubernetesObject } from '../controllers/balancer';
import { isObject } from '../input/objects';

/** An annotation of this name with a rule's id behind it acknowledges the rule's finding; its value is the reason. */
export const ACKNOWLEDGE = 'kong-client-ip/acknowledge.';

/** The reason for which an object acknowledges the findings of a rule. One without a reason is none. */
export function acknowledgement({ metadata }: KubernetesObject, rule: string): string | undefined {
  const reason: unknown = metadata?.annotations?.[`${ACKNOWLEDGE}${rule}`];
  return typeof reason === 'string' && reason.trim() !== '' ? reason.trim() : undefined;
}

/** The rules that an object names in its acknowledgements. */
export function acknowledgedRules({ metadata }: KubernetesObject): string[] {
  const keys = Object.keys(isObject(metadata?.annotations) ? metadata.annotations : {});
  return keys.filter((key) => key.startsWith(ACKNOWLEDGE)).map((key) => key.slice(ACKNOWLEDGE.length));
}
