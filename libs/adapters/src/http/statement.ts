import { randomUUID } from 'node:crypto';
import type { StatementEntry } from '@bangdai/contracts';
import { StatementBody } from '@bangdai/contracts/http';
import { checked, type SignedHttp } from './signed-http.js';

/** `GET <base>/statements`: asking has no effect, so it may be asked as often as one likes. */
export function fetchStatement(http: SignedHttp, span: Record<string, string>): Promise<StatementEntry[]> {
  const path = `/statements?${new URLSearchParams(span)}`;
  return http.call({ method: 'GET', path, id: `statements/${randomUUID()}` }, (answer) => {
    const { entries } = checked(StatementBody, answer, 'query');
    return entries;
  });
}
