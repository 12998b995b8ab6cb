import { readFileSync, writeFileSync } from 'node:fs';
import { TrustedProxies } from '../src/binding/trusted-proxies';
import { CLOUDFLARE } from '../src/net/edge-networks';

const FILE = 'src/net/edge-networks.ts';

/**
 * The networks in an answer of Cloudflare's API. Throws when one of the families is missing, or a network is not one.
 */
export function networksOf(answer: string): string[] {
  const { success, result } = JSON.parse(answer);
  const families = [result?.ipv4_cidrs, result?.ipv6_cidrs];
  if (success !== true || families.some((cidrs) => !Array.isArray(cidrs) || cidrs.length === 0)) {
    throw new Error(`not Cloudflare's list of networks: ${answer.slice(0, 200)}`);
  }
  return TrustedProxies.of(...families.flat()).cidrs;
}

/** The source file with these networks. */
export function sourceOf(networks: readonly string[], date: string): string {
  return `/** A CDN's networks as it publishes them. Written by \`npx projen edge-networks\`. */
export const CLOUDFLARE = {
  source: '${CLOUDFLARE.source}',
  date: '${date}',
  networks: [
${networks.map((network) => `    '${network}',`).join('\n')}
  ],
};
`;
}

/** Takes the answer from a file if one is given, else from Cloudflare. */
async function main(file: string | undefined): Promise<void> {
  const answer = file ? readFileSync(file, 'utf8') : await (await fetch(CLOUDFLARE.source)).text();
  const networks = networksOf(answer);
  writeFileSync(FILE, sourceOf(networks, new Date().toISOString().slice(0, 10)));
  const listed = (list: readonly string[], other: readonly string[]) =>
    list.filter((network) => !other.includes(network)).join(', ') || 'none';
  console.log(
    `${FILE}: ${networks.length} networks; new: ${listed(networks, CLOUDFLARE.networks)}; gone: ${listed(CLOUDFLARE.networks, networks)}`,
  );
}

if (require.main === module) {
  void main(process.argv[2]);
}
