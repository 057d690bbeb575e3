/**
 * One JSON line on standard output. Fields are ids, codes and counts; bodies, names and accounts are never passed in.
 */
export type Log = (level: 'info' | 'warn' | 'error', message: string, fields?: LogFields) => void;

type LogFields = Record<string, string | number | boolean | null | string[]>;

export const logToOutput: Log = (level, msg, fields = {}) => {
  process.stdout.write(
    `${JSON.stringify({ level, time: new Date().toISOString(), part: 'sandbox', ...fields, msg })}\n`,
  );
};

export const logNothing: Log = () => undefined;
