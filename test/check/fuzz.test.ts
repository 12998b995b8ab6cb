import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { ClientIpCheck, ClientIpGatewayReport, ClientIpLevel, ClientIpVerdict } from '../../src';

/** Mutated manifests; FUZZ says how many. */
const RUNS = Number(process.env.FUZZ ?? 2000);
const SEED = Number(process.env.FUZZ_SEED ?? 1);

const folder = join('test', 'corpus', 'cases');
const cases = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));

/** Numbers that are the same in each run (Lehmer's generator). */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

/** Values of the kinds that stand in manifests, right and wrong. */
const VALUES = [
  '',
  'null',
  'true',
  '0',
  '-1',
  '[]',
  '{}',
  '"*"',
  'Local',
  'Cluster',
  'NodePort',
  'ClusterIP',
  'LoadBalancer',
  'ExternalName',
  'kong',
  'off',
  '0.0.0.0/0,::/0',
  '10.0.0.0/8',
  '10.0.0.5/8',
  '::/0',
  'unix:',
  'X-Forwarded-For',
  'x-real-ip',
  'proxy_protocol',
  '0.0.0.0:8000',
  '0.0.0.0:8000 proxy_protocol',
  '[::]:8000 proxy_protocol, 0.0.0.0:8443 ssl',
  'external',
  'nlb',
  'ip',
  '__proto__',
  'constructor',
  '&a',
  '*a',
  '!!binary x',
  '"\\u0000"',
  '9999999999999999999',
  '1e309',
];

function mutate(text: string, random: (below: number) => number): string {
  const lines = text.split('\n');
  for (let count = 1 + random(4); count > 0; count--) {
    const at = random(lines.length);
    switch (random(8)) {
      case 0:
        lines.splice(at, 1);
        break;
      case 1:
        lines.splice(at, 0, lines[random(lines.length)]);
        break;
      case 2:
        lines[at] = lines[at].replace(/:.*/, `: ${VALUES[random(VALUES.length)]}`);
        break;
      case 3:
        lines[at] = lines[at].replace(/^( *(?:- )?)[\w.-]+:/, `$1${VALUES[random(VALUES.length)] || 'x'}:`);
        break;
      case 4:
        lines[at] = ` ${lines[at]}`;
        break;
      case 5:
        lines[at] = lines[at].replace(/\d+/, String(random(70000)));
        break;
      case 6:
        [lines[at], lines[lines.length - 1 - at]] = [lines[lines.length - 1 - at], lines[at]];
        break;
      default:
        lines[at] = lines[at].slice(0, random(lines[at].length + 1)) + String.fromCharCode(random(0x3000)) + lines[at];
    }
  }
  return lines.join('\n');
}

const BAD = [ClientIpVerdict.BROKEN, ClientIpVerdict.FORGEABLE, ClientIpVerdict.LOST];
/** Errors that may stand in a manifest whose address is kept all the same: what they say has no effect there. */
const HARMLESS = ['env-name-ignored', 'env-overridden', 'settings-on-wrong-container', 'annotation-misspelt'];

function contradiction({ verdict, findings, questions }: ClientIpGatewayReport): string | undefined {
  const errors = findings.filter(({ level }) => level === ClientIpLevel.ERROR);
  if (BAD.includes(verdict) && errors.length === 0) return `${verdict} without a cause`;
  if (verdict === ClientIpVerdict.KEPT && errors.some(({ rule }) => !HARMLESS.includes(rule))) {
    return `kept, but ${errors.map(({ rule }) => rule).join()}`;
  }
  if (verdict === ClientIpVerdict.UNKNOWN && findings.length + questions.length === 0) {
    return 'unknown without a question';
  }
  return undefined;
}

test(`${RUNS} mutated manifests each give a report that does not contradict itself, or a clear error`, () => {
  const random = randomFrom(SEED);
  const wrong = new Map<string, string>();
  for (let run = 0; run < RUNS; run++) {
    const text = mutate(cases[random(cases.length)], random);
    try {
      const { gateways, unreadable } = ClientIpCheck.check([{ name: 'mutant.yaml', text }]);
      const found = [
        ...gateways.map(contradiction),
        ...unreadable.map(({ line, message }) =>
          line >= 1 && message.length > 0 ? undefined : 'an error without line or message',
        ),
        ...gateways
          .flatMap(({ findings }) => findings)
          .map(({ line }) => (line! >= 1 ? undefined : 'a finding without a line')),
      ].find((one) => one !== undefined);
      if (found) wrong.set(found, text);
    } catch (error) {
      wrong.set(
        String((error as Error).stack)
          .split('\n')
          .slice(0, 3)
          .join(' '),
        text,
      );
    }
  }
  expect([...wrong].slice(0, 5)).toEqual([]);
}, 600_000);
