import { eventId, type Callback } from '../callbacks/callback.js';
import type { BankLoan } from './bank-loan.js';

/** A report about one loan; reports about the same loan leave in order. */
export function reportOn(
  { county, bank, loanNo }: Pick<BankLoan, 'county' | 'bank' | 'loanNo'>,
  event: string,
  path: string,
  facts: Record<string, string>,
): Callback {
  const subject = `${county}/${loanNo}`;
  return {
    id: eventId(event, subject),
    path,
    subject,
    body: { county, bank, loanNo, ...facts },
    notBefore: 0,
  };
}
