import { readFileSync, statSync } from 'fs';
import { LineCounter, parseAllDocuments } from 'yaml';
import { plain } from './plain';
import { explain, quote } from '../../input/errors';
import { writeYaml } from '../../input/yaml';

/*
 * Kong's declarative configuration as a text: what no pod could start with is refused here. Kong itself judges the
 * rest, at start; it alone knows the fields of every plugin.
 */

/** The API server refuses a larger ConfigMap. */
const LARGEST_CONFIG_MAP = 1024 * 1024;

/** The lists in which Kong looks, by how people write them by mistake. */
const LISTS = new Map(
  [
    'service',
    'route',
    'consumer',
    'consumer_group',
    'plugin',
    'upstream',
    'certificate',
    'ca_certificate',
    'sni',
    'vault',
    'key',
    'key_set',
  ].map((name) => [name, `${name}s`]),
);

/** The text of a configuration that is written as an object: keys sorted, so that equal objects give equal texts. */
export function textOfObject(where: string, configuration: unknown): string {
  checkContent(where, configuration);
  return checkSize(where, writeYaml(plain(where, configuration)));
}

/** The text of a configuration in a file, unchanged. */
export function textOfFile(where: string, path: string): string {
  if (typeof path !== 'string' || !statSync(path, { throwIfNoEntry: false })?.isFile()) {
    throw new Error(`${where}: no such file in ${process.cwd()}; the path is relative to the working directory`);
  }
  const text = readFileSync(path, 'utf8');
  checkContent(where, parse(where, text));
  return checkSize(where, text);
}

function parse(where: string, text: string): unknown {
  const conflict = text.split(/\r?\n/).findIndex((line) => /^(<{7}|>{7})( |$)/.test(line));
  if (conflict >= 0) {
    throw new Error(`${where}: line ${conflict + 1} is a conflict marker of git; resolve the conflict first`);
  }
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(text, { version: '1.1', lineCounter, prettyErrors: false, logLevel: 'silent' });
  const [first, ...others] = Array.isArray(documents) ? documents : [];
  const problem = first && [...first.errors, ...first.warnings][0];
  if (problem) {
    const { line, col } = lineCounter.linePos(problem.pos[0]);
    throw new Error(`${where}: line ${line}, column ${col}: ${problem.message}; Kong would not start with it`);
  }
  if (others.length > 0) {
    const { line } = lineCounter.linePos(others[0].range[0]);
    throw new Error(
      `${where}: another YAML document begins before line ${line}, and Kong reads the first one alone; ` +
        'write one document, without further lines of ---',
    );
  }
  // An alias without its anchor is found only here.
  return explain(where, () => first?.toJS({ maxAliasCount: -1 }));
}

function checkContent(where: string, content: any): void {
  if (typeof content?._format_version !== 'string') {
    throw new Error(
      `${where}: _format_version must be a string, got ${quote(content?._format_version)}, ` +
        'and Kong would not start; write YAML or JSON with _format_version: "3.0"',
    );
  }
  const slip = Object.keys(content).find((key) => LISTS.has(key));
  if (slip) {
    throw new Error(`${where}: Kong knows no ${quote(slip)} and would not start; write ${quote(LISTS.get(slip))}`);
  }
  if (!Object.values(content).some((entities) => Array.isArray(entities) && entities.length > 0)) {
    throw new Error(
      `${where}: it has no services, routes or plugins, and an empty gateway never becomes ready; add a route`,
    );
  }
}

function checkSize(where: string, text: string): string {
  if (Buffer.byteLength(text) > LARGEST_CONFIG_MAP) {
    throw new Error(
      `${where}: ${Buffer.byteLength(text)} bytes do not fit into a ConfigMap (${LARGEST_CONFIG_MAP}); ` +
        'split the gateway',
    );
  }
  return text;
}
