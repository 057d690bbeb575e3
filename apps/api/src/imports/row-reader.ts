import type { ImportError } from '@bangdai/contracts/http';
import { faultTexts, warningTexts, type FaultCode, type WarningCode } from './fault-texts.js';
import type { Field } from './portfolio-formats.js';
import { textOf, type Cell } from './portfolio-table.js';
import type { RecognisedTable } from './recognise-format.js';

/** The cells of one row by field, with the faults found in them. */
export class RowReader {
  readonly faults: ImportError[] = [];
  readonly warnings: ImportError[] = [];

  constructor(
    private readonly table: RecognisedTable,
    private readonly cells: Cell[],
    /** Row of the sheet as people count: the first is 1. */
    readonly rowNo: number,
  ) {}

  has(field: Field): boolean {
    return this.table.columns.has(field);
  }

  cell(field: Field): Cell {
    const column = this.table.columns.get(field);
    return column === undefined ? null : this.cells[column];
  }

  text(field: Field): string {
    return textOf(this.cell(field));
  }

  /** Text that must be there (and fit its column in the record). */
  required(field: Field, code: FaultCode = 'missingCell', max = 100): string {
    const text = this.text(field);
    if (this.has(field) && text === '') this.fault(field, code);
    return this.limited(field, text, max);
  }

  optional(field: Field, max = 100): string {
    return this.limited(field, this.text(field), max);
  }

  fault(field: Field, code: FaultCode): void {
    this.faults.push(this.note(field, code, faultTexts[code]));
  }

  warn(field: Field, code: WarningCode): void {
    this.warnings.push(this.noteOf(field, code));
  }

  noteOf(field: Field, code: WarningCode): ImportError {
    return this.note(field, code, warningTexts[code]);
  }

  private limited(field: Field, text: string, max: number): string {
    if (text.length > max) this.fault(field, 'textTooLong');
    return text;
  }

  /** A merged head names a leaf by its last part: 家庭住址/镇 is the column 镇. */
  private note(field: Field, code: string, detail: string): ImportError {
    const { titles, optionalTitles } = this.table.format;
    const title = titles[field] ?? optionalTitles[field] ?? field;
    return { row: this.rowNo, column: title.split('/').at(-1) ?? title, code, detail };
  }
}
