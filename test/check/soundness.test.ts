import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { siteOf } from './neighbours/addition';
import { LEADING, LEADING_ELSEWHERE } from './neighbours/configurations';
import { HARMLESS } from './neighbours/harmless';
import { SPOILING } from './neighbours/spoiling';
import { UNTOLD, USUAL } from './sources-of-settings';
import { checkObjects, GatewayResult } from '../../src/check/check';
import { readManifests } from '../../src/forms/manifests';

/** Manifests with an addition; FUZZ says how many. */
const RUNS = Number(process.env.FUZZ ?? 500);
const SEED = Number(process.env.FUZZ_SEED ?? 1);

const SPOILED = [...SPOILING, ...LEADING, ...UNTOLD];
const SOUND = [...HARMLESS, ...LEADING_ELSEWHERE, ...USUAL];

const cases = ['cases', '2026-11-29/cases']
  .map((folder) => join('test', 'corpus', folder))
  .flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => ({ file, objects: objectsOf(readFileSync(join(folder, file), 'utf8')) })),
  )
  .filter(({ objects }) => siteOf(objects) !== undefined)
  .map((one) => ({ ...one, base: judged(one.objects) }))
  .filter(({ base }) => base !== undefined);

function objectsOf(text: string): object[] {
  return readManifests([{ name: 'case.yaml', text }]).objects.map(({ object }) => object);
}

/** Numbers that are the same in each run (Lehmer's generator). */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

function judged(objects: readonly object[]): GatewayResult {
  const { namespace, workload } = siteOf(objects)!;
  return checkObjects(objects).find(({ gateway }) => gateway === `Deployment/${namespace}/${workload.metadata.name}`)!;
}

/** Whether an addition has an effect: the ways to Kong are then dialled at this Service. */
function isDialled({ findings }: GatewayResult): boolean {
  return !findings.some(({ rule }) => rule === 'no-entrance-found');
}

test('the corpus has manifests to add to', () => {
  expect(cases.length).toBeGreaterThan(150);
});

test(`${RUNS} manifests with something that stands in the way or lets others in are never kept (seed ${SEED})`, () => {
  const random = randomFrom(SEED);
  const wrong: string[] = [];
  for (let run = 0; run < RUNS; run++) {
    const { file, objects, base } = cases[random(cases.length)];
    const addition = SPOILED[random(SPOILED.length)];
    if (!isDialled(base) || addition.unless?.(siteOf(objects)!)) continue;
    const copy = structuredClone(objects);
    const more = addition.add(siteOf(copy)!) ?? [];
    const { verdict, findings, questions } = judged([...copy, ...more]);
    if (verdict === 'kept') wrong.push(`${file} with ${addition.name}: kept, and was ${base.verdict}`);
    if (verdict === 'unknown' && findings.length + questions.length === 0) {
      wrong.push(`${file} with ${addition.name}: unknown without a question`);
    }
  }
  expect([...new Set(wrong)]).toEqual([]);
}, 600_000);

test(`${RUNS} manifests with something harmless keep their verdict (seed ${SEED})`, () => {
  const random = randomFrom(SEED);
  const wrong: string[] = [];
  for (let run = 0; run < RUNS; run++) {
    const { file, objects, base } = cases[random(cases.length)];
    const addition = SOUND[random(SOUND.length)];
    if (addition.unless?.(siteOf(objects)!)) continue;
    const copy = structuredClone(objects);
    const more = addition.add(siteOf(copy)!) ?? [];
    const { verdict } = judged([...copy, ...more]);
    if (verdict !== base.verdict) wrong.push(`${file} with ${addition.name}: ${verdict}, and was ${base.verdict}`);
  }
  expect([...new Set(wrong)]).toEqual([]);
}, 600_000);
