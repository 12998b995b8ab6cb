import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXAMPLES } from './examples';
import { write } from '../../src/values/formats';
import { makeWay, Wanted } from '../../src/values/way';

export const FOLDER = join(__dirname, '../../docs/values');

const HOW: Readonly<Record<Wanted['way'], string>> = {
  'local-traffic': 'packets that keep their source',
  'proxy-protocol': 'PROXY protocol',
  'header-forwarded': 'an HTTP header',
};

/** The files of docs/values by their names. */
export function documents(): Map<string, string> {
  return new Map(EXAMPLES.map((wanted) => [`${wanted.balancer}-${wanted.way}.yaml`, documentOf(wanted)]));
}

function documentOf(wanted: Wanted): string {
  const made = makeWay(wanted);
  const {
    balancer: { name, trust },
  } = made;
  const file = `${wanted.balancer}-${wanted.way}.yaml`;
  return [
    `# Kong behind the ${name}: the client's address comes by ${HOW[wanted.way]}.`,
    '#',
    `#   helm upgrade --install kong kong --repo https://charts.konghq.com --version 3.4.1 --namespace kong --values ${file}`,
    '#',
    '# For the chart ingress, put everything below under the key gateway.',
    ...(wanted.way === 'local-traffic' ? [] : [`# Write your own networks into env.trusted_ips. ${trust}`]),
    ...(wanted.settings.length === 0
      ? []
      : ['# Write your own values for these, too, with the command that made this file:']),
    ...(wanted.settings.length === 0
      ? ['# The command that made this file, and takes other settings (see: cdk8s-kong-client-ip balancers):']
      : []),
    '#',
    `#   ${commandOf(wanted)}`,
    '',
    write(made, 'values', 'kong'),
  ].join('\n');
}

function commandOf({ balancer, way, trust, settings }: Wanted): string {
  const options = [
    ...(trust.length > 0 ? [`--trust ${trust.join(',')}`] : []),
    ...settings.map((setting) => `--set ${setting}`),
  ];
  return ['npx cdk8s-kong-client-ip values', balancer, way, ...options].join(' ');
}

/** Writes the files, and removes those of examples that are no more. */
function main(): void {
  const files = documents();
  mkdirSync(FOLDER, { recursive: true });
  for (const old of readdirSync(FOLDER).filter((name) => name.endsWith('.yaml') && !files.has(name))) {
    rmSync(join(FOLDER, old));
  }
  for (const [name, text] of files) {
    writeFileSync(join(FOLDER, name), text);
  }
}

if (require.main === module) main();
