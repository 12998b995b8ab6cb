import { Edit } from './edits';
import { EditStep } from './yaml-path';
import { Place, Step } from '../forms/documents';
import { Home, Made, ManifestObject } from '../forms/manifests';
import { isObject } from '../input/objects';

/** What a field of an object is to be, wherever the user keeps it. */
export interface Change {
  readonly at: ManifestObject;
  readonly field: string;
  /** The new value; undefined to take the field out. */
  readonly value?: string;
  /** Whether it is a part of what closes another way in. */
  readonly closes?: boolean;
  /** A flag that every listener of the field is to have, or not to have. */
  readonly flag?: { readonly name: string; readonly isOn: boolean; readonly now: string };
}

/** A value of a chart that the user has to write by hand: there is no text that can be changed. */
export interface ByHand {
  /** What installs the chart. */
  readonly install: string;
  readonly path: readonly Step[];
  /** The value; undefined to take it out. */
  readonly value?: unknown;
  /** Where the value is set by itself today. */
  readonly insteadOf?: Place;
}

export interface Edits {
  readonly edits: readonly Edit[];
  readonly byHand: readonly ByHand[];
}

/** Where a change is made: in the text of the object, or in the values that decide the field. */
export function editsOf(change: Change): Edits {
  const {
    at: { home, made },
  } = change;
  if (made) return valueEdits(change);
  return home ? { edits: fieldEdits(change, home), byHand: [] } : { edits: [], byHand: [] };
}

function valueEdits({ at: { made }, field, value, flag }: Change): Edits {
  const homes = made!.homesOf(field);
  const paths = made!.pathsOf(field);
  const values = paths.map((path) =>
    flag && isParameters(path) ? parametersOf(flag, path.includes('tls')) : withFlag(value, flag),
  );
  if (homes.length === paths.length) {
    return { edits: homes.map((home, index) => ({ ...home, value: values[index] })), byHand: [] };
  }
  return { edits: [], byHand: paths.map((path, index) => byHand(made!, path, values[index])) };
}

function byHand({ by, setAt }: Made, path: readonly Step[], value: unknown): ByHand {
  return { install: by, path, value, insteadOf: setAt(path) };
}

function isParameters(path: readonly Step[]): boolean {
  return path[path.length - 1] === 'parameters';
}

/** The flags of the plain listener, or of the one for TLS, as the values of Kong's chart have them. */
function parametersOf({ name, isOn, now }: NonNullable<Change['flag']>, tls: boolean): string[] {
  const words = now.split(',').map((entry) => entry.trim().split(/\s+/));
  const [, ...flags] = words.find((entry) => entry.includes('ssl') === tls) ?? [];
  const others = flags.filter((flag) => flag !== name && flag !== 'ssl');
  return isOn ? [...others, name] : others;
}

function withFlag(value: string | undefined, flag: Change['flag']): string | undefined {
  return flag ? listenWith(flag) : value;
}

/** Every listener with the flag, or without it. */
export function listenWith({ name, isOn, now }: NonNullable<Change['flag']>): string {
  return now
    .split(',')
    .map((entry) => {
      const words = entry
        .trim()
        .split(/\s+/)
        .filter((word) => word !== name);
      return [...words, ...(isOn && words[0] !== 'off' ? [name] : [])].join(' ');
    })
    .join(', ');
}

function fieldEdits({ at, field, value, flag, closes }: Change, { file, part, path }: Home): Edit[] {
  const steps: EditStep[] = [...path, ...stepsOf(at.object, field)];
  const text = withFlag(value, flag);
  const isVariable = /\.env\[[^\]]*\]$/.test(field);
  const written = field.startsWith('spec.') && !isVariable ? typed(text) : text;
  // Whoever refers to an entry of a ConfigMap needs it to be there.
  const isEntry = !closes && /^(data|stringData)\./.test(field);
  if (!isVariable) return [{ file, part, path: steps, value: isEntry ? (written ?? '') : written }];
  if (written === undefined) return [{ file, part, path: steps }];
  const set = { file, part, path: [...steps, 'value'], value: written };
  return isFromElsewhere(at.object, field) ? [{ file, part, path: steps }, set] : [set];
}

/** Fields of a spec are booleans and numbers where they look like one. */
function typed(text: string | undefined): unknown {
  if (text === 'true') return true;
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : text;
}

/** Lists of Kubernetes whose items are known by their names. */
const BY_NAME = new Set(['containers', 'initContainers', 'env', 'ports', 'volumes']);

/**
 * The steps of a field as findings write it: `spec.template.spec.containers[proxy].env[KONG_X]`,
 * `metadata.annotations[a.b/c]`, `data.KEY`.
 */
export function stepsOf(object: unknown, field: string): EditStep[] {
  const steps: EditStep[] = [];
  let value: unknown = object;
  let rest = field;
  while (rest !== '') {
    const [whole, bracketed, plain] = /^(?:\[([^\]]*)\]|\.?([^.[]+))/.exec(rest) ?? [rest, undefined, rest];
    const remaining = rest.replace(/^\./, '');
    // A key of a ConfigMap may hold dots.
    const isWholeKey = bracketed === undefined && isObject(value) && Object.hasOwn(value, remaining);
    const name = bracketed ?? (isWholeKey ? remaining : plain!);
    const last = steps[steps.length - 1];
    const isItem = bracketed !== undefined && (Array.isArray(value) || (typeof last === 'string' && BY_NAME.has(last)));
    steps.push(isItem ? itemStep(name) : name);
    value = isItem ? itemIn(value, name) : memberOf(value, name);
    rest = isWholeKey ? '' : rest.slice(whole.length);
  }
  return steps;
}

function itemStep(name: string): EditStep {
  return /^\d+$/.test(name) ? Number(name) : { named: name };
}

function itemIn(value: unknown, name: string): unknown {
  if (!Array.isArray(value)) return undefined;
  return value.find((item) => isObject(item) && item.name === name) ?? value[Number(name)];
}

function isFromElsewhere(object: unknown, field: string): boolean {
  const item = stepsOf(object, field).reduce<unknown>((value, step) => {
    if (typeof step === 'object') return itemIn(value, step.named);
    return Array.isArray(value) ? value[Number(step)] : memberOf(value, String(step));
  }, object);
  return isObject(item) && item.valueFrom !== undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}
