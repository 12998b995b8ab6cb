import { readFileSync } from 'fs';
import { join } from 'path';
import { check } from '../../src/check/check';
import { ClientIpCheckOptions } from '../../src/check/options';
import { mend } from '../../src/mend/mend';

const CORPUS = join(__dirname, '..', 'corpus');
/** From the best to the worst. */
const VERDICTS = ['kept', 'unknown', 'broken', 'lost', 'forgeable'];

interface Case {
  readonly file: string;
  readonly options?: ClientIpCheckOptions;
}

const cases: Case[] = JSON.parse(readFileSync(join(CORPUS, 'expect.json'), 'utf8'));
const files = [...new Map(cases.map(({ file, options = {} }) => [file, options]))];

test.each(files)('%s: no verdict is worse after a mend, and what is called mended is kept', (file, options) => {
  const text = { name: file, text: readFileSync(join(CORPUS, file), 'utf8') };
  const before = check([text], options).gateways;
  const { gateways, changed } = mend([text], { ...options, trust: ['10.0.0.0/16'] });
  const after = check([changed[0] ?? text], options).gateways;
  const mended = gateways.filter(({ by }) => by !== undefined).map(({ gateway }) => gateway);
  expect(after.filter(({ gateway }) => mended.includes(gateway)).map(({ verdict }) => verdict)).toEqual(
    mended.map(() => 'kept'),
  );
  const rank = (verdict: string | undefined) => VERDICTS.indexOf(verdict ?? 'forgeable');
  const worse = before.filter(({ gateway, verdict }) => {
    const now = after.find((one) => one.gateway === gateway);
    return rank(now?.verdict) > rank(verdict);
  });
  expect(worse).toEqual([]);
});
