import { RefusedError } from '@bangdai/contracts';
import { z } from 'zod';

/**
 * Checks what came from outside.
 * @throws RefusedError FIELD_INVALID with the pointers of the faulty fields, never their values
 */
export function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const fields = result.error.issues.map((issue) => ({
    pointer: `/${issue.path.join('/')}`,
    code: /^[A-Z_]+$/.test(issue.message) ? issue.message : 'FIELD_INVALID',
  }));
  throw new RefusedError('FIELD_INVALID', [], fields.slice(0, 50));
}
