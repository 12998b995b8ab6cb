import { ALB } from './ingress-group';
import { fieldsOf, isObject } from '../../input/objects';
import { KubernetesObject } from '../balancer';
import { annotation, refused } from '../fields';
import { BackendReference, backendReferences } from '../ingress';
import { Remark } from '../reading';
import { json, objectsIn } from '../values';

/** The port's name that sends to what the annotation `actions.NAME` says, instead of a Service of that name. */
const BY_ANNOTATION = 'use-annotation';

const TYPES = ['forward', 'redirect', 'fixed-response'];

/** The Services that an Ingress sends to, by its rules and by the actions of its annotations. */
export function albBackendReferences(ingress: KubernetesObject): BackendReference[] {
  return [...backendReferences(ingress).filter(({ port }) => port !== BY_ANNOTATION), ...actionBackends(ingress)];
}

/** Those of the actions alone. */
export function actionBackends(ingress: KubernetesObject): BackendReference[] {
  return backendReferences(ingress)
    .filter(({ port }) => port === BY_ANNOTATION)
    .flatMap(({ name }) => targetsOf(action(ingress, name)));
}

/** Actions that the controller cannot read. One that is not there is answered by a fixed response. */
export function actionRefusals(ingress: KubernetesObject): Remark[] {
  const names = new Set(
    backendReferences(ingress)
      .filter(({ port }) => port === BY_ANNOTATION)
      .map(({ name }) => name),
  );
  return [...names].flatMap((name) => {
    const text = annotation(ingress, key(name));
    if (text === undefined || isAction(json(text))) return [];
    return refused(
      key(name),
      'It is not an action that the controller can read.',
      'Write JSON with a type, such as "forward", and its configuration.',
    );
  });
}

function targetsOf(read: unknown): BackendReference[] {
  const { type, forwardConfig } = fieldsOf(read);
  if (type !== 'forward') return [];
  return objectsIn(fieldsOf(forwardConfig).targetGroups)
    .filter(({ serviceName }) => typeof serviceName === 'string')
    .map(({ serviceName, servicePort }) => ({ name: serviceName, port: portOf(servicePort) }));
}

/** A number is a number in quotes, too. */
function portOf(port: unknown): number | string {
  return /^\d+$/.test(String(port)) ? Number(port) : String(port);
}

function action(ingress: KubernetesObject, name: string): unknown {
  return json(annotation(ingress, key(name)));
}

function isAction(read: unknown): boolean {
  return isObject(read) && TYPES.includes(String(read.type));
}

function key(name: string): string {
  return `${ALB}actions.${name}`;
}
