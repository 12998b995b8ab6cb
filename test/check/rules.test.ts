import { readFileSync } from 'fs';
import { ClientIpCheck, ClientIpLevel, ClientIpVerdict } from '../../src';
import { rulesDocument } from '../../src/check/formats/rule-page';
import { RETIRED, RULES } from '../../src/check/rules';
import { Example, manifest } from '../../src/check/rules/example';

const check = (example: Example) => {
  const { gateways, unreadable } = ClientIpCheck.check([{ name: 'example.yaml', text: manifest(example) }]);
  expect(unreadable).toEqual([]);
  return gateways[0];
};

const examples = RULES.flatMap(({ id, level, wrong, right, sources }) =>
  wrong && right ? [[id, { level, wrong, right, sources }] as const] : [],
);

test('every rule has examples but the one that speaks where no other does', () => {
  expect(RULES.filter(({ wrong, right }) => !wrong || !right).map(({ id }) => id)).toEqual(['no-cause-found']);
});

describe.each(examples)('%s', (id, { level, wrong, right, sources }) => {
  test('finds the wrong example, at a line', () => {
    const found = check(wrong).findings.find(({ rule }) => rule === id);
    expect(found).toMatchObject({ level, file: 'example.yaml', line: expect.any(Number) });
  });

  test('finds nothing in the right example, which is sound', () => {
    const { findings, verdict } = check(right);
    expect(findings.filter((finding) => finding.rule === id || finding.level !== ClientIpLevel.NOTE)).toEqual([]);
    expect(verdict).toBe(ClientIpVerdict.KEPT);
  });

  test('an error comes with an address that is lost or forged, or traffic that is refused', () => {
    const verdict = check(wrong).verdict;
    const bad = [ClientIpVerdict.BROKEN, ClientIpVerdict.FORGEABLE, ClientIpVerdict.LOST];
    expect([
      id,
      level === 'error' && id !== 'env-name-ignored' && !bad.includes(verdict) ? verdict : undefined,
    ]).toEqual([id, undefined]);
  });

  test('rests on public pages', () => {
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.filter((source) => !source.startsWith('https://'))).toEqual([]);
  });
});

test('ids are plain and never twice', () => {
  const ids = RULES.map(({ id }) => id);
  expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});

test('no rule takes the id of one that is gone', () => {
  expect(RULES.filter(({ id }) => RETIRED.includes(id))).toEqual([]);
});

test('docs/rules.md is what the rules give', () => {
  expect(readFileSync('docs/rules.md', 'utf8')).toBe(rulesDocument());
});
