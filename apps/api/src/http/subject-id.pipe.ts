import { RefusedError } from '@bangdai/contracts';
import { Injectable, type PipeTransform } from '@nestjs/common';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const isSubjectId = (text: string): boolean => uuid.test(text);

/** Ids of loans, settlements, claims, imports and documents; an address with any other text names nothing. */
@Injectable()
export class SubjectId implements PipeTransform<string, string> {
  /** @throws RefusedError `NOT_FOUND` */
  transform(id: string): string {
    if (!isSubjectId(id)) throw new RefusedError('NOT_FOUND');
    return id;
  }
}
