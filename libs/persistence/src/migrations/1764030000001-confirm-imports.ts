import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Legacy loans enter by two people: who has to agree to which bank's rows of a file, and what they said. */
export class ConfirmImports1764030000001 implements MigrationInterface {
  name = 'ConfirmImports1764030000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table import_batch add column uploaded_bank text, add column submitted_by text;
      alter table import_row add column bank text;
      update import_row r set bank = coalesce(
        (select b.code from bank b where b.county = i.county and r.data->>'bankName' in (b.code, b.name) limit 1),
        (select b.code from bank b where b.county = i.county and b.main limit 1))
      from import_batch i where i.id = r.import_id;
      alter table import_row alter column bank set not null;
      create index import_row_of_bank on import_row (import_id, bank, row_no);
      create table import_confirmation (
        import_id uuid not null references import_batch, bank text not null, role text not null check (role in ('bank', 'countyOffice')),
        task_id text not null unique, rows integer not null check (rows > 0), balance numeric(18,2) not null,
        state text not null default 'waiting' check (state in ('waiting', 'confirmed', 'returned')),
        decided_by text, decided_at timestamptz, command_id text,
        primary key (import_id, bank)
      );
      create index import_confirmation_of_bank on import_confirmation (bank, import_id);
    `);
    await this.letTasksBeAboutImports(runner);
  }

  /** Further subjects may have been added before: the list is widened, never written anew. */
  private async letTasksBeAboutImports(runner: QueryRunner): Promise<void> {
    await runner.query(`
      do $$
      declare known text;
      begin
        select substring(pg_get_constraintdef(oid) from 'CHECK \\((.*)\\)$') into known
          from pg_constraint where conname = 'task_subject_check' and conrelid = 'task'::regclass;
        alter table task drop constraint task_subject_check;
        execute format('alter table task add constraint task_subject_check check (%s or subject = ''import'')', known);
      end $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from task where subject = 'import';
      alter table task drop constraint task_subject_check;
      alter table task add constraint task_subject_check check (subject in ('loan', 'settlement', 'claim'));
      drop table import_confirmation;
      alter table import_row drop column bank;
      alter table import_batch drop column uploaded_bank, drop column submitted_by;
    `);
  }
}
