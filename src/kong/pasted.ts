import { directivesIn, effectOf } from './directives';
import { Ending, readStatements, Statement } from './lexer';
import { defaultOf, Place, settingOf, SETTINGS } from './settings';
import { Environment } from './traffic';

/** What the value of a variable makes of a line of nginx's configuration. */
export interface PastedText {
  readonly variable: string;
  readonly place: Place;
  /** The directive of the line itself, and any that the value adds behind it. */
  readonly statements: readonly Statement[];
  readonly ending: Ending;
}

/** The lines of Kong's template into which a variable is pasted. `@` is where the value goes. */
export function linesOf(variable: string): { readonly line: string; readonly place: Place }[] {
  const { pasted } = settingOf(variable) ?? {};
  return [
    ...(pasted ? [pasted] : []),
    ...directivesIn(variable).map(({ name, place }) => ({ line: `${name} @`, place })),
  ];
}

/**
 * Whether a text in a line of nginx's configuration is one value: it ends its directive where the line does, and
 * begins no other.
 */
export function isOneValue(line: string, value: string): boolean {
  if (/(?<!\\)(\\\\)*\\$/.test(value)) return false;
  const { statements, ending } = readStatements(`${paste(line, value)}; end;`);
  return ending === 'whole' && statements.length === 2 && statements.every(({ block }) => block === undefined);
}

/** Everything that the variables put into nginx's configuration: settings first, then directives as Kong sorts them. */
export function pastedTexts(environment: Environment, files: Files): PastedText[] {
  const settings = SETTINGS.map(({ name }) => name).filter((name) => !isOverridden(name, environment));
  const directives = Object.keys(environment).filter(
    (name) => name === name.toUpperCase() && directivesIn(name).length > 0,
  );
  return [...settings, ...directives.sort()].flatMap((variable) => {
    const value = (environment[variable] ?? defaultOf(variable)).trim();
    return value === '' || value === 'NONE'
      ? []
      : linesOf(variable).map(({ line, place }) => {
          const { statements, ending } = readStatements(`${paste(line, value)};\n`);
          return { variable, place, ending, statements: included(statements, files) };
        });
  });
}

/** The texts of files, by their paths. */
export type Files = ReadonlyMap<string, string>;

/** Directives with those of a file in the place of its `include`; one that cannot be read stays. */
function included(statements: readonly Statement[], files: Files, deep = false): readonly Statement[] {
  return statements.flatMap((statement) => {
    const text = statement.name === 'include' && !deep ? files.get(statement.args[0] ?? '') : undefined;
    const read = text === undefined ? undefined : readStatements(`${text}\n`);
    return read?.ending === 'whole' ? included(read.statements, files, true) : [statement];
  });
}

/** The directives that variables put into a place. */
export function statementsIn(texts: readonly PastedText[], place: Place): Statement[] {
  return texts.filter((text) => text.place === place).flatMap(({ statements }) => statements);
}

/** The directives that a text adds to its own. */
export function added({ statements }: PastedText): readonly Statement[] {
  return statements.slice(1);
}

/** Everything in a text that this model does not know, in words; nothing if it can be read as a whole. */
export function unreadIn(statements: readonly Statement[], place: Place): string[] {
  return statements.flatMap(({ name, block }) => {
    const { effect, does } = effectOf(name, place);
    return effect === 'unknown' || (block !== undefined && !HARMLESS_BLOCKS.includes(name)) ? [`${name} ${does}`] : [];
  });
}

/** Blocks of values, which hold no directives. */
const HARMLESS_BLOCKS = ['map', 'geo', 'split_clients', 'types'];

function paste(line: string, value: string): string {
  return line.split('@').join(value);
}

/** real_ip_header and real_ip_recursive count only where the directive of that name is not set, not even to nothing. */
function isOverridden(name: string, environment: Environment): boolean {
  return environment[name.replace('KONG_', 'KONG_NGINX_PROXY_')] !== undefined;
}
