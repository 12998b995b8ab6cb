import { FileHandle, open } from 'fs/promises';
import { LONGEST_LINE } from './access-line';
import { LineSplitter, LogSource, Trouble } from './source';

const POLL_MS = 100;
const CHUNK = 64 * 1024;
const FOLLOW = 'follow the log, as by: kubectl logs -f … | cdk8s-kong-client-ip probe --log - …';

/** A file that Kong, or whatever collects its logs, appends to. */
export class LogFile implements LogSource {
  public readonly ended = false;
  public readonly reads: readonly string[];
  public readonly troubles: string[] = [];
  private file?: FileHandle;
  private timer?: NodeJS.Timeout;
  private reading: Promise<void> = Promise.resolve();

  constructor(private readonly path: string) {
    this.reads = [path];
  }

  public async open(onLine: (line: string, seenBy: string) => void): Promise<void> {
    try {
      this.file = await open(this.path, 'r');
    } catch (error) {
      const { message } = error as Error;
      throw new Trouble(`${this.path} cannot be read: ${message}; name the file that Kong's access log is written to`);
    }
    const file = this.file;
    const lines = new LineSplitter(LONGEST_LINE, (line) => onLine(line, this.path));
    const decoder = new TextDecoder();
    let offset = (await file.stat()).size;
    const read = async () => {
      const { size } = await file.stat();
      if (size < offset) offset = 0; // It was emptied, as by a rotation.
      const buffer = Buffer.alloc(CHUNK);
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, CHUNK, offset);
        if (bytesRead === 0) return;
        offset += bytesRead;
        lines.push(decoder.decode(buffer.subarray(0, bytesRead), { stream: true }));
      }
    };
    const failed = (error: Error) => {
      this.troubles.push(`${this.path}: ${error.message}`);
    };
    this.timer = setInterval(() => {
      this.reading = this.reading.then(read).catch(failed);
    }, POLL_MS);
  }

  public async close(): Promise<void> {
    clearInterval(this.timer);
    await this.reading;
    await this.file?.close();
  }
}

/** Standard input, or another stream that a followed log is written to. */
export class LogStream implements LogSource {
  public ended = false;
  public readonly reads: readonly string[];
  public readonly troubles: string[] = [];

  constructor(
    private readonly stream: NodeJS.ReadableStream,
    private readonly name: string,
  ) {
    this.reads = [name];
  }

  public async open(onLine: (line: string, seenBy: string) => void): Promise<void> {
    const lines = new LineSplitter(LONGEST_LINE, (line) => onLine(line, this.name));
    this.stream.setEncoding('utf8');
    this.stream.on('data', (chunk: string) => lines.push(chunk));
    this.stream.on('error', (error: Error) => this.troubles.push(`${this.name}: ${error.message}`));
    this.stream.on('end', () => {
      this.ended = true;
      this.troubles.push(`${this.name} ended; ${FOLLOW}`);
    });
  }

  public async close(): Promise<void> {
    this.stream.removeAllListeners('end');
    this.stream.pause();
    (this.stream as Partial<{ unref(): void }>).unref?.();
  }
}
