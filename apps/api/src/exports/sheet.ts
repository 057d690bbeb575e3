import type { Actor } from '@bangdai/contracts';
import type { Logger } from '@bangdai/platform';
import { StreamableFile } from '@nestjs/common';
import { today } from '../clock.js';
import { workbookOf, type Column } from './workbook.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A list as an Excel file named after it and the day; who took how much is logged, never what it says. */
export async function sheetOf<Row>(
  logger: Logger,
  actor: Actor,
  title: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): Promise<StreamableFile> {
  const bytes = await workbookOf('清单', columns, rows);
  logger.info({ actorId: actor.id, columns: columns.length, rows: rows.length }, 'list exported');
  return new StreamableFile(bytes, {
    type: XLSX,
    disposition: `attachment; filename*=UTF-8''${encodeURIComponent(`${title} ${today()}.xlsx`)}`,
    length: bytes.byteLength,
  });
}
