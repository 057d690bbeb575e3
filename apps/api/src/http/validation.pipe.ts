import { RefusedError, errorTexts } from '@bangdai/contracts';
import { isCivilDate } from '@bangdai/domain';
import {
  Injectable,
  StandardSchemaValidationPipe,
  type ArgumentMetadata,
  type StandardSchemaValidationPipeOptions,
} from '@nestjs/common';

type Issues = Parameters<NonNullable<StandardSchemaValidationPipeOptions['exceptionFactory']>>[0];
/** zod's own fields beside those of the standard. */
type Issue = Issues[number] & { code?: string; keys?: string[] };
type Field = { pointer: string; code: string };

/** Validates bodies and queries by their zod schema; faults become codes with JSON pointers. */
@Injectable()
export class ValidationPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: (issues) => refusalOfFields(issues.flatMap(fieldsOf)) });
  }

  override async transform<T = unknown>(value: T, metadata: ArgumentMetadata): Promise<T> {
    const valid: T = await super.transform(value, metadata);
    if (metadata.schema) {
      const impossible = impossibleDays(valid, '');
      if (impossible.length > 0) throw refusalOfFields(impossible);
    }
    return valid;
  }
}

function refusalOfFields(fields: Field[]): RefusedError {
  return new RefusedError(fields[0]?.code ?? 'FIELD_INVALID', [], fields);
}

function fieldsOf(issue: Issue): Field[] {
  const path = (issue.path ?? []).map((part) => (typeof part === 'object' ? part.key : part));
  // Unknown fields are refused one by one, so that a typing error in a name is found.
  if (issue.code === 'unrecognized_keys')
    return (issue.keys ?? []).map((key) => ({ pointer: pointerOf([...path, key]), code: 'FIELD_INVALID' }));
  return [{ pointer: pointerOf(path), code: codeOf(issue) }];
}

function codeOf(issue: Issue): string {
  if (issue.message in errorTexts) return issue.message;
  return issue.message.includes('received undefined') ? 'FIELD_REQUIRED' : 'FIELD_INVALID';
}

/** RFC 6901. */
function pointerOf(path: PropertyKey[]): string {
  return path.map((part) => `/${String(part).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('');
}

/** The schemas check how a date is written; that the day exists is checked here, before anything calculates with it. */
function impossibleDays(value: unknown, pointer: string): Field[] {
  if (typeof value === 'string') {
    const isImpossible = /^\d{4}-\d{2}-\d{2}$/.test(value) && !isCivilDate(value);
    return isImpossible ? [{ pointer, code: 'BAD_DATE' }] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    impossibleDays(inner, `${pointer}${pointerOf([key])}`),
  );
}
