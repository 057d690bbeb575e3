import { api, loan, rounds, store, type Row } from './lifecycle-tests.js';

const disbursing = 'is refused before the approval, above it, and with days that cannot be';
const repaying = 'is refused without its number, twice, before the money was out, and where it is no sum';
const requesting =
  'is taken from the day of disbursement on, one at a time, of the household, with its reason';
const checking = 'are refused of a day ahead, of another desk, and without grounds where misuse is found';

/** The rows of lifecycle §11 that are about one loan, cell by cell. */
export const loanRows: Row[] = [
  [
    '§11 application, duplicate',
    null,
    store('loan.store'),
    'gives the same loan for the same command, also when both come at once',
  ],
  [
    '§11 application, duplicate',
    'DUPLICATE_APPLICATION',
    store('loan.store'),
    'lets exactly one of two applications of a household pass that come at once',
  ],
  [
    '§11 application, late and early',
    'PACK_NOT_EFFECTIVE',
    loan('bank-reports'),
    'is refused outside the days of its plan',
  ],
  [
    '§11 application, malformed',
    'BAD_ID_NUMBER',
    api,
    'refuses an application outside the village’s own place and with a wrong ID number',
  ],
  [
    '§11 application, missing',
    'FIELD_REQUIRED',
    'apps/api/src/http/problem.spec.ts',
    'point at the fields at fault',
  ],
  ['§11 application, missing', 'DOCUMENT_MISSING', loan('suspension'), 'ends by itself a day later'],

  ['§11 review step, late', null, rounds, 'takes a decision after its limit and shows it as late'],
  [
    '§11 review step, malformed',
    'AMOUNT_ABOVE_REQUEST',
    loan('loan-decisions'),
    'lets the bank lower the amount and never raise it',
  ],

  [
    '§11 objection, duplicate',
    null,
    loan('publicity'),
    'has one investigation for all objections, and one answer to them',
  ],
  [
    '§11 objection, late',
    null,
    loan('publicity'),
    'is a complaint after the last day: on record with its maker, and the chain goes on',
  ],
  ['§11 objection, late', null, loan('publicity'), 'is a complaint also once the loan is approved or out'],
  ['§11 objection, early', 'NO_PUBLICITY_OPEN', loan('publicity'), 'is refused before anything was posted'],
  [
    '§11 objection, missing',
    'REASON_REQUIRED',
    loan('publicity'),
    'lets nobody decide while it runs or an objection is open',
  ],

  [
    '§11 disbursement, duplicate',
    'ALREADY_DISBURSED',
    loan('bank-reports'),
    'is booked once for its contract; a second contract is refused',
  ],
  [
    '§11 disbursement, late',
    null,
    loan('bank-reports'),
    'finds nobody once the approval has lapsed, and is put before a person',
  ],
  ['§11 disbursement, early', 'NOT_APPROVED', loan('bank-reports'), disbursing],
  [
    '§11 disbursement, early',
    'NOT_APPROVED',
    store('counted-loans'),
    'is paid out after its approval and not before',
  ],
  ['§11 disbursement, malformed', 'AMOUNT_ABOVE_APPROVED', loan('bank-reports'), disbursing],
  ['§11 disbursement, malformed', 'BAD_DATE', loan('bank-reports'), disbursing],
  [
    '§11 disbursement, malformed',
    'LEVERAGE_EXCEEDED',
    store('terms'),
    'stops new loans when the fund cannot carry more, also when two come at once',
  ],
  [
    '§11 disbursement, missing',
    'DOCUMENT_MISSING',
    store('terms'),
    'refuses disbursement without the papers that the pack asks for',
  ],

  ['§11 repayment, duplicate', 'DUPLICATE_RECEIPT', loan('bank-reports'), repaying],
  ['§11 repayment, early', 'BAD_DATE', loan('bank-reports'), repaying],
  ['§11 repayment, missing', 'FIELD_REQUIRED', loan('bank-reports'), repaying],
  ['§11 repayment, malformed', 'OVERPAYMENT', store('loan.store'), 'holds what is paid above the balance'],
  [
    '§11 repayment, malformed',
    'LOAN_CLOSED',
    loan('loan-service'),
    'holds money that comes for a loan paid off long ago, until the bank gives it back',
  ],

  ['§11 extension, duplicate', 'REQUEST_OPEN', loan('term-requests'), requesting],
  [
    '§11 extension, late',
    'AFTER_MATURITY',
    loan('term-requests'),
    'comes too late on the maturity day, and one that is undecided by then has expired',
  ],
  ['§11 extension, early', 'NOT_APPROVED', loan('term-requests'), requesting],
  [
    '§11 extension, malformed',
    'TERM_ABOVE_MAX',
    loan('term-requests'),
    'is refused where it asks for more than the plan has',
  ],
  ['§11 extension, missing', 'REASON_REQUIRED', loan('term-requests'), requesting],

  [
    '§11 usage check, duplicate',
    null,
    loan('usage-checks'),
    'close the task of their round wherever they are entered, and are replaced by a later one of it',
  ],
  [
    '§11 usage check, late',
    null,
    loan('usage-checks'),
    'are told upwards after 10 days, then accepted late, and the next round keeps its day',
  ],
  [
    '§11 usage check, early',
    null,
    loan('usage-checks'),
    'count for their round from 30 days before its day on; what is earlier is an extra check',
  ],
  ['§11 usage check, malformed', 'BAD_DATE', loan('usage-checks'), checking],
  [
    '§11 usage check, missing',
    null,
    rounds,
    'opens a check once on its day and tells upwards when it is ten days late',
  ],
];
