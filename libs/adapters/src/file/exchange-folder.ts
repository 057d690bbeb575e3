import { createHash } from 'node:crypto';
import { access, mkdir, open, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * The folder that is shared with one counterpart: `out/` what we write, `in/` what it writes, `sent/` our own copy of
 * what went out, `in/processed/` and `in/refused/` what was read. A file counts from the moment its `.done` marker is
 * there; `.sha256` holds its checksum. Files are written under another name and renamed, so that nobody reads half of one.
 */
export class ExchangeFolder {
  constructor(readonly root: string) {}

  /**
   * Writes a file once: the same name with the same text again changes nothing. Our own copy is made before the marker
   * that shows the file to the counterpart, so that what it may have seen is always known here.
   * @param text what the file says; workbooks that say the same differ in their bytes, so this is kept and compared
   * @returns false when another text went out under this name
   */
  async send(name: string, content: string | Uint8Array, text = String(content)): Promise<boolean> {
    const isText = typeof content === 'string';
    const sent = await this.read(isText ? `sent/${name}` : `sent/${name}.text`);
    if (sent !== null && sent.toString('utf8') !== text) return false;
    if (sent === null) {
      await this.write(`out/${name}`, content);
      await this.write(`out/${name}.sha256`, sha256(content));
      if (!isText) await this.write(`sent/${name}.text`, text);
      await this.write(`sent/${name}`, content);
    }
    await this.finish(name);
    return true;
  }

  /**
   * Whether the counterpart can have seen this file. A file whose writing was cut off between our copy and the marker is
   * finished now; one that was taken away by the counterpart is not written again.
   */
  async wasSent(name: string): Promise<boolean> {
    if ((await this.read(`sent/${name}`)) === null) return false;
    await this.finish(name);
    return true;
  }

  /** Files of the counterpart that are complete by their marker, in order of their names. */
  async arrived(): Promise<{ name: string; bytes: Buffer; isWhole: boolean }[]> {
    await mkdir(path.join(this.root, 'in'), { recursive: true });
    const names = await readdir(path.join(this.root, 'in'));
    const ready = names.filter((name) => names.includes(`${name}.done`)).sort();
    const files = ready.map(async (name) => {
      const bytes = await this.read(`in/${name}`);
      const told = await this.read(`in/${name}.sha256`);
      const isWhole = bytes !== null && told?.toString('utf8').trim().split(/\s/)[0] === sha256(bytes);
      return { name, bytes: bytes ?? Buffer.alloc(0), isWhole };
    });
    return Promise.all(files);
  }

  /** Puts a file away with the result of each of its rows beside it. */
  async putAway(name: string, where: 'processed' | 'refused', result: string): Promise<void> {
    await this.write(`in/${where}/${name}.result.csv`, result);
    for (const part of ['.done', '.sha256', ''])
      await rename(this.at(`in/${name}${part}`), this.at(`in/${where}/${name}${part}`)).catch(ignoreMissing);
  }

  private async finish(name: string): Promise<void> {
    const isThere = await access(this.at(`out/${name}`)).then(
      () => true,
      () => false,
    );
    if (isThere) await this.write(`out/${name}.done`, '');
  }

  private at(name: string): string {
    return path.join(this.root, name);
  }

  private async read(name: string): Promise<Buffer | null> {
    try {
      return await readFile(this.at(name));
    } catch (error) {
      ignoreMissing(error);
      return null;
    }
  }

  private async write(name: string, content: string | Uint8Array): Promise<void> {
    const file = this.at(name);
    const draft = `${file}.writing`;
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(draft, content);
    const handle = await open(draft, 'r+');
    await handle.sync().finally(() => handle.close());
    await rename(draft, file);
  }
}

export const sha256 = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex');

function ignoreMissing(error: unknown): void {
  if ((error as { code?: string }).code !== 'ENOENT') throw error;
}
