import { parseBlock } from './address';
import { directivesIn, effectOf } from './directives';
import { words } from './lexer';
import { list } from './listeners';
import { added, linesOf, PastedText, unreadIn } from './pasted';
import { decidesAddress, isInVault, isReference, settingOf, SETTINGS } from './settings';
import { Environment } from './traffic';

/** Directives of nginx whose own names end as the image's variables for files do. */
const NAMES_OF_FILES = /(auth_basic_user|password|stapling|by_lua)_file$/i;

/** The variable whose value a variable with the image's suffix `_FILE` takes from a file. */
export function readFromFile(name: string): string | undefined {
  const stem = name.replace(/_FILE$/i, '');
  return stem === name || NAMES_OF_FILES.test(name) ? undefined : stem;
}

/**
 * Whether the answers of Kong depend on the value of a variable: it decides, or becomes a part of nginx's
 * configuration.
 */
export function matters(name: string): boolean {
  const variable = (readFromFile(name) ?? name).toUpperCase();
  const setting = settingOf(variable);
  return (setting !== undefined && decidesAddress(setting)) || linesOf(variable).length > 0;
}

/**
 * Whether names behind a prefix could be such variables: `envFrom` gives all keys of a Secret or a ConfigMap one
 * prefix.
 */
export function couldMatter(prefix: string): boolean {
  const upper = prefix.toUpperCase();
  return (
    SETTINGS.some(({ name }) => name.startsWith(upper) && matters(name)) ||
    FAMILIES.some((family) => family.startsWith(upper) || upper.startsWith(family))
  );
}

/** How the names of directives begin. */
const FAMILIES = ['KONG_NGINX_', 'KONG_VAULT_', 'KONG_PLUGINSERVER_'];

/** What in an environment may change the answers of Kong in a way that this model does not know, in sentences. */
export function unknownsOf(environment: Environment, texts: readonly PastedText[]): string[] {
  const sentences = new Map<string, string>();
  for (const sentence of [
    ...Object.entries(environment).flatMap(([name, value]) => unknownOf(name, value)),
    ...texts.flatMap(unknownsIn),
  ]) {
    const [variable] = sentence.split(' ');
    if (!sentences.has(variable)) sentences.set(variable, sentence);
  }
  return [...sentences.values()];
}

function unknownOf(name: string, value: string): string[] {
  if (matters(name)) {
    if (readFromFile(name) !== undefined) return [`${name} names a file from which the image takes the value`];
    if (isInVault(value)) return [`${name} takes its value from a vault`];
    if (isReference(value)) {
      return [`${name} takes a part of its value from another setting, in the place of \${{…}}`];
    }
    if (looksLikeTwo(name, value)) {
      return [`${name} has a line break, and the text after it looks like another setting`];
    }
  }
  return hostNames(name, value);
}

/** To nginx a line break is a blank; Kong keeps its settings in a file of lines, in which it begins another one. */
function looksLikeTwo(name: string, value: string): boolean {
  const [, ...others] = value.trim().split(/[\r\n]+/);
  return others.some((line) => {
    const [, word = '', equals] = /^\s*(\w*)\s*(=?)/.exec(line) ?? [];
    return equals === '=' || linesOf(name).some(({ place }) => effectOf(word, place).effect === 'read');
  });
}

/** What a text does besides setting one value. */
function unknownsIn(text: PastedText): string[] {
  const { variable, place, statements, ending } = text;
  const [first] = statements;
  if (ending === 'open') {
    return [`${variable} does not end where its line does: it swallows the text after it in nginx's configuration`];
  }
  if (ending === 'refused') return [`${variable} has braces or quotes that are not nginx's, so it cannot be read`];
  const directive = directivesIn(variable).find((one) => one.place === place)?.name;
  // In the place of an `include` stand the directives of its file.
  const replaced = directive !== undefined && directive !== first?.name;
  const own = directive === undefined || replaced ? undefined : effectOf(directive, place);
  const clearsSome = first?.name === 'more_clear_input_headers' && first.args.includes('-t');
  return [
    ...(own?.effect === 'unknown' ? [`${variable} ${own.does}`] : []),
    ...(clearsSome ? [`${variable} clears nothing but requests of some content types`] : []),
    ...(first?.block && !replaced ? [`${variable} begins a block of nginx's configuration`] : []),
    ...unreadIn(replaced ? statements : added(text), place).map(
      (sentence) => `${variable} adds a directive: ${sentence}`,
    ),
  ];
}

/** Names where addresses could stand. */
function hostNames(name: string, value: string): string[] {
  const trusts = directivesIn(name).some((directive) => directive.name === 'set_real_ip_from');
  const listens = name.endsWith('_LISTEN') && settingOf(name) !== undefined;
  const listeners = listens ? list(value) : [];
  const hosts = trusts
    ? words(value)
    : listeners.flatMap((entry) => /(?:^|\s)([\w.-]+):\d+(?:\s|$)/.exec(entry)?.slice(1) ?? []);
  return hosts
    .filter((host) => /^[\w.-]+$/.test(host) && !parseBlock(host))
    .map((host) => `${name} names ${host}, which is looked up when Kong starts`);
}
