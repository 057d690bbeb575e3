import { abroad, home, type Subjects } from './rights-world.js';

/** How a route is asked, so that nothing but the right to ask stands in the way. */
export interface Asked {
  /** Values of the path's parameters, in their order. */
  params?: (string | undefined)[];
  query?: string;
  body?: Record<string, unknown>;
  /** Fields of a multipart form, with a small PDF. */
  form?: Record<string, string>;
}

const reason = '核对矩阵';
const on = '2024-03-01';

/** By `METHOD path`; a route that is missing here has nobody to say who may call it. */
export function requests(of: Subjects, loanNo: string): Record<string, Asked> {
  const loan = [of.loan];
  return {
    'GET /docs': {},
    'GET /docs/openapi.json': {},
    'GET /health/live': {},
    'GET /health/ready': {},
    'GET /v1/demo/accounts': {},
    'POST /v1/session': { body: { username: 'nobody-knows', password: 'wrong' } },
    'DELETE /v1/session': {},
    'GET /v1/me': {},
    'POST /v1/users': {
      body: {
        ...{ username: 'new-person', displayName: '新人', password: 'Pruefstein-2026', role: 'countyOffice' },
        county: home,
      },
    },
    'GET /v1/counties': {},
    'GET /v1/packs/:scheme/:version': { params: [abroad, '1.0.0'] },
    'GET /v1/events': {},
    ...ofLoans(of, loan),
    ...ofTasks(of),
    ...ofMoney(of, loanNo),
    ...ofCounterparts(of),
    ...ofTeamwork(of),
  };
}

/** What a reading route asks for by its address alone: its first parameter is the subject of its path. */
export function readingOf(path: string, of: Subjects): Asked | undefined {
  const subjects: Record<string, keyof Subjects> = {
    ...{ loans: 'loan', claims: 'claim', settlements: 'settlement', clawbacks: 'clawback', tasks: 'task' },
    ...{ funds: 'fund', documents: 'document', imports: 'import' },
  };
  const named = /\/([a-z-]+)\/:\w+/.exec(path)?.[1];
  if (named === undefined) return {};
  const subject = subjects[named];
  return subject === undefined ? undefined : { params: [of[subject]] };
}

const ofLoans = (of: Subjects, loan: string[]): Record<string, Asked> => ({
  'POST /v1/applications': {
    body: {
      ...{ county: home, appliedOn: on, name: '张三', idNumber: '659999198506120011', phone: '19900000000' },
      ...{ township: '龙兴镇', village: '北山村', targetGroup: 'liftedPoor', amount: '20000.00' },
      ...{ termMonths: 12, purpose: 'breeding' },
    },
  },
  'GET /v1/loans': {},
  'GET /v1/loans/summary': {},
  'GET /v1/loans/:id': { params: loan },
  'GET /v1/loans/:id/agenda': { params: loan },
  'GET /v1/loans/:id/history': { params: loan },
  'GET /v1/loans/:id/money': { params: loan },
  'POST /v1/loans/:id/withdraw': { params: loan },
  'POST /v1/loans/:id/objections': { params: loan, body: { reason } },
  'POST /v1/loans/:id/objections/answer': { params: loan, body: { founded: false, reason } },
  'POST /v1/loans/:id/usage-checks': { params: loan, body: { checkedOn: on, finding: 'misuse' } },
  'POST /v1/loans/:id/urgings': { params: loan, body: { kind: 'call' } },
  'POST /v1/loans/:id/term-requests': { params: loan, body: { kind: 'extension', months: 6, reason } },
  'POST /v1/loans/:id/malicious-exit': { params: loan, body: { option: 'recall', reason } },
  'POST /v1/loans/:id/clear-suspension': { params: loan },
  'GET /v1/loans/:id/corrections': { params: loan },
  'POST /v1/loans/:id/corrections': {
    params: loan,
    body: { kind: 'repayment', receiptNo: 'R-1', replacement: null, reason },
  },
  'POST /v1/loans/:id/clawbacks': { params: loan, body: { cause: 'misuse', reason } },
  'GET /v1/clawbacks': {},
  'GET /v1/clawbacks/:id': { params: [of.clawback] },
  'POST /v1/clawbacks/:id/repayments': {
    params: [of.clawback],
    body: { receiptNo: 'C-1', amount: '1.00', paidOn: on },
  },
  'POST /v1/clawbacks/:id/set-off': { params: [of.clawback] },
  'POST /v1/clawbacks/:id/appeals': { params: [of.clawback], body: { reason } },
  'POST /v1/loans/:id/claims': { params: loan, body: { cause: 'illness', proofs: [] } },
  'GET /v1/claims': {},
  'GET /v1/claims/:id': { params: [of.claim] },
  'POST /v1/claims/:id/insurance': { params: [of.claim], body: { paid: '1.00', reportedOn: on } },
  'POST /v1/claims/:id/close-recovery': { params: [of.claim], body: { reason } },
  'POST /v1/loans/:id/documents': { params: loan, form: { key: 'idCard' } },
  'GET /v1/documents/:documentId': { params: [of.document] },
});

const ofTasks = (of: Subjects): Record<string, Asked> => ({
  'GET /v1/tasks': {},
  'GET /v1/tasks/counts': {},
  'POST /v1/tasks/bulk-decision': { body: { taskIds: [of.task], decision: 'approve' } },
  'GET /v1/tasks/:id': { params: [of.task] },
  'POST /v1/tasks/:id/claim': { params: [of.task] },
  'POST /v1/tasks/:id/release': { params: [of.task] },
  'POST /v1/tasks/:id/decision': { params: [of.task], body: { decision: 'approve' } },
  'GET /v1/tasks/:id/form': { params: [of.task] },
  'GET /v1/tasks/:id/files': { params: [of.task] },
  'POST /v1/tasks/:id/files': { params: [of.task], form: { key: 'servedNotice' } },
  'GET /v1/task-files/:fileId': { params: [of.taskFile] },
});

const ofMoney = (of: Subjects, loanNo: string): Record<string, Asked> => ({
  'GET /v1/settlements': {},
  'POST /v1/settlements': { body: { county: home, bank: 'main', settleOn: '2024-03-20' } },
  'GET /v1/settlements/:id': { params: [of.settlement] },
  'GET /v1/settlements/:id/lines': { params: [of.settlement] },
  'GET /v1/settlements/:id/history': { params: [of.settlement] },
  'POST /v1/settlements/:id/lines': { params: [of.settlement], body: { action: 'hold', reason } },
  'POST /v1/settlements/:id/accounts': {
    params: [of.settlement],
    body: { loanNo, account: '6230520000000000001' },
  },
  'POST /v1/settlements/:id/objections': { params: [of.settlement], body: { reason } },
  'POST /v1/settlements/:id/objections/answer': { params: [of.settlement], body: { founded: false, reason } },
  'GET /v1/budgets': {},
  'GET /v1/budgets/forecast': { query: `county=${home}&year=2024` },
  'POST /v1/budgets/entries': {
    body: { county: home, year: 2024, kind: 'planned', amount: '1.00', day: on, documentNo: 'B-1' },
  },
  'GET /v1/funds': {},
  'GET /v1/funds/:id': { params: [of.fund] },
  'GET /v1/funds/:id/movements': { params: [of.fund] },
  'POST /v1/funds/:id/entries': {
    params: [of.fund],
    body: { kind: 'deposit', amount: '1.00', receivedOn: on, voucherNo: 'F-1' },
  },
  'GET /v1/loss-pools/:county': { params: ['yanchi-county'] },
  'POST /v1/loss-pools/:county/entries': {
    params: ['yanchi-county'],
    body: { kind: 'deposit', amount: '1.00', on, documentNo: 'P-1' },
  },
  'GET /v1/ledger': {},
  'GET /v1/ledger/trial-balance': { query: `county=${home}` },
  'GET /v1/ledger/accounts': { query: `county=${home}&kind=riskFund` },
  'GET /v1/ledger/statement': { query: `account=county/${home}/riskFund/main` },
  'GET /v1/ledger/entries/:entryId': { params: [of.entry] },
  'GET /v1/exports/loans': {},
  'GET /v1/exports/claims': {},
  'GET /v1/exports/tasks': {},
  'GET /v1/exports/settlements/:id/lines': { params: [of.settlement] },
});

const ofCounterparts = (of: Subjects): Record<string, Asked> => ({
  'GET /v1/imports': {},
  'POST /v1/imports': { form: { county: home, asOf: on } },
  'GET /v1/imports/:id': { params: [of.import] },
  'POST /v1/imports/:id/commit': { params: [of.import], body: {} },
  'GET /v1/counterparts': {},
  'POST /v1/counterparts/:county/:kind/:code': {
    params: [home, 'bank', 'main'],
    body: { adapter: 'http' },
  },
  'POST /v1/counterparts/files': { form: { county: home, bank: 'main', type: 'repayments' } },
  'GET /v1/reconciliation/cases': {},
  'GET /v1/reconciliation/cases/:id': { params: [of.case] },
  'POST /v1/reconciliation/cases/:id/notes': { params: [of.case], body: { text: reason } },
  'GET /v1/reconciliation/runs': {},
  'POST /v1/reconciliation/runs': { body: { county: home } },
  'POST /v1/bank/disbursements': { body: {} },
  'POST /v1/bank/repayments': { body: {} },
  'POST /v1/bank/overdue-notices': { body: {} },
  'POST /v1/bank/subsidy-lists': { body: {} },
  'POST /v1/bank/recoveries': { body: {} },
  'POST /v1/treasury/receipts': { body: {} },
});

const ofTeamwork = (of: Subjects): Record<string, Asked> => {
  const params = [of.task];
  const to = of.nobody;
  return {
    'POST /v1/bank-dues': { body: { caseId: of.case } },
    'GET /v1/loans/:id/timeline/:eventId/raw': { params: [of.loan, '1'] },
    'GET /v1/loans/:id/as-of': { params: [of.loan], query: `on=${on}` },
    'GET /v1/step-times': { query: `county=${home}&from=2024-01-01&to=2024-12-31` },
    'GET /v1/exports/trial-balance': { query: `county=${home}` },
    'GET /v1/exports/statement': { query: `account=county/${home}/riskFund/main` },
    'GET /v1/exports/entries': { query: `county=${home}` },
    'POST /v1/counterparts/:county/:kind/:code/secret': {
      params: [home, 'bank', 'main'],
      body: { secret: 'c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0IQ==' },
    },
    'POST /v1/loans/:id/pinyin': { params: [of.loan], body: { pinyin: 'zhang san' } },
    'POST /v1/stand-ins': { body: { substitute: to, from: on, to: on } },
    'POST /v1/stand-ins/:id/revoke': { params: [of.nobody] },
    'POST /v1/session/stand-in': { body: { standInId: null } },
    'POST /v1/phrases': { body: { text: reason } },
    'DELETE /v1/phrases/:id': { params: [of.nobody] },
    'GET /v1/views/:id': { params: [of.nobody] },
    'POST /v1/views': { body: { name: reason, filters: {} } },
    'DELETE /v1/views/:id': { params: [of.nobody] },
    'POST /v1/tasks/:id/transfer': { params, body: { to } },
    'POST /v1/tasks/:id/delegate': { params, body: { to } },
    'POST /v1/tasks/:id/cosign': { params, body: { to: [to] } },
    'POST /v1/tasks/:id/opinion': { params, body: { agreed: true, opinion: reason } },
    'POST /v1/tasks/:id/recall': { params, body: {} },
    'POST /v1/tasks/:id/copy': { params, body: { to: [to] } },
    'POST /v1/tasks/:id/read': { params, body: {} },
    'POST /v1/tasks/:id/urge': { params, body: {} },
    'POST /v1/tasks/:id/tags': { params, body: { tags: [] } },
  };
};
