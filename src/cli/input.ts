import { closeSync, Dirent, openSync, readdirSync, readFileSync, readSync, statSync } from 'fs';
import { join, resolve } from 'path';
import { ClientIpUnreadable } from '../check/report';
import { DUMP_BYTES } from '../check/world/matters';
import { hasSign, isProgram } from '../forms/installs/signs';
import { ClientIpManifest } from '../forms/text';

/** What was given in a way that cannot be used. */
export class UsageError extends Error {}

export interface Input {
  readonly texts: readonly ClientIpManifest[];
  readonly unreadable: readonly ClientIpUnreadable[];
}

/** What is read of a folder: manifests and values, and Terraform. */
const READ = /\.(ya?ml|json|tf|tftpl|tpl)$/i;
const BARE = /^kustomization$/i;
const MOST_FILES = 20_000;
/** A larger file is refused before it is in memory. */
const MOST_BYTES = 512 * 1024 * 1024;

/** Folders and files with a dot that hold pipelines. */
const PIPELINES = /^\.(github|gitlab|circleci|gitlab-ci\.ya?ml)$/;

/**
 * Reads files, the manifests in folders, and standard input for `-`. Of a large dump, `sift` gives what is kept of it.
 */
export function readInput(
  paths: readonly string[],
  ignored: readonly string[] = [],
  sift?: (bytes: Uint8Array) => string,
): Input {
  const texts: ClientIpManifest[] = [];
  const unreadable: ClientIpUnreadable[] = [];
  for (const path of paths.flatMap((one) => (one === '-' ? ['-'] : filesOf(one, ignored)))) {
    const name = path === '-' ? 'stdin' : path;
    const bytes = path === '-' ? readBounded(0) : readFile(path);
    const text = bytes && (sift && isDump(bytes) ? siftOrDecode(bytes, sift) : decode(bytes));
    // Of programs only those count that install Kong.
    if (isProgram(name) && !(typeof text === 'string' && hasSign({ name, text }))) continue;
    if (text === undefined || typeof text === 'number') {
      const message =
        text === undefined
          ? `the input is larger than ${MOST_BYTES / 1024 / 1024} MB; give it in parts`
          : 'this is not UTF-8';
      unreadable.push({ file: name, line: text ?? 1, message });
    } else {
      texts.push({ name, text });
    }
  }
  return { texts, unreadable };
}

function filesOf(path: string, ignored: readonly string[]): string[] {
  const found: string[] = [];
  const programs: string[] = [];
  const skips = new Set(ignored.map((one) => resolve(one)));
  const waiting = [path];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (!isFolder(next)) {
      (isProgram(next) ? programs : found).push(next);
      if (found.length > MOST_FILES) {
        throw new UsageError(`${path} holds more than ${MOST_FILES} manifests; name a folder inside it`);
      }
      continue;
    }
    const entries = readdirSync(next, { withFileTypes: true }).filter(
      (entry) => (!entry.name.startsWith('.') || PIPELINES.test(entry.name)) && entry.name !== 'node_modules',
    );
    waiting.push(
      ...entries
        .filter((entry) => isRead(entry, next!))
        .map((entry) => join(next!, entry.name))
        .filter((one) => !skips.has(resolve(one)))
        .sort()
        .reverse(),
    );
  }
  return [...found, ...programs.slice(0, MOST_FILES)];
}

/**
 * Links to files are read, as mounted ConfigMaps and build systems make them; links to folders are not, since they
 * may lead in a circle.
 */
function isRead(entry: Dirent, folder: string): boolean {
  if (entry.isDirectory()) return true;
  const named = READ.test(entry.name) || BARE.test(entry.name) || isProgram(entry.name);
  if (!named) return false;
  return entry.isFile() || (entry.isSymbolicLink() && isLinkToFile(join(folder, entry.name)));
}

function isLinkToFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new UsageError(
      `${path} cannot be read: ` +
        `${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message}`,
    );
  }
}

function readFile(path: string): Buffer | undefined {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return readPipe(path);
    return stat.size <= MOST_BYTES ? readFileSync(path) : undefined;
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

/** A pipe has no size. */
function readPipe(path: string): Buffer | undefined {
  const descriptor = openSync(path, 'r');
  try {
    return readBounded(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function readBounded(descriptor: number): Buffer | undefined {
  const chunks: Buffer[] = [];
  let total = 0;
  for (;;) {
    const chunk = Buffer.alloc(64 * 1024);
    const count = readChunk(descriptor, chunk);
    if (count === 0) return Buffer.concat(chunks);
    total += count;
    if (total > MOST_BYTES) return undefined;
    chunks.push(chunk.subarray(0, count));
  }
}

/** Standard input that is a terminal or a pipe without a writer yet is not ready at once. */
function readChunk(descriptor: number, chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, chunk);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

const MARKS: Readonly<Record<string, string>> = { fffe: 'utf-16le', feff: 'utf-16be' };

function isDump(bytes: Buffer): boolean {
  return bytes.length > DUMP_BYTES && MARKS[bytes.toString('hex', 0, 2)] === undefined;
}

function siftOrDecode(bytes: Buffer, sift: (bytes: Uint8Array) => string): string | number {
  try {
    return sift(bytes);
  } catch {
    return decode(bytes);
  }
}

/** The text, or the line at which it ceases to be one. UTF-16, which Windows PowerShell writes, begins with a mark. */
function decode(bytes: Buffer): string | number {
  const encoding = MARKS[bytes.toString('hex', 0, 2)] ?? 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    const text = bytes.toString('utf8');
    return text.slice(0, text.indexOf('\uFFFD')).split('\n').length;
  }
}
