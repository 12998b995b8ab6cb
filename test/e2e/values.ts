import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { NGINX_MODULES } from './nginx-gateway';
import { freePorts, run, runDirectory } from './process';
import { Reproduction } from './vectors';
import { linesOf } from '../../src/kong/pasted';
import { SETTINGS } from '../../src/kong/settings';
import { Pods, refusal } from '../../src/plan/ownership';
import { textOf } from '../kong/fragments';

/**
 * How many accepted values are pasted, and into how many files: nginx compares each variable with all others of a
 * file.
 */
const VALUES = 20_000;
const FILES = 25;
/** nginx compares types of so many characters. */
const LONGEST = 36;
const SEED = 20_261_129;

/** Other blanks, directives that nginx refuses a second time, or at all, and values as people write them. */
const MORE = [
  '\u2028',
  '\ufeff',
  'text/plain',
  'x;y',
  '; real_ip_header X-A',
  ' ; no_such_directive',
  '{ }',
  '# no images',
  '"quoted; text"',
  "'quoted # text'",
  '\\"',
  '\\\\',
  '/opt/?.lua;;',
  '10m',
];

/** The lines of Kong's template into which values are pasted: each form once, with a directive that takes any words. */
function forms(): { variable: string; line: string }[] {
  const variables = ['KONG_NGINX_PROXY_GZIP_TYPES', ...SETTINGS.filter(({ pasted }) => pasted).map(({ name }) => name)];
  const lines = variables.flatMap((variable) =>
    linesOf(variable).map(({ line }) => ({ variable, line: line.replace(/^\S+/, 'gzip_types') })),
  );
  const usable = lines.filter(({ variable }) => refusal('e2e', variable, '10m', Pods.OF_OTHERS) === undefined);
  return [...new Map(usable.map((form) => [form.line, form])).values()];
}

interface Pasted {
  readonly variable: string;
  readonly value: string;
  readonly line: string;
}

/** Values that the guard accepts, drawn at random. */
function accepted(): Pasted[] {
  const values = fc.sample(textOf(MORE, { minLength: 1, maxLength: 6 }), { numRuns: 8 * VALUES, seed: SEED });
  const all = forms();
  const found: Pasted[] = [];
  for (const [index, value] of values.entries()) {
    const { variable, line } = all[index % all.length];
    if (
      value.trim() === '' ||
      value.length > LONGEST ||
      refusal('e2e', variable, value, Pods.OF_OTHERS) !== undefined
    ) {
      continue;
    }
    found.push({ variable, value, line: line.split('@').join(value) });
    if (found.length === VALUES) break;
  }
  return found;
}

/**
 * A line that swallows the next one takes away a variable that is used further down; one that adds a directive adds
 * one too many.
 */
function configuration(lines: readonly string[], port: number): string {
  const locations = lines.map(
    (line, index) => `location /${index} {\n${line};\nset $after_${index} 1;\nreal_ip_header X-B;\n}`,
  );
  const uses = lines.map((_, index) => `log_format use_${index} $after_${index};`);
  const load = Object.values(NGINX_MODULES).map((file) => `load_module ${file};`);
  return [
    ...load,
    'events { }',
    'http {',
    'variables_hash_max_size 65536;',
    'access_log off;',
    `server {\nlisten 127.0.0.1:${port};\n${locations.join('\n')}\n}`,
    ...uses,
    '}',
    '',
  ].join('\n');
}

/**
 * Pastes accepted values into configurations of nginx, and asks nginx itself whether its directives are the same
 * ones.
 */
export async function pasteValues(): Promise<Reproduction> {
  const [port] = await freePorts(1);
  const test = (lines: readonly string[]) => testConfiguration(configuration(lines, port));
  const values = accepted();
  const differences: { name: string; reason: string }[] = [];
  const size = Math.ceil(values.length / FILES);
  for (let start = 0; start < values.length; start += size) {
    const some = values.slice(start, start + size);
    const { exitCode, output } = test(some.map(({ line }) => line));
    if (exitCode !== 0) {
      differences.push({
        name: `values ${start} to ${start + some.length}, seed ${SEED}`,
        reason: output.trim().split('\n').slice(-2).join(' '),
      });
    }
  }
  if (values.length < VALUES) differences.push({ name: 'values', reason: `only ${values.length} were accepted` });
  if (test(['gzip_types a', 'gzip_types a # b']).exitCode === 0) {
    differences.push({ name: 'control', reason: 'nginx does not notice a line that is swallowed' });
  }
  return { kind: 'values of variables, pasted into nginx', total: values.length, differences };
}

function testConfiguration(text: string): { exitCode: number | null; output: string } {
  const directory = runDirectory('values');
  const file = join(directory, 'nginx.conf');
  writeFileSync(file, text);
  return run('nginx', '-t', '-q', '-p', directory, '-c', file, '-e', join(directory, 'error.log'));
}
