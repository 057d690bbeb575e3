import { chain, eligibility, loan, review, rounds, servicing, store, type Row } from './lifecycle-tests.js';
import { loanRows } from './lifecycle-loan-rows.js';

/**
 * The answers of lifecycle §§1–3, 6, 7 and of the loan's rows of §11, each with the test that shows it. A test is named by
 * its file and its title; a code stands in the text of that test. `null`: an outcome without a code.
 */
export interface Answer {
  clause: string;
  code: string | null;
  file: string;
  title: string;
}

const decisions = 'answers each wrong decision with its code and changes nothing';
const evidence = 'rejects without the papers and the meeting of an approval';
const disbursing = 'is refused before the approval, above it, and with days that cannot be';

const rows: Row[] = [
  ['§1 row 1', 'DUPLICATE_EVENT', chain, 'answers a repeated event with what it said the first time'],
  [
    '§1 row 1',
    null,
    loan('loan-decisions'),
    'gives a repeated command its first answer, whichever way it comes',
  ],
  ['§1 row 2', 'EVENT_OUT_OF_ORDER', review, 'refuses while publicity runs and after another event day'],
  ['§1 row 3', 'CHAIN_CLOSED', chain, 'ends the chain when an objection is founded'],
  [
    '§1 row 3',
    'LOAN_CLOSED',
    store('terms'),
    'pays the old loan off with the money of its renewal, on one day and in the ledger',
  ],
  [
    '§1 row 4',
    'PUBLICITY_RUNNING',
    loan('publicity'),
    'lets nobody decide while it runs or an objection is open',
  ],
  ['§1 row 4', 'NO_PUBLICITY_OPEN', loan('publicity'), 'is refused before anything was posted'],
  ['§1 row 5', 'UNKNOWN_STEP', loan('loan-decisions'), decisions],
  ['§1 row 5', 'STEP_NOT_PENDING', loan('loan-decisions'), decisions],
  ['§1 row 6', 'WRONG_ROLE', loan('loan-decisions'), decisions],
  ['§1 row 6', 'OUT_OF_JURISDICTION', loan('loan-decisions'), decisions],
  ['§1 row 6', 'SAME_PERSON', loan('loan-decisions'), decisions],
  ['§1 row 7', 'DECISION_NOT_ALLOWED', loan('loan-decisions'), decisions],
  ['§1 row 8', 'REASON_REQUIRED', loan('loan-decisions'), decisions],
  ['§1 row 9', 'DOCUMENT_MISSING', chain, evidence],
  ['§1 row 9', 'MEETING_RECORD_REQUIRED', chain, evidence],
  ['§1 row 9', 'COMPOSITION_NOT_MET', chain, evidence],
  ['§1 row 10', 'BAD_AMOUNT', loan('bank-reports'), disbursing],
  ['§1 row 10', 'BAD_DATE', loan('bank-reports'), disbursing],
  [
    '§1 row 1',
    null,
    loan('loan-decisions'),
    'takes the same decision by signal, and keeps a refused one on record',
  ],

  [
    '§3 suspended',
    'RATE_ABOVE_CAP',
    loan('suspension'),
    'goes back to the bank where its rate lies above what is allowed by now, and is paid out at the new one',
  ],
  [
    '§3 suspended',
    'BREAKER_TRIPPED',
    loan('suspension'),
    'is taken up again once the county office finds that nothing stands in the way any more',
  ],
  ['§3 suspended', null, loan('suspension'), 'lapses after 90 days'],
  [
    '§3 lapsed',
    null,
    loan('loan-decisions'),
    'lapses when the bank does not pay out: one reminder after 10 days, the end 30 days later',
  ],
  ['§3 withdraw', null, loan('loan-decisions'), 'lets the household withdraw before the money is out'],
  ['§3 urge', 'NOT_OVERDUE', loan('bank-reports'), 'has nothing to urge before the loan is overdue'],
  [
    '§3 misuse',
    null,
    loan('usage-checks'),
    'stops the subsidy from the day of the finding and puts the recall before the county office',
  ],
  [
    '§3 maliciousExit',
    null,
    loan('malicious-exit'),
    'is recalled by a nearer day, earns no subsidy from the finding on, and is overdue after that day',
  ],
  ['§3 step SLA', null, rounds, 'reminds of a task past its limit, and again after two working days'],
  [
    '§3 reminders',
    null,
    servicing,
    'sets out late: the nearest reminder goes at once, the one before it is told as skipped',
  ],
  ['§3 timers', null, servicing, 'does all that is due in one change, in order, when a server was down'],
  ['§3 held', 'OVERPAYMENT', store('loan.store'), 'holds what is paid above the balance'],
  [
    '§3 held',
    'LOAN_CLOSED',
    loan('loan-service'),
    'holds money that comes for a loan paid off long ago, until the bank gives it back',
  ],

  [
    '§6',
    'RENEWAL_NOT_ALLOWED',
    eligibility,
    'names a renewal that the pack does not have, without counting earlier ones',
  ],
  [
    '§6',
    'RENEWAL_LIMIT_REACHED',
    loan('loan-service'),
    'extends once, sets all reminders anew for the later day, and refuses a second request',
  ],
  [
    '§6',
    'BREAKER_TRIPPED',
    loan('term-requests'),
    'may extend while a breaker is tripped, since no new money goes out, and not renew',
  ],
  ['§6', null, loan('loan-service'), 'is renewed by a new loan that pays it off'],
  [
    '§6',
    'LOAN_CLOSED',
    loan('malicious-exit'),
    'is not extended any more: its open request ends with the recall, and no other is taken',
  ],

  ['§7', null, loan('publicity'), 'has one investigation for all objections, and one answer to them'],
  ['§7', null, loan('publicity'), 'goes on the day an objection proves unfounded'],
  ['§7', null, loan('publicity'), 'ends with a founded objection'],
  [
    '§7',
    'SAME_PERSON',
    loan('publicity'),
    'is answered by the township alone, with its grounds, and by nobody who decided a step',
  ],
];

export const answers: Answer[] = [...rows, ...loanRows].map(([clause, code, file, title]) => ({
  clause,
  code,
  file,
  title,
}));

/** Codes that each clause names, whatever the table above holds. Those of §2 are the contracts' own list. */
export const codesByClause: Record<string, string[]> = {
  '§1': [
    ...['DUPLICATE_EVENT', 'EVENT_OUT_OF_ORDER', 'CHAIN_CLOSED', 'LOAN_CLOSED', 'PUBLICITY_RUNNING'],
    ...['NO_PUBLICITY_OPEN', 'UNKNOWN_STEP', 'STEP_NOT_PENDING', 'WRONG_ROLE', 'OUT_OF_JURISDICTION'],
    ...['SAME_PERSON', 'DECISION_NOT_ALLOWED', 'REASON_REQUIRED', 'DOCUMENT_MISSING'],
    ...['MEETING_RECORD_REQUIRED', 'COMPOSITION_NOT_MET', 'BAD_AMOUNT', 'BAD_DATE'],
  ],
  '§3': ['OVERPAYMENT', 'LOAN_CLOSED'],
  '§6': ['RENEWAL_NOT_ALLOWED', 'RENEWAL_LIMIT_REACHED', 'BREAKER_TRIPPED'],
  '§11 application': [
    ...['DUPLICATE_APPLICATION', 'PACK_NOT_EFFECTIVE', 'BAD_ID_NUMBER', 'FIELD_REQUIRED', 'DOCUMENT_MISSING'],
  ],
  '§11 review step': ['AMOUNT_ABOVE_REQUEST'],
  '§11 objection': ['NO_PUBLICITY_OPEN', 'REASON_REQUIRED'],
  '§11 disbursement': [
    ...['ALREADY_DISBURSED', 'NOT_APPROVED', 'AMOUNT_ABOVE_APPROVED', 'LEVERAGE_EXCEEDED', 'BAD_DATE'],
    'DOCUMENT_MISSING',
  ],
  '§11 repayment': ['DUPLICATE_RECEIPT', 'BAD_DATE', 'OVERPAYMENT', 'LOAN_CLOSED', 'FIELD_REQUIRED'],
  '§11 extension': ['REQUEST_OPEN', 'AFTER_MATURITY', 'TERM_ABOVE_MAX', 'REASON_REQUIRED'],
  '§11 usage check': ['BAD_DATE'],
};
