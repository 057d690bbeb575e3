import {
  CounterpartRefusedError,
  CounterpartUnavailableError,
  OutcomeUnknownError,
  RefusedError,
} from '@bangdai/contracts';
import { DomainError } from '@bangdai/domain';
import { ApplicationFailure } from '@temporalio/common';

/**
 * Turns whatever an activity threw into a failure that carries a code and nothing else: messages of databases and
 * counterparts may quote personal data, and failures travel into histories and logs.
 */
export function codedFailure(error: unknown): Error {
  if (error instanceof ApplicationFailure) return error;
  if (error instanceof RefusedError) return refusal(error.code, error.reasons);
  if (error instanceof DomainError || error instanceof CounterpartRefusedError) return refusal(error.code);
  if (error instanceof CounterpartUnavailableError || error instanceof OutcomeUnknownError)
    return passing(error.code);
  return passing(codeOf(error));
}

function refusal(code: string, details: string[] = []): ApplicationFailure {
  return ApplicationFailure.create({ message: code, type: code, nonRetryable: true, details });
}

/** Tried again: an outage passes, and a defect shows by its code in the pending activity until it is mended. */
function passing(code: string): ApplicationFailure {
  return ApplicationFailure.create({ message: code, type: code, nonRetryable: false });
}

/** Codes of Node and PostgreSQL tell the kind of fault without quoting data. */
function codeOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  if (typeof code === 'string' && /^[A-Za-z0-9_.-]{1,60}$/.test(code)) return code;
  return typeof name === 'string' && /^[A-Za-z]{1,60}$/.test(name) ? name : 'UNKNOWN';
}

type Method = (input: never) => Promise<unknown>;

/** Names of the methods of a port that are activities. */
type Names<Port> = { [Name in keyof Port]: Port[Name] extends Method ? Name : never }[keyof Port];

/** The named methods as activities: bound to their object, every fault as a coded failure. */
export function asActivities<Port extends object, Name extends Names<Port>>(
  port: Port,
  names: readonly Name[],
): Pick<Port, Name> {
  const entries = names.map((name) => {
    const method = port[name] as Method;
    const activity = async (input: never): Promise<unknown> => {
      try {
        return await method.call(port, input);
      } catch (error) {
        throw codedFailure(error);
      }
    };
    return [name, activity] as const;
  });
  return Object.fromEntries(entries) as Pick<Port, Name>;
}
