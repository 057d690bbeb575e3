import { z } from 'zod';

/** What only the API is told; all else is in the platform's configuration. */
const schema = z.object({
  /** How long a command waits for a worker before it is parked or refused, ms. */
  BANGDAI_COMMAND_DEADLINE_MS: z.coerce.number().int().min(100).max(60_000).default(5_000),
  BANGDAI_SESSION_IDLE_MINUTES: z.coerce.number().int().min(1).max(480).default(30),
  BANGDAI_SESSION_HOURS: z.coerce.number().int().min(1).max(24).default(8),
  /** Workflows of imported loans started per second at most. */
  BANGDAI_IMPORT_START_RATE: z.coerce.number().int().min(1).max(500).default(60),
  BANGDAI_API_HOST: z.string().default('127.0.0.1'),
});

export interface ApiSettings {
  host: string;
  commandDeadlineMs: number;
  sessionIdleMs: number;
  sessionMs: number;
  importStartRatePerSecond: number;
}

export function loadSettings(env: NodeJS.ProcessEnv): ApiSettings {
  const values = schema.parse(env);
  return {
    host: values.BANGDAI_API_HOST,
    commandDeadlineMs: values.BANGDAI_COMMAND_DEADLINE_MS,
    sessionIdleMs: values.BANGDAI_SESSION_IDLE_MINUTES * 60_000,
    sessionMs: values.BANGDAI_SESSION_HOURS * 3_600_000,
    importStartRatePerSecond: values.BANGDAI_IMPORT_START_RATE,
  };
}
