import { RefusedError } from '@bangdai/contracts';

/** A workbook of 100,000 rows is about 60 MB unpacked, in a dozen parts. */
const maxUnpackedBytes = 200 * 1024 * 1024;
const maxParts = 1_000;

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const endBytes = 22;
const maxCommentBytes = 65_535;

/**
 * Adds up what the parts of a ZIP say they unpack to, before anything is unpacked. (The reader itself stops a
 * part that unpacks to more than it said.)
 * @throws RefusedError `FILE_INVALID`
 */
export function refuseZipBomb(bytes: Uint8Array): void {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endRecordOf(view);
  const parts = view.readUInt16LE(end + 10);
  let at = view.readUInt32LE(end + 16);
  let unpacked = 0;
  if (parts > maxParts) throw new RefusedError('FILE_INVALID');
  for (let part = 0; part < parts; part += 1) {
    const { size, next } = partAt(view, at);
    unpacked += size;
    at = next;
  }
  if (unpacked > maxUnpackedBytes) throw new RefusedError('FILE_INVALID');
}

/** A part that does not say its size would be unpacked without a bound; only folders are empty. */
function partAt(view: Buffer, at: number): { size: number; next: number } {
  if (at + 46 > view.length || view.readUInt32LE(at) !== entrySignature)
    throw new RefusedError('FILE_INVALID');
  const nameEnd = at + 46 + view.readUInt16LE(at + 28);
  const size = view.readUInt32LE(at + 24);
  const isFolder = view[nameEnd - 1] === 0x2f;
  if (size === 0 && !isFolder) throw new RefusedError('FILE_INVALID');
  return { size, next: nameEnd + view.readUInt16LE(at + 30) + view.readUInt16LE(at + 32) };
}

/** The end record stands at the end, before a comment of any length. */
function endRecordOf(view: Buffer): number {
  const first = Math.max(0, view.length - endBytes - maxCommentBytes);
  for (let at = view.length - endBytes; at >= first; at -= 1) {
    if (view.readUInt32LE(at) === endSignature) return at;
  }
  throw new RefusedError('FILE_INVALID');
}
