/** Comma-separated values (RFC 4180) in UTF-8 with a byte order mark, as office programs open and save them. */

const quoted = /[",\r\n]/;

/** A leading sign would be taken for a formula by office programs; ours never begin so, texts of people may. */
const formula = /^[=+\-@\t\r]/;

function cell(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return quoted.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function formatCsv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** Null for a text whose last quotation is never closed. Bytes that are no UTF-8 are read as GB 18030. */
export function parseCsv(bytes: Uint8Array): string[][] | null {
  const text = decode(bytes);
  const rows: string[][] = [[]];
  let field = '';
  let isQuoted = false;
  const endField = (): void => {
    rows.at(-1)?.push(field);
    field = '';
  };
  for (let i = 0; i < text.length; i += 1) {
    const sign = text.charAt(i);
    if (isQuoted) {
      if (sign !== '"') field += sign;
      else if (text.charAt(i + 1) === '"') {
        field += '"';
        i += 1;
      } else isQuoted = false;
    } else if (sign === '"') isQuoted = true;
    else if (sign === ',') endField();
    else if (sign === '\n') {
      endField();
      rows.push([]);
    } else if (sign !== '\r') field += sign;
  }
  if (isQuoted) return null;
  endField();
  return rows.filter((row) => row.some((one) => one !== ''));
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}
