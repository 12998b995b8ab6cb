import type { Construct } from 'constructs';

/** What an error is about: a construct, or a class by its name where no construct is known yet. */
export type Place = Construct | string;

/** An error that names what it is about; a construct in the form that cdk8s gives to lazy findings. */
export function errorAt(place: Place, message: string): Error {
  return new Error(at(place, message));
}

/**
 * Under this key a construct tells its parts that errors about them belong to it: it is the one that the user wrote.
 */
export const ERRORS_AT = 'kong-client-ip:errors-at';

/** A message that names what it is about. */
export function at(place: Place, message: string): string {
  return typeof place === 'string'
    ? `${place}: ${message}`
    : `[${place.node.tryGetContext(ERRORS_AT) ?? place.node.path}] ${message}`;
}

/** What `parse` returns; what it throws begins with the place of the value. */
export function explain<T>(where: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new Error(`${where}: ${(error as Error).message}`);
  }
}

/** A value as a reader would write it in code. */
export function quote(value: unknown): string {
  if (typeof value === 'function') {
    return `the class or function ${value.name || 'without a name'}`;
  }
  // Without the package constructs, which the command line does not need.
  const path: unknown = (value as Partial<Construct> | null | undefined)?.node?.path;
  if (typeof path === 'string') {
    return `the ${(value as Construct).constructor.name} at ${path}`;
  }
  return typeof value === 'number' ? String(value) : textOf(value);
}

/** As JSON; what JSON cannot say, such as a symbol or an object that holds itself, by its kind. */
function textOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return typeof value === 'object' ? 'an object that JSON cannot say' : String(value);
  }
}
