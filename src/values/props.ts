import { PropKind, PropShape } from '../load-balancers/props';

/*
 * Props of a balancer, as a command line gives them: `--set name=value`, a list with commas, and each entry of a map as
 * `--set name.KEY=value`.
 */

/** A prop that cannot be read, with what to write instead. */
export class PropError extends Error {}

/** @throws PropError */
export function parseProps(
  owner: string,
  shapes: Readonly<Record<string, PropShape>>,
  settings: readonly string[],
): Record<string, unknown> {
  const props: Record<string, unknown> = {};
  for (const setting of settings) {
    const [, whole, value] = /^([^=]*)=(.*)$/s.exec(setting) ?? [];
    if (whole === undefined) {
      throw new PropError(`--set ${JSON.stringify(setting)} has no value; write name=value`);
    }
    const [name, ...key] = whole.split('.');
    const kind = Object.hasOwn(shapes, name) ? shapes[name].kind : undefined;
    if (kind === undefined) {
      throw new PropError(
        `--set ${name}: ${owner} has no such prop; it has ${Object.keys(shapes).join(', ') || 'none'}`,
      );
    }
    if ((kind === 'map') !== key.length > 0) {
      throw new PropError(
        kind === 'map'
          ? `--set ${name} is a map; write ${name}.KEY=value`
          : `--set ${whole}: ${name} is not a map; write ${name}=value`,
      );
    }
    props[name] = kind === 'map' ? { ...(props[name] as object), [key.join('.')]: value } : valueOf(name, kind, value);
  }
  return props;
}

function valueOf(name: string, kind: PropKind, text: string): unknown {
  switch (kind) {
    case 'list':
      return text.split(',').map((item) => item.trim());
    case 'count':
      return numberOf(name, text);
    case 'flag':
      return flagOf(name, text);
    default:
      return text;
  }
}

function numberOf(name: string, text: string): number {
  if (!/^\d+$/.test(text)) {
    throw new PropError(`--set ${name} must be a whole number, got ${JSON.stringify(text)}; write ${name}=1`);
  }
  return Number(text);
}

function flagOf(name: string, text: string): boolean {
  if (text !== 'true' && text !== 'false') {
    throw new PropError(`--set ${name} must be true or false, got ${JSON.stringify(text)}; write ${name}=true`);
  }
  return text === 'true';
}
