import { parse } from 'yaml';
import { readDocuments } from '../../src/forms/documents';
import { readPlainJson } from '../../src/forms/plain-json';
import { AS_KUBECTL } from '../../src/input/yaml';

const LIST = JSON.stringify(
  { apiVersion: 'v1', items: [null, { kind: 'A', of: ['x: y', '{"a":1}'] }, { kind: 'B', items: [1] }], kind: 'List' },
  null,
  4,
);

test.each([LIST, '[1, {"a": "\\u00e9\\n"}]', '{"kind": "A", "no": "yes", "n": 1.50}'])(
  '%s: the same value as by the full reader',
  (text) => {
    expect(readPlainJson(text)!.value).toEqual(parse(text, AS_KUBECTL));
  },
);

test.each(['{"a": 1, "a": 2}', '{"<<": {"a": 1}}', '{"a": 1} # why', '{a: 1}', 'a: 1', '{"a": 1} {"b": 2}', '{"a":'])(
  '%s: is for the full reader',
  (text) => {
    expect(readPlainJson(text)).toBeUndefined();
  },
);

test.each([
  [['items', 1, 'kind'], 6, 13],
  [['items', 2], 12, 9],
  [['items', 2, 'items', 0], 15, 17],
  [['kind'], 19, 5],
])('the place of %j', (path, line, column) => {
  const [document] = readDocuments({ name: 'list.json', text: LIST }).documents;
  expect(document.place(path)).toEqual({ file: 'list.json', line, column });
});

test('the place of a value in one line', () => {
  const [document] = readDocuments({ name: 'list.json', text: '{"items": [{"kind": "A"}]}' }).documents;
  expect(document.place(['items', 0, 'kind'])).toEqual({ file: 'list.json', line: 1, column: 13 });
});
