import { spawnSync } from 'node:child_process';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: { [name: string]: string };
}

export interface Run {
  readonly passed: boolean;
  /** With which the program ended; null if it did not run, or was stopped. */
  readonly status: number | null;
  /** What the program wrote, to either stream. */
  readonly output: string;
}

/** The environment of the programs: tsx must not hand its own settings down, nor jsii warn of old Node.js each time. */
const ENVIRONMENT = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TSX_'))),
  JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split('.')[0],
};

/** Runs a program to its end. */
export function attempt(command: string, args: string[], options: RunOptions = {}): Run {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: options.cwd,
    env: { ...ENVIRONMENT, ...options.env },
    encoding: 'utf8',
    maxBuffer: Infinity,
  });
  return { passed: status === 0, status, output: error ? error.message : stdout + stderr };
}

/** Runs a program that must succeed, and returns what it wrote. */
export function run(command: string, args: string[], options: RunOptions = {}): string {
  const { passed, output } = attempt(command, args, options);
  if (!passed) {
    const end = output
      .split('\n')
      .slice(-40)
      .map((line) => line.slice(0, 300))
      .join('\n');
    throw new Error(`${command} ${args.join(' ')} failed in ${options.cwd ?? process.cwd()}:\n${end}`);
  }
  return output;
}
