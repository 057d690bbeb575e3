/** A cell as the file holds it: text, a number, a real date, or nothing. */
export type Cell = string | number | boolean | Date | null | undefined;

/** One sheet: `rows[0]` is row 1 of the sheet as people count. */
export interface SheetTable {
  rows: Cell[][];
}

const interpuncts = /[•．‧・∙]/g;

/**
 * Text as it is stored: trimmed, composed (NFC), full-width digits and letters narrowed, and the one
 * interpunct of personal names "·" (U+00B7), which files write in five ways.
 */
export function textOf(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return String(cell)
    .replace(interpuncts, '·')
    .replace(/[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A]/g, (char) =>
      String.fromCharCode(char.charCodeAt(0) - 0xfee0),
    )
    .replace(/\u3000/g, ' ')
    .normalize('NFC')
    .trim();
}
