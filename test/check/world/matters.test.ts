import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { parseAllDocuments, stringify } from 'yaml';
import { check } from '../../../src/check/check';
import { siftDump } from '../../../src/check/world/matters';
import { AS_KUBECTL } from '../../../src/input/yaml';
import { siteOf } from '../neighbours/addition';
import { LEADING, LEADING_ELSEWHERE } from '../neighbours/configurations';
import { HARMLESS } from '../neighbours/harmless';
import { SPOILING } from '../neighbours/spoiling';
import { UNTOLD } from '../sources-of-settings';

const CASES = 'test/corpus/cases';
/** Each fifth, so that all kinds of them are there. */
const files = readdirSync(CASES)
  .filter((name) => /\.ya?ml$/.test(name))
  .filter((_, index) => index % 5 === 0);

/** Objects that lead nowhere, as a cluster has thousands of them. */
const OTHERS = [
  { apiVersion: 'v1', kind: 'Event', metadata: { name: 'e' }, message: 'pulled' },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'unnamed-by-anybody' },
    data: { a: 'b\n---\nkind: Service' },
  },
  { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'nobody-asks-for-it' }, data: { a: 'YWJj' } },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'app' },
    spec: { template: { spec: { containers: [] } } },
  },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'r' } },
];
const OTHER = OTHERS.map((object) => `---\n${stringify(object)}`).join('');

const listOf = (items: unknown[]) =>
  stringify({ apiVersion: 'v1', items, kind: 'List' }, { version: '1.1', aliasDuplicateObjects: false });

const sifted = (text: string) => siftDump(Buffer.from(text));
const found = (text: string) =>
  check([{ name: 'dump.yaml', text }]).gateways.map(({ gateway, verdict, findings, questions }) => ({
    gateway,
    verdict,
    findings: findings.map(({ rule, line, object, field }) => [rule, line, object, field]),
    questions,
  }));

describe.each(files)('%s', (file) => {
  const text = readFileSync(join(CASES, file), 'utf8');
  const objects = parseAllDocuments(text, AS_KUBECTL).map((document) => document.toJS() as unknown);

  test.each([
    ['among other documents', `${OTHER}${text.startsWith('---') ? '' : '---\n'}${text}\n${OTHER}`],
    ['in a list', listOf([...OTHERS, ...objects, ...OTHERS])],
    ['in JSON', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...OTHERS, ...objects, ...OTHERS] }, null, 4)],
  ])('%s: the same report from what is kept', (_, dump) => {
    expect(found(sifted(dump))).toEqual(found(dump));
  });
});

describe('beside a gateway whose objects are not called kong', () => {
  const text = readFileSync(join(CASES, 'right-aks-local.yaml'), 'utf8');

  test.each(
    [...SPOILING, ...LEADING, ...UNTOLD, ...HARMLESS, ...LEADING_ELSEWHERE].map(
      (addition) => [addition.name, addition] as const,
    ),
  )('%s is kept as far as it matters', (_, addition) => {
    const objects = parseAllDocuments(text, AS_KUBECTL).map((document) => document.toJS() as object);
    const more = addition.add(siteOf(objects)!) ?? [];
    const dump = listOf([...OTHERS, ...objects, ...more, ...OTHERS]).replace(/\bkong(?![:a-z])/g, 'edge');
    expect(found(sifted(dump))).toEqual(found(dump));
  });
});

test('what cannot matter is gone, and every line stays where it is', () => {
  const dump = `${OTHER}---\n${readFileSync(join(CASES, 'bare-load-balancer.yaml'), 'utf8')}\n${OTHER}`;
  const text = sifted(dump);
  expect(text).not.toMatch(/Event|unnamed-by-anybody|nobody-asks-for-it|Role/);
  expect(text.split('\n')).toHaveLength(dump.split('\n').length);
});

test('a configuration is kept if something kept names it', () => {
  const route = { apiVersion: 'example.com/v1', kind: 'Way', spec: { valuesFrom: { name: 'settings' } } };
  const settings = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: {} });
  const dump = [settings('settings'), settings('other'), route].map((one) => `---\n${stringify(one)}`).join('');
  expect(sifted(dump)).toContain('name: settings');
  expect(sifted(dump)).not.toContain('name: other');
});

test('an anchor is kept, since something kept may refer to it', () => {
  const list = `items:\n- &labels\n  apiVersion: v1\n  kind: Event\n- apiVersion: v1\n  kind: Event\n- *labels\nkind: List\n`;
  expect(sifted(list)).toBe(`items:\n- &labels\n  apiVersion: v1\n  kind: Event\n\n\n- *labels\nkind: List\n`);
});

test('what is no text throws', () => {
  expect(() => siftDump(Buffer.from([0x61, 0x3a, 0x20, 0xff, 0xfe, 0x0a]))).toThrow();
});
