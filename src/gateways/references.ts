import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { IConstruct } from 'constructs';
import { quote } from '../input/errors';

/** An object that the pods use by its name, and the prop that it came through. */
export interface Reference {
  readonly prop: string;
  readonly object: kplus.IResource;
}

/**
 * An object as the manifest will have it; undefined for one that is known by its name alone. Asked of the object that
 * is written, not of a class: the construct may come from another version of cdk8s-plus.
 */
export function manifestOf(object: IConstruct): any {
  const written = object.node.defaultChild;
  return written && ApiObject.isApiObject(written) ? (written as ApiObject).toJson() : undefined;
}

/** What the pods would not find, since it is written to another namespace than theirs. */
export function elsewhere(references: Reference[], namespace: string | undefined): string[] {
  return references.flatMap(({ prop, object }) => {
    const written = manifestOf(object);
    return written === undefined || written.metadata?.namespace === namespace
      ? []
      : [
          `${prop}: the ${object.kind} ${quote(object.name)} is written ${place(written.metadata?.namespace)}, ` +
            `and the pods ${place(namespace)}, where they would not find it; ` +
            'give it the metadata ' +
            `${namespace ? `{ namespace: ${quote(namespace)} }` : "of the chart, or set the gateway's namespace"}`,
        ];
  });
}

/** Where an object is written, for messages. */
export function place(namespace?: string): string {
  return namespace === undefined ? 'without a namespace' : `to the namespace ${quote(namespace)}`;
}
