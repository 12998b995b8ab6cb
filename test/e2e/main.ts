import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { UPSTREAM } from './addresses';
import { compareWithModel } from './agreement';
import { runCases } from './cases';
import { ControlResult, CONTROLS, runControl } from './controls';
import { Gateway } from './gateway';
import { inParallel } from './parallel';
import { installKubectl } from './probe';
import { RUN_DIRECTORY } from './process';
import { Findings, renderReport, SubjectResults } from './report';
import { charted, synthesize } from './subject';
import { chooseGateway, missingPackages, versions } from './tools';
import { startUpstream, Upstream } from './upstream';
import { pasteValues } from './values';
import { replayVectors } from './vectors';
import { variants } from '../../examples/typescript/variants';

/** About a minute with nginx; Kong in Docker takes some seconds to start, and starts some three hundred times. */
const LONGEST_RUN_MINUTES = 20;

/** `--write` renews docs/proof.md; `--gateway nginx` takes nginx even where Docker could run Kong. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { write: { type: 'boolean' }, gateway: { type: 'string' } } });
  const gateway = chooseGateway(values.gateway);
  const missing = missingPackages(gateway);
  if (missing.length > 0) {
    console.error(`The end-to-end run needs packages that are not installed: apt-get install -y ${missing.join(' ')}`);
    return 1;
  }
  rmSync(RUN_DIRECTORY, { recursive: true, force: true });
  installKubectl();
  setTimeout(() => {
    console.error(
      `The run took longer than ${LONGEST_RUN_MINUTES} minutes; configurations and logs: ${RUN_DIRECTORY}/`,
    );
    process.exit(1);
  }, LONGEST_RUN_MINUTES * 60_000).unref();
  const upstream = await startUpstream(UPSTREAM);
  try {
    return conclude(await measure(gateway, upstream), values.write);
  } finally {
    upstream.close();
  }
}

async function measure(gateway: Gateway, upstream: Upstream): Promise<Findings> {
  const subjects = variants.map(synthesize);
  const vectors = [
    ...(await replayVectors(gateway, upstream)),
    await compareWithModel(gateway, upstream),
    await pasteValues(),
  ];
  const measured = await inParallel(
    subjects.flatMap((own) => [own, charted(own)]),
    async (subject): Promise<SubjectResults> => ({ subject, results: await runCases(subject, gateway, upstream) }),
  );
  const controls = await inParallel(CONTROLS, async (control): Promise<ControlResult> => {
    const subject = subjects.find(({ name }) => name === control.variant);
    if (!subject) throw new Error(`the control '${control.name}' needs the variant ${control.variant}`);
    return runControl(control, subject, gateway, upstream);
  });
  const date = new Date().toISOString().slice(0, 10);
  return { versions: versions(gateway), differences: gateway.differences, date, variants: measured, vectors, controls };
}

function conclude(findings: Findings, write = false): number {
  const report = renderReport(findings);
  const failures = failuresOf(findings);
  console.log(report);
  for (const failure of failures) console.log(`FAILED ${failure}`);
  if (failures.length > 0) {
    console.log(`Configurations and logs: ${RUN_DIRECTORY}/`);
  } else {
    rmSync(RUN_DIRECTORY, { recursive: true, force: true });
    if (write) {
      mkdirSync('docs', { recursive: true });
      writeFileSync('docs/proof.md', report);
    }
  }
  const checks =
    findings.vectors.reduce((sum, { total }) => sum + total, 0) +
    findings.variants.reduce((sum, { results }) => sum + results.length, 0) +
    2 * findings.controls.length;
  console.log(`${checks - failures.length} passed, ${failures.length} failed`);
  return failures.length > 0 ? 1 : 0;
}

function failuresOf({ variants: subjects, vectors, controls }: Findings): string[] {
  return [
    ...vectors.flatMap(({ kind, differences }) =>
      differences.map(({ name, reason }) => `vector (${kind}) ${name}: ${reason}`),
    ),
    ...subjects.flatMap(({ subject, results }) =>
      results
        .filter(({ problem }) => problem !== undefined)
        .map(({ column, name, problem }) => `${subject.name}, ${column} (${name}): ${problem}`),
    ),
    ...controls
      .filter(({ evidence }) => !evidence)
      .map(({ control }) => `control '${control.name}' did not show its damage: ${control.damage}`),
    ...controls
      .filter(({ probed }) => !probed)
      .map(({ control }) => `control '${control.name}' was not found by the probe, which must say: ${control.probed}`),
  ];
}

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error) => {
    console.error(error);
    console.error(`Configurations and logs: ${RUN_DIRECTORY}/`);
    process.exitCode = 1;
  },
);
