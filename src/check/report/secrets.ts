import { literal } from '../../input/patterns';
import { Address, Block, contains, parseAddress, parseBlock } from '../../kong/address';
import { matters } from '../../kong/unknowns';
import { RULES } from '../rules';
import { Environment, Variable } from '../world/environment';

/** Takes the values of Secrets out of a text. */
export type Redact = (text: string) => string;

/**
 * Values that come from a Secret never stand in a report, nor do parts of them: the variable and the key of the
 * Secret do. Messages of Kong, names of headers, networks and addresses in them repeat values, so every text of a
 * report goes through here.
 */
export function redactorOf({ all }: Environment): Redact {
  const secrets = all.filter(({ name, secret, value }) => secret !== undefined && value !== undefined && matters(name));
  const words = secrets.flatMap(wordsOf);
  const networks = secrets.flatMap(networksOf);
  return (text) => {
    const withoutWords = words.reduce((rest, { pattern, shown }) => rest.replace(pattern, shown), text);
    return networks.length === 0
      ? withoutWords
      : withoutWords.replace(ADDRESS, (found) => shownAddress(found, networks));
  };
}

interface Word {
  readonly pattern: RegExp;
  readonly shown: string;
}

/** Words of fewer letters tell nothing, and stand in any text. */
const SHORTEST = 4;

function wordsOf(variable: Variable): Word[] {
  const words = new Set(
    variable.value!.split(/[\s,;|"'=\\]+/).filter((word) => word.length >= SHORTEST && !isOurs(word)),
  );
  return [...words]
    .sort((a, b) => b.length - a.length)
    .map((word) => ({
      pattern: new RegExp(`(?<![\\w./-])${literal(word)}(?![\\w/-])`, 'gu'),
      shown: placeholder(variable),
    }));
}

interface Network {
  readonly block: Block;
  readonly shown: string;
}

/** An address that was chosen from a network of a Secret tells about the network. The whole world tells nothing. */
function networksOf(variable: Variable): Network[] {
  const blocks = variable.value!.split(/[\s,;]+/).map(parseBlock);
  return blocks.flatMap((block) => (block && block.prefix > 0 ? [{ block, shown: placeholder(variable) }] : []));
}

const ADDRESS = /(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f]*(?::[\da-f]*){2,7})(?:\/\d{1,3})?(?![\w.:]\w)/gi;

function shownAddress(found: string, networks: readonly Network[]): string {
  const address: Address | undefined = parseAddress(found.replace(/\/\d+$/, ''));
  return (address && networks.find(({ block }) => contains(block, address))?.shown) || found;
}

function placeholder({ name, secret }: Variable): string {
  return `[value of ${name}, from ${secret}]`;
}

let ours: ReadonlySet<string> | undefined;

/** Words that stand in the rules' own texts give nothing away. */
function isOurs(word: string): boolean {
  ours ??= new Set(
    RULES.flatMap(({ title, why, mend }) => [title, why, mend]).flatMap((text) => text.split(/[\s,;:|"'=()]+/)),
  );
  return ours.has(word);
}
