import { execFile } from 'child_process';
import { printable } from './printable';

const LONGEST_MS = 60_000;
const MOST_BYTES = 256 * 1024 * 1024;

/** The user's kubectl could not do what it was asked. */
export class KubectlError extends Error {
  constructor(
    message: string,
    readonly missing: boolean,
    readonly stdout: string,
    readonly stderr: string,
  ) {
    super(message);
  }
}

/** What the user's own kubectl writes. Rejects with a `KubectlError`. */
export function kubectl(args: readonly string[]): Promise<string> {
  const options = { timeout: LONGEST_MS, maxBuffer: MOST_BYTES, env: process.env };
  return new Promise((resolve, reject) => {
    execFile('kubectl', [...args], options, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      const reason = missing
        ? 'kubectl was not found'
        : `kubectl ${args.join(' ')} failed: ${lastLine(stderr || error.message).replace(/[.?!]$/, '')}`;
      return reject(new KubectlError(reason, missing, stdout, stderr));
    });
  });
}

export function lastLine(text: string): string {
  return printable(text.trim().split('\n').pop() ?? '');
}
