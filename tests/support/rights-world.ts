import type { StaffRole } from '@bangdai/contracts';
import {
  activeLoan,
  createTestDatabase,
  overdueLoan,
  villageActor,
  type TestDatabase,
} from '@bangdai/persistence/testing';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Client as Postgres } from 'pg';

/** The county that everything lies in, and one that has no business there. */
export const home = 'bachu-2024';
export const abroad = 'yubei-2021';
const village = '龙兴镇/北山村';
const hour = 3_600_000;

/** Platform roles, a further party of the home county's pack, and a word that is no role at all. */
export const rolesAsked: readonly StaffRole[] = [
  ...['village', 'township', 'countyOffice', 'bank', 'bankManager', 'finance', 'treasury', 'implementer'],
  ...['supervisor', 'auditor', 'systemAdmin', 'securityAdmin', 'nobody'],
];

/** `own`: where the subjects lie; `beside`: elsewhere in the county, for desks of one place or bank; `abroad`: another county. */
export type Standing = 'own' | 'beside' | 'abroad';

const posts: Partial<Record<StaffRole, { own: Post; beside: Post }>> = {
  village: { own: { place: village }, beside: { place: '龙兴镇/南山村' } },
  township: { own: { place: '龙兴镇' }, beside: { place: '巴山镇' } },
  bank: { own: { bank: 'main' }, beside: { bank: 'second' } },
  bankManager: { own: { bank: 'main' }, beside: { bank: 'second' } },
};
interface Post {
  place?: string;
  bank?: string;
}

export const standingsOf = (role: StaffRole): Standing[] =>
  posts[role] === undefined ? ['own', 'abroad'] : ['own', 'beside', 'abroad'];

/** Ids by the name of the path parameter or subject. */
export type Subjects = Record<
  | 'loan'
  | 'overdue'
  | 'claim'
  | 'settlement'
  | 'clawback'
  | 'import'
  | 'document'
  | 'task'
  | 'taskFile'
  | 'case'
  | 'fund'
  | 'entry'
  /** An id that is nobody's. */
  | 'nobody',
  string
>;

/** One row of each kind in the home county, and people of all roles who look at it from everywhere. */
export class RightsWorld {
  private constructor(
    readonly database: TestDatabase,
    private readonly owner: Postgres,
    readonly subjects: Subjects,
    /** Texts that stand in the home county's rows and nowhere else. */
    readonly marks: readonly string[],
    /** Number of the loan in the home village. */
    readonly loanNo: string,
  ) {}

  static async open(): Promise<RightsWorld> {
    const database = await createTestDatabase();
    const owner = new Postgres({ connectionString: database.adminUrl });
    await owner.connect();
    await owner.query(
      `insert into bank (county, code, name, main) values ('${home}', 'second', '第二银行', false)`,
    );
    const { subjects, marks, loanNo } = await seed(database, owner);
    return new RightsWorld(database, owner, subjects, marks, loanNo);
  }

  async close(): Promise<void> {
    await this.owner.end();
    await this.database.drop();
  }

  /** @returns the token of a session of this person's own */
  async signIn(role: StaffRole, standing: Standing): Promise<string> {
    const id = await this.account(role, standing);
    return this.session(id, Date.now(), Date.now() + hour);
  }

  /** Sessions that are over: idled out, past the longest time, and of an account that was shut. */
  async visitors(): Promise<Record<string, string | null>> {
    const office = await this.account('countyOffice', 'own');
    const shut = await this.account('countyOffice', 'own');
    await this.owner.query('update staff set disabled = true where id = $1', [shut]);
    return {
      anonymous: null,
      idle: await this.session(office, Date.now(), Date.now() - 1),
      expired: await this.session(office, Date.now() - 25 * hour, Date.now() + hour),
      disabled: await this.session(shut, Date.now(), Date.now() + hour),
    };
  }

  private async account(role: StaffRole, standing: Standing): Promise<string> {
    const id = randomUUID();
    const post = posts[role]?.[standing === 'beside' ? 'beside' : 'own'] ?? {};
    await this.owner.query(
      `insert into staff (id, username, display_name, password_hash, role, county, place, bank, disabled)
       values ($1, $2, $3, 'none', $4, $5, $6, $7, false)`,
      [
        ...[id, `${role}-${id}`, role, role, standing === 'abroad' ? abroad : home],
        ...[post.place ?? '', post.bank ?? null],
      ],
    );
    return id;
  }

  /** As the API writes it: random text and the time of sign-in, of which the database keeps the hash. */
  private async session(staffId: string, signedInAt: number, endsAt: number): Promise<string> {
    const token = `${randomBytes(32).toString('base64url')}.${signedInAt.toString(36)}`;
    const hash = createHash('sha256').update(token).digest('hex');
    await this.database.persistence.identity.createSession(staffId, hash, new Date(endsAt));
    return token;
  }
}

async function seed(
  database: TestDatabase,
  owner: Postgres,
): Promise<{ subjects: Subjects; marks: readonly string[]; loanNo: string }> {
  const { persistence } = database;
  const loan = await activeLoan(persistence, { on: '2024-02-01' }, { amount: '30017.00' });
  const overdue = await overdueLoan(persistence, '30019.00');
  const pack = database.packs.versions(home)[0];
  const ids = {
    ...{ claim: randomUUID(), settlement: randomUUID(), clawback: randomUUID(), import: randomUUID() },
    ...{ task: `${loan.loanId}.villageReview.1`, case: randomUUID() },
  };
  const rows: [string, unknown[]][] = [
    [
      `insert into claim (id, claim_no, county, loan_id, bank, place, cause, proofs, filed_by, command_id, principal)
       values ($1, 'CLAIM-MARK', $2, $3, 'main', $4, 'illness', '[]', 'x', 'c', 100)`,
      [ids.claim, home, overdue.loanId, village],
    ],
    [
      `insert into settlement (id, settlement_no, county, bank, period_from, period_to, settle_on, cut_off_on, stage, scheme_key, pack_version, product, payee, opened_by)
       values ($1, 'SETTLEMENT-MARK', $2, 'main', '2023-12-21', '2024-03-21', '2024-03-20', '2024-03-27', 'underReview', $3, $4, 'household', 'bank', 'x')`,
      [ids.settlement, home, pack?.schemeKey, pack?.packVersion],
    ],
    [
      `insert into settlement_line (settlement_id, loan_id, loan_no, township, village, period_from, period_to, nights, interest, subsidy_rate, subsidy, borrower_share, state)
       values ($1, $2, $3, '龙兴镇', '北山村', '2024-02-01', '2024-03-21', 49, 100, 0.0395, 100, 0, 'failed')`,
      [ids.settlement, loan.loanId, loan.loanNo],
    ],
    [
      `insert into clawback (id, case_no, county, loan_id, bank, place, cause, from_on, command_id, opened_on)
       values ($1, 'CLAWBACK-MARK', $2, $3, 'main', $4, 'misuse', '2024-02-01', 'k', '2024-03-01')`,
      [ids.clawback, home, loan.loanId, village],
    ],
    [
      `insert into task (id, kind, subject, subject_id, subject_no, county, place, township, village, bank, step_key, title, role, desk, opened_on, outcomes, requires, requires_detail, needs_meeting)
       values ($1, 'review', 'loan', $2, $3, $4, $5, '龙兴镇', '北山村', 'main', 'villageReview', 'TASK-MARK', 'village', 'village', '2024-02-01', '["approve"]', '[]', false, false)`,
      [ids.task, loan.loanId, loan.loanNo, home, village],
    ],
    [
      `insert into reconciliation_case (id, county, kind, source, ref, loan_id, loan_no, owner, bank, on_day, opened_on, last_seen_on)
       values ($1, $2, 'amount', 'bank:${home}:main', 'CASE-MARK', $3, $4, 'countyOffice', 'main', '2024-03-01', '2024-03-01', '2024-03-01')`,
      [ids.case, home, loan.loanId, loan.loanNo],
    ],
    [
      `insert into reconciliation_run (county, on_day, from_day, to_day, entries, missing, opened, settled, open)
       values ($1, '2024-03-01', '2024-02-01', '2024-03-01', 1, 0, 1, 0, 1)`,
      [home],
    ],
  ];
  for (const [text, values] of rows) await owner.query(text, values);
  const clerk = villageActor(home, village);
  const scan = { key: 'idCard', fileName: 'a.pdf', mimeType: 'application/pdf', bytes: Buffer.from('%PDF') };
  const document = await persistence.intake.storeDocument(clerk, loan.loanId, scan);
  const taskFile = await persistence.desk.storeFile(clerk, ids.task, { ...scan, key: 'servedNotice' });
  const finance = { id: 'x', role: 'finance', county: home, place: '', bank: null };
  const planned = { county: home, year: 2024, kind: 'planned' as const, amount: '5.00' };
  await persistence.budgets.record(finance, 'budget', { ...planned, day: '2024-01-05', documentNo: 'B-0' });
  const { importId } = await importBatch(database);
  const one = async (text: string): Promise<string> => String((await owner.query(text)).rows[0]?.id);
  const subjects: Subjects = {
    ...ids,
    ...{ document: document.id, taskFile: taskFile.id },
    import: importId,
    nobody: randomUUID(),
    loan: loan.loanId,
    overdue: overdue.loanId,
    fund: await one(`select id from fund where county = '${home}'`),
    entry: await one(`select id from journal_entry where county = '${home}' order by id limit 1`),
  };
  const { loanNo } = loan;
  return { subjects, marks: [home, loanNo, '30017.00', ...Object.values(subjects)], loanNo };
}

async function importBatch({ persistence }: TestDatabase): Promise<{ importId: string }> {
  const actor = { id: 'x', role: 'countyOffice', county: home, place: '', bank: null };
  const preview = {
    ...{ county: home, fileName: '台账.csv', format: 'portfolioCsv' as const, asOf: '2024-01-25' },
    ...{ rows: 0, good: 0, bad: 0, balance: '0.00', errors: [], sample: [] },
  };
  const { id } = await persistence.intake.createImport(actor, preview, 'sha', []);
  return { importId: id };
}
