/** Where access logs come from. Lines are handed on as they come, and none is kept here. */
export interface LogSource {
  /** Whether nothing more will come. */
  readonly ended: boolean;
  /** What is read, for the report. */
  readonly reads: readonly string[];
  /** What went wrong with a part of it. */
  readonly troubles: readonly string[];

  /**
   * Begins to read what is written from now on. Rejects with a `Trouble` when nothing can be read.
   */
  open(onLine: (line: string, seenBy: string) => void): Promise<void>;
  close(): Promise<void>;
}

/** Something that the user can mend: what is wrong, and what to do. */
export class Trouble extends Error {}

/** Cuts chunks of text into lines. A line that never ends is dropped, so that it cannot fill the memory. */
export class LineSplitter {
  private rest = '';
  private skipping = false;

  constructor(
    private readonly longest: number,
    private readonly onLine: (line: string) => void,
  ) {}

  public push(chunk: string): void {
    const lines = (this.rest + chunk).split('\n');
    this.rest = lines.pop()!;
    for (const line of lines) {
      if (!this.skipping) this.onLine(line);
      this.skipping = false;
    }
    if (this.rest.length > this.longest) {
      this.rest = '';
      this.skipping = true;
    }
  }
}
