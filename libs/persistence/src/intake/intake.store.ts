import type {
  Actor,
  CompensationStart,
  ImportConfirmation,
  InboxEntry,
  LoanStart,
  SubsidyListLine,
} from '@bangdai/contracts';
import { RefusedError } from '@bangdai/contracts';
import type {
  ApplicationForm,
  DocumentView,
  ImportView,
  IntakeStore,
  NewClaim,
  PortfolioRow,
} from '@bangdai/contracts/http';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { documentKeys } from '../loans/document.reader.js';
import { storeApplication } from './application.intake.js';
import { storeClaim } from './claim.intake.js';
import { correctAccount, storeForecast, type ForecastKey } from './settlement.intake.js';
import { getDocument, storeDocument } from './document.intake.js';
import { commitImport, createImport, importConfirmation, type ImportPreview } from './import.intake.js';

/** A loan is reported on by its own bank alone: another bank's report is about nothing that it knows. */
const LOAN_OF_BANK = `select 1 from loan where county = $1 and loan_no = $2 and bank = $3`;

/** Whom an inbox entry may concern, by its kind; the last value is the reporting bank. */
const SUBJECT_TABLES: Record<InboxEntry['kind'], string> = {
  loanDisbursed: LOAN_OF_BANK,
  repaymentReceived: LOAN_OF_BANK,
  overdueNoticed: LOAN_OF_BANK,
  recoveryReceived: `${LOAN_OF_BANK}
    union select 1 from claim where county = $1 and claim_no = $2 and bank = $3`,
  insuranceReported: `select 1 from claim where county = $1 and claim_no = $2 and $3 <> ''`,
  fundReplenished: `select 1 from claim where county = $1 and claim_no = $2 and $3 = '-'`,
  loanSettled: `select 1 from claim where county = $1 and claim_no = $2 and $3 = '-'`,
  subsidyListReceived: `select 1 from county where code = $1 and $2 <> '' and $3 <> ''`,
  clawbackFound: `select 1 from loan where county = $1 and loan_no = $2 and $3 = '-'`,
  clawbackSetOff: `select 1 from clawback where county = $1 and case_no = $2 and $3 <> ''`,
  paymentReported: `select 1 from payment_order where county = $1 and order_no = $2 and $3 <> ''`,
};

/** The third part of `bank:<county>:<code>`; other sources have none. */
const bankOf = (source: string): string => source.split(':')[2] ?? '-';

export class IntakeRepository implements IntakeStore {
  constructor(private readonly context: StoreContext) {}

  storeApplication(actor: Actor, commandId: string, form: ApplicationForm): Promise<LoanStart> {
    return storeApplication(this.context, actor, commandId, form);
  }

  async storeCommandText(commandId: string, subjectId: string, texts: Record<string, string>): Promise<void> {
    await this.context.database.transaction(async (db) => {
      for (const [key, text] of Object.entries(texts)) {
        const place = { table: 'command_text', column: 'text', rowId: `${commandId}/${key}` };
        await db.run(
          `insert into command_text (command_id, key, subject_id, text_enc) values ($1, $2, $3, $4) on conflict do nothing`,
          [commandId, key, subjectId, this.context.vault.seal(place, text)],
        );
      }
    });
  }

  storeClaim(actor: Actor, commandId: string, loanId: string, claim: NewClaim): Promise<CompensationStart> {
    return storeClaim(this.context, actor, commandId, loanId, claim);
  }

  storeDocument(
    actor: Actor,
    loanId: string,
    file: { key: string; fileName: string; mimeType: string; bytes: Uint8Array },
  ): Promise<DocumentView> {
    return storeDocument(this.context, actor, loanId, file);
  }

  documentKeys(loanId: string, seen: readonly string[] = []): Promise<string[]> {
    return this.context.database.read((db) => documentKeys(db, this.context, loanId, seen));
  }

  correctAccount(actor: Actor, settlementId: string, loanNo: string, account: string): Promise<void> {
    return correctAccount(this.context, actor, { settlementId, loanNo, account });
  }

  storeForecast(key: ForecastKey, lines: SubsidyListLine[]): Promise<void> {
    return storeForecast(this.context, key, lines);
  }

  getDocument(
    actor: Actor,
    documentId: string,
  ): Promise<DocumentView & { bytes: Uint8Array; loanId: string }> {
    return getDocument(this.context, actor, documentId);
  }

  async storeRefusal(
    actor: Actor,
    commandId: string,
    subjectId: string | null,
    action: string,
    code: string,
  ): Promise<void> {
    await this.context.database.read((db) =>
      db.run(
        `insert into refusal (command_id, subject_id, actor_id, actor_role, action, code) values ($1, $2, $3, $4, $5, $6)`,
        [commandId, subjectId, actor.id, actor.role, action, code],
      ),
    );
  }

  /** @throws RefusedError `NOT_FOUND` when nobody on record is concerned */
  async storeInbox(entry: Omit<InboxEntry, 'id' | 'receivedAt'>): Promise<{ id: string; created: boolean }> {
    return this.context.database.transaction(async (db) => {
      const known = await this.findInbox(db, entry);
      if (known !== null) return { id: known, created: false };
      const concerned = await db.maybe(SUBJECT_TABLES[entry.kind], [
        entry.county,
        entry.subjectNo,
        bankOf(entry.source),
      ]);
      if (concerned === null) throw new RefusedError('NOT_FOUND');
      const created = await db.maybe<{ id: string }>(
        `insert into inbox (source, event_id, kind, county, subject_no, payload) values ($1, $2, $3, $4, $5, $6::jsonb)
         on conflict on constraint inbox_event_once do nothing returning id`,
        [
          entry.source,
          entry.eventId,
          entry.kind,
          entry.county,
          entry.subjectNo,
          JSON.stringify(entry.payload),
        ],
      );
      if (created !== null) return { id: created.id, created: true };
      return { id: (await this.findInbox(db, entry)) ?? '', created: false };
    });
  }

  private async findInbox(
    db: Db,
    { source, eventId }: { source: string; eventId: string },
  ): Promise<string | null> {
    const known = await db.maybe<{ id: string }>('select id from inbox where source = $1 and event_id = $2', [
      source,
      eventId,
    ]);
    return known?.id ?? null;
  }

  createImport(
    actor: Actor,
    preview: ImportPreview,
    fileSha256: string,
    rows: PortfolioRow[],
  ): Promise<ImportView> {
    return createImport(this.context, actor, preview, fileSha256, rows);
  }

  commitImport(actor: Actor, importId: string): Promise<ImportView> {
    return commitImport(this.context, actor, importId);
  }

  importConfirmation(importId: string): Promise<ImportConfirmation> {
    return this.context.database.read((db) => importConfirmation(db, importId));
  }
}
