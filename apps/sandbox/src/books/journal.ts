import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

/**
 * An append-only file of JSON lines. One line is one step of business (an array of entries), written and synced
 * before anybody is told: what was answered is in the file, whatever kills the process.
 */
export class Journal<Entry> {
  private constructor(
    private readonly handle: number,
    readonly kept: Entry[],
  ) {}

  static open<Entry>(file: string): Journal<Entry> {
    mkdirSync(path.dirname(file), { recursive: true });
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    // A line without its end was never answered for: the process died while writing it.
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    const handle = openSync(file, 'a');
    if (whole.length < text.length) ftruncateSync(handle, Buffer.byteLength(whole));
    const kept = whole
      .split('\n')
      .filter((line) => line !== '')
      .flatMap((line) => JSON.parse(line) as Entry[]);
    return new Journal(handle, kept);
  }

  append(entries: Entry[]): void {
    if (entries.length === 0) return;
    writeSync(this.handle, `${JSON.stringify(entries)}\n`);
    fsyncSync(this.handle);
  }

  close(): void {
    closeSync(this.handle);
  }
}
