import { RefusedError } from '@bangdai/contracts';
import type { DataSource, QueryRunner } from 'typeorm';

/** One connection, inside or outside a transaction; rows come as plain objects, money and dates as text. */
export class Db {
  constructor(private readonly runner: QueryRunner) {}

  async rows<Row>(sql: string, params: unknown[] = []): Promise<Row[]> {
    const result = await this.runner.query(sql, params, true);
    return result.records as Row[];
  }

  async maybe<Row>(sql: string, params: unknown[] = []): Promise<Row | null> {
    return (await this.rows<Row>(sql, params))[0] ?? null;
  }

  /** @throws RefusedError `NOT_FOUND` */
  async one<Row>(sql: string, params: unknown[] = []): Promise<Row> {
    const row = await this.maybe<Row>(sql, params);
    if (row === null) throw new RefusedError('NOT_FOUND');
    return row;
  }

  /** Number of rows that the statement touched. */
  async run(sql: string, params: unknown[] = []): Promise<number> {
    const result = await this.runner.query(sql, params, true);
    return result.affected ?? result.records.length;
  }
}

/** A deadlock or a lost race on a key is answered by the same work once more: it sees the winner's rows then. */
const RETRIED = new Set(['40001', '40P01']);

/** One receipt number told for two loans at once: the second try finds it taken and refuses it by its own code. */
const RACED_KEYS = new Set(['receipt_once', 'recovery_receipt_once']);

const isLostRace = (error: unknown): boolean =>
  RETRIED.has(sqlState(error) ?? '') || RACED_KEYS.has(violatedConstraint(error) ?? '');

export function sqlState(error: unknown): string | null {
  const driver = (error as { driverError?: { code?: string } }).driverError;
  return driver?.code ?? null;
}

/** Name of the constraint that a failed statement hit. */
export function violatedConstraint(error: unknown): string | null {
  return (error as { driverError?: { constraint?: string } }).driverError?.constraint ?? null;
}

export class Database {
  constructor(readonly dataSource: DataSource) {}

  async read<T>(work: (db: Db) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      return await work(new Db(runner));
    } finally {
      await runner.release();
    }
  }

  async transaction<T>(work: (db: Db) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(work);
      } catch (error) {
        if (attempt >= 5 || !isLostRace(error)) throw error;
      }
    }
  }

  private async once<T>(work: (db: Db) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    await runner.connect();
    try {
      await runner.startTransaction();
      const result = await work(new Db(runner));
      await runner.commitTransaction();
      return result;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      throw error;
    } finally {
      await runner.release();
    }
  }
}
