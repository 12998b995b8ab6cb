import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Chart } from 'cdk8s';
import { AwsNetworkLoadBalancer, KongConfiguration, ProxyProtocolKong, TrustedProxies } from 'cdk8s-kong-client-ip';
import { buildByHand } from './by-hand';

/** Rounds by the number of gateways: the shorter a round, the more of them it takes to tell a difference from noise. */
const ROUNDS = new Map([[1, 101], [100, 11], [1000, 5]]);

const configuration = { _format_version: '3.0', services: [{ name: 'app', url: 'http://app.default.svc.cluster.local:80' }] };

type Build = (chart: Chart, id: string) => void;

const ways: { [name: string]: Build } = {
  'by hand': (chart, id) => buildByHand(chart, id, configuration),
  'library': (chart, id) => new ProxyProtocolKong(chart, id, {
    loadBalancer: new AwsNetworkLoadBalancer(),
    trustedProxies: TrustedProxies.of('10.0.0.0/16'),
    configuration: KongConfiguration.inline(configuration),
  }),
};

/** One app with one chart: the milliseconds to build and to synthesize it, and its manifest. */
function run(build: Build, gateways: number) {
  const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
  const app = new App({ outdir });
  const start = performance.now();
  const chart = new Chart(app, 'edge');
  for (let i = 0; i < gateways; i++) {
    build(chart, `Kong${i}`);
  }
  const built = performance.now();
  app.synth();
  const end = performance.now();
  const manifest = readFileSync(join(outdir, 'edge.k8s.yaml'), 'utf8');
  rmSync(outdir, { recursive: true });
  return { build: built - start, synth: end - built, manifest };
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

const milliseconds = (value: number) => value.toFixed(1).padStart(10);

console.log(`gateways  way        build ms   synth ms  total ms/gateway   (medians, Node.js ${process.version})`);
for (const [gateways, count] of ROUNDS) {
  Object.values(ways).forEach((build) => run(build, gateways)); // warm-up
  const rounds = Array.from({ length: count }, (_, round) => {
    const measure = ([way, build]: [string, Build]) => [way, run(build, gateways)] as const;
    const entries = Object.entries(ways);
    return Object.fromEntries((round % 2 ? entries.reverse() : entries).map(measure));
  });
  const totals = Object.keys(ways).map((way) => {
    const build = median(rounds.map((round) => round[way].build));
    const synth = median(rounds.map((round) => round[way].synth));
    console.log(`${String(gateways).padStart(8)}  ${way.padEnd(8)} ${milliseconds(build)} ${milliseconds(synth)} ${milliseconds((build + synth) / gateways)}`);
    return build + synth;
  });
  if (new Set(Object.values(rounds[0]).map(({ manifest }) => manifest)).size > 1) {
    throw new Error('the manifests differ, so their times cannot be compared');
  }
  console.log(`${String(gateways).padStart(8)}  library / by hand: ${(totals[1] / totals[0]).toFixed(2)}, the same manifest`);
}
