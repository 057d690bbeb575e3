import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';

/** Bare HTTP with one row from the database: `node floor-server.js <database url>`; prints its port when it listens. */
const pool = new Pool({ connectionString: process.argv[2] ?? '', max: 10 });
const server = createServer((_request, response) => {
  pool.query('select code, name from county limit 1').then(
    ({ rows }) => response.end(JSON.stringify(rows)),
    (error: Error) => response.writeHead(500).end(error.message),
  );
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
process.once('SIGTERM', () => process.exit(0));
