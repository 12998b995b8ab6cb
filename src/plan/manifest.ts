import { StatedBinding } from './promises';
import { IpFamily } from '../binding/service-binding';
import { PROMISES, STATEMENT } from '../binding/statements';
import { TrustedProxies } from '../binding/trusted-proxies';

/*
 * What the manifest tells of a way in the same words, whoever makes the pods.
 */

/** How long requests may take to finish once the balancer has stopped sending new ones. */
const FINISH_SECONDS = 30;
const MARGIN_SECONDS = 10;

/** The annotations that state which load balancer is in front. */
export const STATEMENTS: readonly string[] = [STATEMENT, PROMISES];

/** Annotations together with those that state which load balancer is in front, and what it is promised to do. */
export function withStatements(
  annotations: { [key: string]: string } | undefined,
  { loadBalancerKind, promises }: StatedBinding,
): { [key: string]: string } {
  return {
    ...annotations,
    ...(loadBalancerKind ? { [STATEMENT]: loadBalancerKind } : {}),
    ...(promises ? { [PROMISES]: JSON.stringify(promises) } : {}),
  };
}

/** Whether an annotation is one of these keys, or one of them with a suffix, such as a port. */
export function isOneOf(keys: readonly string[], annotation: string): boolean {
  return keys.some((key) => annotation === key || annotation.startsWith(`${key}.`));
}

/** Tells reviewers why all addresses are trusted, if they are. */
export function trustAnnotations(trusted: TrustedProxies | undefined): { [key: string]: string } {
  return trusted?.reason ? { 'kong-client-ip/trusts-anyone': trusted.reason } : {};
}

export function familyPolicy(families: readonly IpFamily[]): string {
  return families.length === 1 ? 'SingleStack' : 'RequireDualStack';
}

/** How a pod ends: it takes connections for so long as the balancer may send them, and then lets requests finish. */
export function shutdown(drainSeconds: number): { command: string[]; graceSeconds: number } {
  return {
    command: ['kong', 'quit', `--wait=${drainSeconds}`, `--timeout=${FINISH_SECONDS}`],
    graceSeconds: drainSeconds + FINISH_SECONDS + MARGIN_SECONDS,
  };
}
