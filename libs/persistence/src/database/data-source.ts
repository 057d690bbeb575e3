import pg from 'pg';
import { DataSource } from 'typeorm';
import { entities } from '../entities/index.js';
import { migrations } from '../migrations/index.js';

const { types } = pg;
const instant = (text: string): string => new Date(text).toISOString();

/** Days stay text and instants become ISO text: neither may pass through the machine's time zone. */
const parsers: Record<number, (text: string) => unknown> = {
  [types.builtins.DATE]: (text) => text,
  [types.builtins.TIMESTAMPTZ]: instant,
};

const typed = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    parsers[oid] ?? types.getTypeParser(oid, format as 'text'),
};

/** Entities and migrations are listed as classes: globs are fragile in ESM. Parameters are never logged. */
export function buildDataSource(databaseUrl: string, poolSize = 10): DataSource {
  return new DataSource({
    type: 'postgres',
    url: databaseUrl,
    poolSize,
    entities,
    migrations,
    synchronize: false,
    logging: false,
    applicationName: 'bangdai',
    extra: { types: typed, idleTimeoutMillis: 30_000 },
  });
}
