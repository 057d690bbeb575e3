import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';
import { describeError, redact, redactText } from './redact.js';

export type Logger = PinoLogger;

export interface LoggerOptions {
  /** Default: BANGDAI_LOG_LEVEL, else `info`. */
  level?: string;
  /** Default: standard output. */
  destination?: DestinationStream;
}

/**
 * JSON lines with time, level, process part and message. Everything that is logged passes through `redact`.
 * Messages are constants; what varies goes into the fields: `logger.info({ loanNo }, 'loan disbursed')`.
 */
export function createLogger(name: string, options: LoggerOptions = {}): Logger {
  const settings = {
    level: options.level ?? process.env.BANGDAI_LOG_LEVEL ?? 'info',
    base: { part: name },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: Record<string, unknown>) => redact(fields) as Record<string, unknown>,
    },
    hooks: { logMethod: logSafely },
  };
  return withSafeChildren(options.destination ? pino(settings, options.destination) : pino(settings));
}

/** Pino runs no formatter over the fields of a child, so they are made safe before it sees them. */
function withSafeChildren(logger: Logger): Logger {
  const child = logger.child;
  logger.child = function (this: Logger, fields: object, childOptions?: object) {
    return child.call(this, redact(fields) as object, childOptions);
  } as Logger['child'];
  return logger;
}

/**
 * Makes the arguments safe before pino looks at them: a bare error would otherwise lend its message to the line,
 * and arguments of `%s` would bypass the fields.
 */
function logSafely(this: Logger, args: unknown[], method: (...safe: never[]) => void): void {
  const [first, ...rest] = args;
  const safeRest = rest.map((argument) => redact(argument));
  const isError = Object.prototype.toString.call(first) === '[object Error]' || first instanceof Error;
  const safe = isError
    ? [{ err: describeError(first as Error) }, ...(safeRest.length > 0 ? safeRest : ['error'])]
    : [typeof first === 'string' ? redactText(first) : first, ...safeRest];
  method.apply(this, safe as never[]);
}
