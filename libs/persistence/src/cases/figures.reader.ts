import type { Actor } from '@bangdai/contracts';
import type { CaseFigure, LedgerRow, LoanMoney } from '@bangdai/contracts/http';
import {
  addMonths,
  compareMoney,
  daysBetween,
  DomainError,
  productOf,
  resolveRate,
  subtractMoney,
  sumMoney,
} from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { readLoanMoney } from '../reads/money.reader.js';
import { caseOf, type CaseRecord } from './case.record.js';
import { monthsText, rateText, yuanText } from './words.js';

type Term = CaseFigure['terms'][number];

/** Every figure of the strip with the sum that makes it and the postings that stand behind it. */
export async function readFigures(
  db: Db,
  context: StoreContext,
  actor: Actor,
  loanId: string,
): Promise<CaseFigure[]> {
  const record = await caseOf(db, context, actor, loanId);
  if (record.loan.disbursed_on === null) return askedFor(record);
  const money = await readLoanMoney(db, loanId);
  return [
    ...lent(record, money.ledger),
    rateFigure(record, context),
    ...termFigures(record),
    subsidyPaid(money),
    subsidyPlanned(money),
  ];
}

function askedFor({ loan }: CaseRecord): CaseFigure[] {
  const asked: CaseFigure = {
    ...{ key: 'requested', label: '申贷金额', value: loan.requested_amount, unit: 'yuan', rows: [] },
    formula: '申请表所填金额',
    terms: [{ label: '申请日期', value: loan.applied_on }],
  };
  if (loan.approved_amount === null) return [asked];
  const lowered = subtractMoney(loan.requested_amount, loan.approved_amount);
  const approved: CaseFigure = {
    ...{ key: 'approved', label: '核定金额', value: loan.approved_amount, unit: 'yuan', rows: [] },
    formula: '申贷金额 − 银行核减',
    terms: [
      { label: '申贷金额', value: yuanText(loan.requested_amount) },
      { label: '银行核减', value: yuanText(lowered) },
    ],
  };
  return [asked, approved];
}

const onAccount = (rows: readonly LedgerRow[], kind: string): LedgerRow[] =>
  rows.filter(({ account }) => account.split('/')[2] === kind);

const sumOf = (rows: readonly LedgerRow[], side: 'debit' | 'credit'): string =>
  sumMoney(rows.map((row) => row[side]));

function lent({ loan }: CaseRecord, ledger: LedgerRow[]): CaseFigure[] {
  const rows = onAccount(ledger, 'loanPrincipal');
  const given = rows.filter(({ kind }) => kind === 'disbursement' || kind === 'takeover');
  const terms: Term[] = kindSums(rows);
  return [
    {
      ...{ key: 'principal', label: '合同金额', value: loan.principal ?? '0.00', unit: 'yuan', rows: given },
      formula:
        loan.taken_over_on === null ? '银行放款报送入账金额' : '存量导入时的合同金额（接管后只记余额）',
      terms: [
        { label: '合同编号', value: loan.contract_no ?? '—' },
        { label: '放款日', value: loan.disbursed_on ?? '—' },
      ],
    },
    {
      ...{ key: 'balance', label: '贷款余额', value: loan.balance ?? '0.00', unit: 'yuan', rows },
      formula: '应收本金：借方合计 − 贷方合计',
      terms: [
        ...terms,
        { label: '借方合计', value: yuanText(sumOf(rows, 'debit')) },
        { label: '贷方合计', value: yuanText(sumOf(rows, 'credit')) },
      ],
    },
  ];
}

const kindNames: Readonly<Record<string, string>> = {
  disbursement: '放款',
  takeover: '接管余额',
  repayment: '还本',
  compensationPayment: '风险补偿冲抵',
  recovery: '追偿',
  reversal: '冲正',
  writeOff: '核销',
};

function kindSums(rows: readonly LedgerRow[]): Term[] {
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const own = rows.filter((row) => row.kind === kind);
    const net = subtractMoney(sumOf(own, 'debit'), sumOf(own, 'credit'));
    const sign = compareMoney(net, '0.00') < 0 ? '−' : '+';
    return {
      label: kindNames[kind] ?? kind,
      value: `${sign} ${yuanText(net.replace('-', ''))}（${own.length} 笔）`,
    };
  });
}

/** The contract's rate beside what the plan allowed on the day of the contract. */
function rateFigure({ loan, pack }: CaseRecord, { rates }: StoreContext): CaseFigure {
  const product = productOf(pack, loan.product);
  const months = loan.approved_months ?? loan.requested_months;
  const contractDate = loan.disbursed_on ?? loan.applied_on;
  const bound = product.rate.relation === 'equal' ? '规定利率' : '利率上限';
  return {
    ...{ key: 'annualRate', label: '年利率', value: loan.annual_rate ?? '0', unit: 'rate', rows: [] },
    formula: '合同约定，合同期内不变',
    terms: [
      { label: '合同日', value: contractDate },
      { label: `${bound}（${monthsText(months)}）`, value: capText() },
    ],
  };

  function capText(): string {
    try {
      return rateText(resolveRate(product.rate.spec, { rates, contractDate, termMonths: months }));
    } catch (error) {
      if (error instanceof DomainError) return '以合同为准';
      throw error;
    }
  }
}

function termFigures({ loan }: CaseRecord): CaseFigure[] {
  const from = loan.disbursed_on ?? '';
  const to = loan.matures_on ?? '';
  const first = loan.original_matures_on ?? to;
  const months = loan.approved_months ?? loan.requested_months;
  const plain = addMonths(from, months) === first;
  return [
    {
      ...{ key: 'maturesOn', label: '到期日', value: to, unit: 'date', rows: [] },
      formula: plain ? '放款日 + 期限' : '银行报送的到期日',
      terms: [
        { label: '放款日', value: from },
        { label: '期限', value: monthsText(months) },
        ...(first === to ? [] : [{ label: '原到期日', value: first }]),
        { label: '借款天数', value: `${daysBetween(from, to)} 天` },
      ],
    },
  ];
}

function subsidyPaid({ subsidyPaid: value, subsidy, ledger }: LoanMoney): CaseFigure {
  const rows = onAccount(ledger, 'subsidyPaid');
  return {
    ...{ key: 'subsidyPaid', label: '已贴息', value, unit: 'yuan', rows },
    formula: '各期已拨付贴息之和',
    terms: subsidy.filter(({ state }) => state === 'paid').map(periodTerm),
  };
}

function subsidyPlanned({ subsidyPlanned: value, subsidy }: LoanMoney): CaseFigure {
  return {
    ...{ key: 'subsidyPlanned', label: '预计贴息', value, unit: 'yuan', rows: [] },
    formula: '按现有余额和到期日：计息余额 × 天数 × 贴息率 ÷ 年天数，逐期四舍五入到分',
    terms: subsidy.filter(({ state }) => state === 'planned').map(periodTerm),
  };
}

const periodTerm = (row: LoanMoney['subsidy'][number]): Term => ({
  label: `${row.periodFrom} 至 ${row.periodTo}`,
  value: `${row.nights} 天 × ${rateText(row.subsidyRate)} = ${yuanText(row.subsidy)}`,
});
