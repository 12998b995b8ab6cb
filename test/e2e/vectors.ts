import { isDeepStrictEqual } from 'node:util';
import { relocate } from './environment';
import { Gateway, Refusal } from './gateway';
import { Observation, observe } from './observation';
import { inParallel } from './parallel';
import { Upstream } from './upstream';
import { expandBlocks, readVectors, reason, Vector, VECTORS_FILE } from '../kong/vectors';

/** How much of what was observed on a running Kong the gateway under test does as well. */
export interface Reproduction {
  readonly kind: string;
  readonly total: number;
  readonly differences: readonly Difference[];
}

export interface Difference {
  readonly name: string;
  readonly reason: string;
}

/** Replays the observed cases, one gateway for each set of settings. */
export async function replayVectors(gateway: Gateway, upstream: Upstream): Promise<Reproduction[]> {
  const reproductions: Reproduction[] = [];
  for (const [kind, vectors] of readVectors(VECTORS_FILE)) {
    const differences = await inParallel(bySettings(vectors), (group) => replay(group, gateway, upstream));
    reproductions.push({ kind, total: vectors.length, differences: differences.flat() });
  }
  return reproductions;
}

function bySettings(vectors: readonly Vector[]): Vector[][] {
  const groups = new Map<string, Vector[]>();
  for (const vector of vectors) {
    const settings = JSON.stringify(vector.env);
    groups.set(settings, [...(groups.get(settings) ?? []), vector]);
  }
  return [...groups.values()];
}

/** The differences in one group of vectors, which share their settings. */
export async function replay(vectors: readonly Vector[], gateway: Gateway, upstream: Upstream): Promise<Difference[]> {
  const { environment, ports, statusPort } = await relocate(expandBlocks(vectors[0].env));
  try {
    const running = await gateway.start('vectors', environment, statusPort, upstream);
    const differences: Difference[] = [];
    try {
      for (const vector of vectors) differences.push(...compare(vector, await observe(vector, ports, running.logFile)));
    } finally {
      await running.stop();
    }
    return differences;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { exitCode, output } = error;
    const refused = { started: false, exitCode, output: reason(output) };
    return vectors.flatMap(({ name, expect }) => compare({ name, expect: { started: true, ...expect } }, refused));
  }
}

/** Every observable field that the vector has must be as expected; of log lines, those expected must be there. */
function compare(
  { name, expect }: { readonly name: string; readonly expect: Observation },
  observation: Observation,
): Difference[] {
  const expected = {
    ...expect,
    output: reason(expect.output ?? ''),
    laterResponses: (expect.laterResponses ?? []).map(({ status, kongForwardedIp, upstream }) => ({
      status,
      kongForwardedIp,
      upstream,
    })),
  };
  const wrong = Object.entries(observation)
    .filter(([field]) => field in expected)
    .map(([field, actual]) => [field, expected[field as keyof Observation], actual] as const)
    .filter(([field, wanted, actual]) =>
      field === 'log'
        ? !(wanted as string[]).every((line) => (actual as string[]).some((other) => other.startsWith(line)))
        : !isDeepStrictEqual(wanted, actual),
    );
  if (wrong.length === 0) return [];
  return [
    {
      name,
      reason: wrong.map(([field, wanted, actual]) => `${field}: ${show(actual)} instead of ${show(wanted)}`).join('; '),
    },
  ];
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}
