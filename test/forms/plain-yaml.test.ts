import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import * as fc from 'fast-check';
import { parseDocument } from 'yaml';
import { documentsOf } from '../../src/forms/document-starts';
import { readDocuments } from '../../src/forms/documents';
import { readPlainYaml } from '../../src/forms/plain-yaml';
import { repeatedKeys } from '../../src/forms/repeated-keys';
import { AS_KUBECTL } from '../../src/input/yaml';

const folders = ['test/corpus/cases', 'test/corpus/2026-11-29/cases'];
const texts = folders
  .flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => readFileSync(join(folder, file), 'utf8')),
  )
  .flatMap((text) => documentsOf(text).map((part) => part.text));

/** What the full reader makes of a text; undefined where it finds a mistake, or a key twice. */
function inFull(text: string): { value: unknown } | undefined {
  const document = parseDocument(text, AS_KUBECTL);
  return document.errors.length > 0 || repeatedKeys(document.contents).length > 0
    ? undefined
    : { value: document.toJS() };
}

test('most manifests are plain', () => {
  expect(texts.filter((text) => readPlainYaml(text)).length / texts.length).toBeGreaterThan(0.9);
});

test('what is plain is read as the full reader reads it', () => {
  for (const text of texts) {
    const plain = readPlainYaml(text);
    if (plain) expect({ value: plain.value }).toEqual(inFull(text));
  }
});

test('so is a text with a mistake in it, or it is not plain', () => {
  const piece = fc.constantFrom(
    ' ',
    '  ',
    '\n',
    '\n  ',
    '- ',
    ':',
    ': ',
    '#',
    ' #',
    '"',
    "'",
    '|',
    '|\n',
    '>',
    '&a ',
    '*a',
    '!!str ',
    '{',
    '[',
    '}',
    ',',
    '---\n',
    '...\n',
    '?',
    '%',
    '@',
    '`',
    '\\',
    '0',
    '1',
    '-',
    '.',
    '_',
    'x',
    'yes',
    'null',
    '~',
    '0x1f',
    '1:30',
    '1e3',
    '012',
    '2026-11-29',
    'é',
    '\u2028',
    'a: b\n',
    '<<: ',
    '__proto__: 1\n',
  );
  const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), remove: fc.nat(4), put: piece });
  const cut = fc.tuple(fc.constantFrom(...texts), fc.array(change, { minLength: 1, maxLength: 3 }));
  fc.assert(
    fc.property(cut, ([text, changes]) => {
      const changed = changes.reduce((all, { at, remove, put }) => {
        const index = Math.floor(at * all.length);
        return all.slice(0, index) + put + all.slice(index + remove);
      }, text);
      const plain = readPlainYaml(changed);
      if (plain) expect({ value: plain.value }).toEqual(inFull(changed));
    }),
    { numRuns: Number(process.env.PLAIN_RUNS ?? 1500) },
  );
});

test('places in a list of objects are those of the full reader', () => {
  const items = texts
    .filter((text) => readPlainYaml(text))
    .slice(0, 40)
    .map((text) => text.replace(/^---\n/, '').trimEnd());
  const list = `# a dump\napiVersion: v1\nkind: List\nitems:\n${items
    .map(
      (text) =>
        `- ${text
          .split('\n')
          .filter((line) => !/^\s*#/.test(line))
          .join('\n  ')}\n`,
    )
    .join('')}`;
  const [plain] = readDocuments({ name: 'm.yaml', text: list }).documents;
  const [full] = readDocuments({ name: 'm.yaml', text: `${list}flow: {}\nmore: {a: 1}\n` }).documents;
  expect(readPlainYaml(list)?.items).toHaveLength(items.length + 1);
  for (const [index] of items.entries()) {
    for (const path of [
      [],
      ['kind'],
      ['metadata', 'name'],
      ['spec', 'template', 'spec', 'containers', 0, 'env', 0, 'value'],
      ['spec', 'ports', 0, 'port'],
    ]) {
      const whole = ['items', index, ...path];
      expect([whole, plain.place(whole)]).toEqual([whole, full.place(whole)]);
    }
  }
});
