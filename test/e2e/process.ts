import { ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer, Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where configurations and logs of a run lie; removed when the run passes. */
export const RUN_DIRECTORY = '.e2e';

/** A program that listens: started in a directory of its own, with one log file, ended by its pid. */
export interface Process {
  readonly logFile: string;
  stop(): Promise<void>;
}

/** The program ended, or did not answer in time, before it was ready. */
export class NotReady extends Error {
  constructor(
    command: string,
    readonly exitCode: number | null,
    readonly output: string,
  ) {
    super(`${command} did not start (exit code ${exitCode}): ${output}`);
  }
}

let directories = 0;
const running = new Set<ChildProcess>();

// However the run ends, nothing that it started stays behind.
process.once('exit', () => {
  for (const child of running) child.kill('SIGTERM');
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

/** A new directory for one server, named so that a person finds it after a failure. */
export function runDirectory(label: string): string {
  directories += 1;
  const directory = join(process.cwd(), RUN_DIRECTORY, `${directories}-${label.replace(/[^A-Za-z0-9]+/g, '-')}`);
  mkdirSync(directory, { recursive: true });
  return directory;
}

/** Starts a program and waits, for at most `seconds`, until `ready` says so. */
export async function startProcess(
  command: string,
  args: readonly string[],
  logFile: string,
  ready: () => Promise<boolean>,
  seconds = 10,
): Promise<Process> {
  const log = openSync(logFile, 'a');
  const child = spawn(command, args, { stdio: ['ignore', log, log] });
  closeSync(log);
  running.add(child);
  const end = new Promise<void>((resolve) => {
    const ended = () => {
      running.delete(child);
      resolve();
    };
    child.once('exit', ended);
    child.once('error', ended);
  });
  const stop = async () => {
    child.kill('SIGTERM');
    const killer = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await end;
    clearTimeout(killer);
  };
  const deadline = Date.now() + seconds * 1000;
  while (!(await ready())) {
    if (!running.has(child) || Date.now() > deadline) {
      await stop();
      throw new NotReady(command, child.exitCode, readFileSync(logFile, 'utf8'));
    }
    await sleep(20);
  }
  return { logFile, stop };
}

/** Runs a program to its end and returns what it wrote. */
export function run(command: string, ...args: string[]): { exitCode: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 120_000 });
  return { exitCode: status, output: `${stdout ?? ''}${stderr ?? ''}` };
}

/** Below those that the system gives to connections; runs on one machine begin at different ones. */
const PORTS = { first: 10_000, count: 20_000 };
let nextPort = (process.pid * 101) % PORTS.count;

/** Ports on which nothing listens, and that this run has not used before. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = PORTS.first + nextPort;
    nextPort = (nextPort + 1) % PORTS.count;
    if (await isFree(port)) ports.push(port);
  }
  return ports;
}

async function isFree(port: number): Promise<boolean> {
  try {
    const server = await listen(port, '0.0.0.0', createServer());
    await new Promise((resolve) => server.close(resolve));
    return true;
  } catch {
    return false;
  }
}

/** Resolves when the server listens. */
export async function listen<T extends Server>(port: number, host: string, server: T): Promise<T> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

/** The port that a listening server was given. */
export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port');
  return address.port;
}
