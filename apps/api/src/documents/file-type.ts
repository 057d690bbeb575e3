/** File types that are taken, told by their first bytes; names and declared types are not believed. */
const signatures: readonly { mimeType: string; bytes: readonly number[] }[] = [
  { mimeType: 'application/pdf', bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { mimeType: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
  { mimeType: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
];

/** Null for anything else. */
export function fileTypeOf(bytes: Uint8Array): string | null {
  const found = signatures.find((signature) => signature.bytes.every((byte, at) => bytes[at] === byte));
  return found?.mimeType ?? null;
}

/** The last part of a path, without control characters and at most 200 characters: for display only. */
export function plainFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  return last.replace(/[\u0000-\u001f\u007f"]/g, '').slice(-200) || 'file';
}
