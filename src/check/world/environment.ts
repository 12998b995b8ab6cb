import { Catalogue } from './catalogue';
import { KubernetesObject } from '../../controllers/balancer';
import { objectsIn } from '../../controllers/values';
import { EXPRESSION_KEY } from '../../forms/expressions';
import { ManifestObject } from '../../forms/manifests';
import { isObject } from '../../input/objects';

/** A container of a pod, and its field. */
export interface Container {
  readonly name: string;
  readonly spec: KubernetesObject;
  readonly field: string;
  readonly init: boolean;
}

/** The place of a value: an object of the input and a field of it. */
export interface Spot {
  readonly at: ManifestObject;
  readonly field?: string;
}

export interface Variable extends Spot {
  readonly name: string;
  /** Undefined when it comes from what is not in the input. */
  readonly value?: string;
  /** From where a hidden value comes: `the Secret kong-trust`. */
  readonly hiddenIn?: string;
  /** Whether the API server refuses it for not being text. */
  readonly notText?: boolean;
  /**
   * From which key of which Secret the value comes, which is then never printed: `the key ips of the Secret
   * kong-trust`.
   */
  readonly secret?: string;
}

/** What a source of many variables hides. */
export interface HiddenSource extends Spot {
  readonly name: string;
  readonly prefix: string;
}

/** The variables of a container, by the rules of Kubernetes: `env` beats `envFrom`, and of each the later one wins. */
export class Environment {
  constructor(
    private readonly variables: ReadonlyMap<string, Variable>,
    /** Sources of `envFrom` that are not in the input. */
    public readonly hiddenSources: readonly HiddenSource[],
    private readonly owner: ManifestObject,
    private readonly container: Container,
  ) {}

  public get all(): readonly Variable[] {
    return [...this.variables.values()];
  }

  public variable(name: string): Variable | undefined {
    return this.variables.get(name);
  }

  public value(name: string): string | undefined {
    return this.variables.get(name)?.value;
  }

  /** Where a variable is written, or would have to be. */
  public spot(name: string): Spot {
    const { at, field } = this.variables.get(name) ?? { at: this.owner, field: `${this.container.field}.env[${name}]` };
    return { at, field };
  }

  /** Where the variables stand. */
  public get whole(): Spot {
    return { at: this.owner, field: `${this.container.field}.env` };
  }

  /** The same with the settings in files below it, and with what the start command sets above it. */
  public between(below: readonly Variable[], above: readonly Variable[]): Environment {
    const named = (variables: readonly Variable[]) => variables.map((variable) => [variable.name, variable] as const);
    const all = new Map([...named(below), ...this.variables, ...named(above)]);
    return new Environment(all, this.hiddenSources, this.owner, this.container);
  }

  /** Every variable that the input tells, as Kong reads them. */
  public get known(): Record<string, string> {
    return Object.fromEntries(this.all.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
  }
}

export function environmentOf(
  owner: ManifestObject,
  container: Container,
  catalogue: Catalogue,
  defaults: Readonly<Record<string, string>>,
): Environment {
  const variables = new Map<string, Variable>(
    Object.entries(defaults).map(([name, value]) => [
      name,
      { name, value, at: owner, field: `${container.field}.env[${name}]` },
    ]),
  );
  const hidden: HiddenSource[] = [];
  for (const source of objectsIn(container.spec.envFrom)) {
    const reference = source.configMapRef ?? source.secretRef;
    const kind = source.configMapRef ? 'ConfigMap' : 'Secret';
    const prefix = typeof source.prefix === 'string' ? source.prefix : '';
    const found = catalogue.find(kind, owner.namespace, reference?.name);
    if (!found) {
      hidden.push({
        name: `${kind} ${String(reference?.name)}`,
        prefix,
        at: owner,
        field: `${container.field}.envFrom`,
      });
    }
    for (const [key, entry] of entriesOf(found)) {
      variables.set(prefix + key, { ...entry, name: prefix + key });
    }
  }
  const text = new Map<string, Variable>();
  for (const variable of objectsIn(container.spec.env)) {
    const read = readVariable(variable, owner, container, catalogue, text);
    text.set(read.name, read);
    variables.set(read.name, read);
  }
  return new Environment(variables, hidden, owner, container);
}

function readVariable(
  { name: key, value, valueFrom }: KubernetesObject,
  at: ManifestObject,
  container: Container,
  catalogue: Catalogue,
  earlier: ReadonlyMap<string, Variable>,
): Variable {
  const name = String(key);
  const field = `${container.field}.env[${name}]`;
  if (!isObject(valueFrom)) {
    const given = value !== undefined && value !== null;
    const { value: expanded, hiddenIn, secret } = expand(given ? String(value) : '', earlier);
    return { name, value: expanded, hiddenIn, secret, at, field, notText: given && typeof value !== 'string' };
  }
  const reference = valueFrom.configMapKeyRef ?? valueFrom.secretKeyRef;
  if (!isObject(reference)) return { name, at, field, hiddenIn: elsewhere(valueFrom) };
  const kind = valueFrom.configMapKeyRef ? 'ConfigMap' : 'Secret';
  const source = String(reference.name);
  const entry = entriesOf(catalogue.find(kind, at.namespace, source)).get(String(reference.key));
  return entry ? { ...entry, name } : { name, at, field, hiddenIn: `the ${kind} ${source}` };
}

function elsewhere(valueFrom: KubernetesObject): string {
  const expression = valueFrom[EXPRESSION_KEY];
  return typeof expression === 'string' ? `the expression ${expression}` : 'a field of the running pod';
}

/** `$(NAME)` means an earlier variable, and `$$(NAME)` the text `$(NAME)`. */
function expand(
  value: string,
  earlier: ReadonlyMap<string, Variable>,
): Pick<Variable, 'value' | 'hiddenIn' | 'secret'> {
  if (!value.includes('$')) return { value };
  const hidden = [...value.matchAll(/(?<!\$)\$\(([^)]+)\)/g)]
    .map(([, name]) => earlier.get(name)?.hiddenIn)
    .find((source) => source !== undefined);
  if (hidden) return { hiddenIn: hidden };
  let secret: string | undefined;
  const expanded = value.replace(/\$\$|\$\(([^)]+)\)/g, (all, name) => {
    if (all === '$$') return '$';
    secret ??= earlier.get(name)?.secret;
    return earlier.get(name)?.value ?? all;
  });
  return { value: expanded, secret };
}

export function secretKey({ kind, name }: ManifestObject, key: string): string | undefined {
  return kind === 'Secret' ? `the key ${key} of the Secret ${name}` : undefined;
}

/** The entries of a ConfigMap or Secret that become files, as text: those that are no variables as well. */
export function fileEntriesOf(source: ManifestObject): ReadonlyMap<string, Omit<Variable, 'name'>> {
  return new Map([...entriesOf(source), ...entriesIn(source, 'binaryData', decoded)]);
}

/** The entries of a ConfigMap or Secret, as text. */
export function entriesOf(source: ManifestObject | undefined): ReadonlyMap<string, Omit<Variable, 'name'>> {
  if (source?.kind !== 'Secret') return new Map(entriesIn(source, 'data', String));
  return new Map([...entriesIn(source, 'data', decoded), ...entriesIn(source, 'stringData', String)]);
}

function decoded(value: unknown): string {
  return Buffer.from(String(value), 'base64').toString();
}

function entriesIn(
  source: ManifestObject | undefined,
  field: string,
  read: (value: unknown) => string,
): [string, Omit<Variable, 'name'>][] {
  const values = source?.object[field];
  if (source === undefined || !isObject(values)) return [];
  return Object.entries(values).map(([key, value]) => [
    key,
    {
      value: read(value),
      at: source,
      field: `${field}.${key}`,
      notText: typeof value !== 'string',
      secret: secretKey(source, key),
    },
  ]);
}
