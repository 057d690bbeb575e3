import { migrate } from '../database/migrate.js';

/** `node dist/cli/migrate.js`: schema, then role and rights of the application. */
async function main(): Promise<void> {
  const adminUrl = process.env['BANGDAI_ADMIN_DATABASE_URL'];
  const applicationUrl = process.env['BANGDAI_DATABASE_URL'];
  if (!adminUrl || !applicationUrl) {
    throw new Error('BANGDAI_ADMIN_DATABASE_URL and BANGDAI_DATABASE_URL must be set');
  }
  const run = await migrate({ adminUrl, applicationUrl });
  console.log(run.length === 0 ? 'database is up to date' : `database migrated: ${run.join(', ')}`);
}

main().catch((error: unknown) => {
  // The message may quote a statement with a password: only its kind is shown.
  const { message, driverError } = error as { message: string; driverError?: { code?: string } };
  console.error(`migration failed: ${driverError?.code ?? message}`);
  process.exitCode = 1;
});
