import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Chart } from 'cdk8s';
import { buildByHand } from './by-hand';
import {
  AwsNetworkLoadBalancer,
  ClientIpCheck,
  ClientIpVerdict,
  KongConfiguration,
  ProxyProtocolKong,
  TrustedProxies,
} from 'cdk8s-kong-client-ip';

/** Rounds by the number of gateways: the shorter a round, the more of them it takes to tell a difference from noise. */
const ROUNDS = new Map([
  [1, 101],
  [100, 11],
  [1000, 5],
]);

const configuration = {
  _format_version: '3.0',
  services: [{ name: 'app', url: 'http://app.default.svc.cluster.local:80' }],
};

type Build = (chart: Chart, id: string) => void;

const ways: { [name: string]: Build } = {
  'by hand': (chart, id) => buildByHand(chart, id, configuration),
  library: (chart, id) =>
    new ProxyProtocolKong(chart, id, {
      loadBalancer: new AwsNetworkLoadBalancer(),
      trustedProxies: TrustedProxies.of('10.0.0.0/16'),
      configuration: KongConfiguration.inline(configuration),
    }),
};

/**
 * One app, with all gateways in one chart or each in its own: the milliseconds to build and to synthesize it, and its
 * manifests.
 */
function run(build: Build, gateways: number, charts: number) {
  const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
  const app = new App({ outdir });
  const start = performance.now();
  const inCharts = Array.from({ length: charts }, (_, i) => new Chart(app, `edge${i}`));
  for (let i = 0; i < gateways; i++) {
    build(inCharts[i % charts], `Kong${i}`);
  }
  const built = performance.now();
  app.synth();
  const end = performance.now();
  const manifest = readdirSync(outdir)
    .sort()
    .map((name) => readFileSync(join(outdir, name), 'utf8'))
    .join('---\n');
  rmSync(outdir, { recursive: true });
  return { build: built - start, synth: end - built, manifest };
}

/** The check of one file with all of them: the milliseconds from text to report. */
function check(manifest: string): number {
  const start = performance.now();
  const { gateways } = ClientIpCheck.check([{ name: 'manifest.yaml', text: manifest }]);
  if (gateways.some(({ verdict }) => verdict !== ClientIpVerdict.KEPT)) {
    throw new Error('the check does not find every gateway of the benchmark right');
  }
  return performance.now() - start;
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

const milliseconds = (value: number) => value.toFixed(1).padStart(10);

console.log(
  `gateways  charts  way        build ms   synth ms  total ms/gateway   (medians, Node.js ${process.version})`,
);
for (const [gateways, count] of ROUNDS) {
  for (const charts of new Set([1, gateways])) {
    const label = `${String(gateways).padStart(8)}  ${String(charts).padStart(6)}`;
    Object.values(ways).forEach((build) => run(build, gateways, charts)); // warm-up
    const rounds = Array.from({ length: count }, (_, round) => {
      const measure = ([way, build]: [string, Build]) => [way, run(build, gateways, charts)] as const;
      const entries = Object.entries(ways);
      return Object.fromEntries((round % 2 ? entries.reverse() : entries).map(measure));
    });
    const totals = Object.keys(ways).map((way) => {
      const build = median(rounds.map((round) => round[way].build));
      const synth = median(rounds.map((round) => round[way].synth));
      console.log(
        `${label}  ${way.padEnd(8)} ${milliseconds(build)} ${milliseconds(synth)} ${milliseconds((build + synth) / gateways)}`,
      );
      return build + synth;
    });
    const [manifest, ...others] = new Set(Object.values(rounds[0]).map((one) => one.manifest));
    if (others.length > 0) {
      throw new Error('the manifests differ, so their times cannot be compared');
    }
    console.log(`${label}  library / by hand: ${(totals[1] / totals[0]).toFixed(2)}, the same manifest`);
    if (charts === 1) {
      const checked = median(Array.from({ length: Math.min(count, 11) }, () => check(manifest)));
      console.log(
        `${label}  check    ${' '.repeat(21)} ${milliseconds(checked / gateways)}   one file of ${Math.ceil(manifest.length / 1024)} KiB: ${checked.toFixed(0)} ms`,
      );
    }
  }
}
