import { readFileSync } from 'fs';
import { join } from 'path';
import { check } from '../../src/check/check';
import { ClientIpCheckOptions } from '../../src/check/options';
import { mend } from '../../src/mend/mend';

/** What a user knows: the cloud, and the networks from which the balancer dials. The first that fits is taken. */
const KNOWN: readonly { readonly cloud?: string; readonly trust: readonly string[] }[] = [
  { trust: ['10.0.0.0/16'] },
  { trust: ['35.191.0.0/16', '130.211.0.0/22', '203.0.113.10/32'] },
  { trust: ['192.168.255.0/24'] },
  { trust: ['100.64.0.0/10'] },
  { trust: ['10.9.0.0/24'] },
  { cloud: 'gke', trust: ['10.0.0.0/16'] },
];

export interface Measured {
  readonly file: string;
  readonly gateway: string;
  readonly before: string;
  readonly after: string;
  readonly why: string;
}

interface Case {
  readonly file: string;
  readonly options?: ClientIpCheckOptions;
}

/** Mends every gateway of a corpus whose verdict is bad, with the networks named. */
export function measure(folder: string): Measured[] {
  const cases: Case[] = JSON.parse(readFileSync(join(folder, 'expect.json'), 'utf8'));
  const files = new Map(cases.map((one) => [one.file, one]));
  return [...files.values()].flatMap(({ file, options = {} }) => {
    const text = { name: file, text: readFileSync(join(folder, file), 'utf8') };
    const bad = check([text], options).gateways.filter(({ verdict }) =>
      ['lost', 'forgeable', 'broken'].includes(verdict),
    );
    return bad.map(({ gateway, verdict }) => ({ file, gateway, before: verdict, ...mended(text, options, gateway) }));
  });
}

function mended(
  text: { name: string; text: string },
  options: ClientIpCheckOptions,
  gateway: string,
): { after: string; why: string } {
  let why = '';
  const { nodes, balancer } = options;
  for (const known of nodes || balancer ? [{ cloud: undefined, trust: undefined }, ...KNOWN] : KNOWN) {
    const given = { ...options, cloud: options.cloud ?? known.cloud };
    const { gateways, changed } = mend([text], { ...given, trust: known.trust });
    const after = check([changed[0] ?? text], given).gateways.find((one) => one.gateway === gateway)?.verdict ?? 'gone';
    if (after === 'kept') return { after, why: '' };
    const question = gateways.find((one) => one.gateway === gateway)?.question;
    if (why === '') why = `${question?.why} ${question?.need}`;
  }
  return { after: 'not mended', why };
}

if (require.main === module) {
  for (const folder of process.argv.slice(2)) {
    const all = measure(folder);
    const left = all.filter(({ after }) => after !== 'kept');
    left.forEach(({ file, gateway, before, after, why }) =>
      console.log(`${file} ${gateway}: ${before} -> ${after}: ${why}`),
    );
    console.log(`${folder}: ${all.length - left.length} of ${all.length} are kept after one mend`);
  }
}
