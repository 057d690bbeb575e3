import {
  addMonths,
  compareDates,
  compareMoney,
  completedYears,
  daysBetween,
  idCheckCharacter,
  isCivilDate,
  normaliseName,
  rateCap,
  type CivilDate,
  type Money,
} from '@bangdai/domain';
import type { PortfolioRow } from '@bangdai/contracts/http';
import type { ImportRules } from './import-rules.js';
import { readPurpose } from './purpose-code.js';
import { readAmount, readDate, readDays, readRate } from './read-cells.js';
import type { Field } from './portfolio-formats.js';
import type { RowReader } from './row-reader.js';

/** Reads one row and notes each fault; the row is good when the reader has no fault afterwards. */
export function checkRow(row: RowReader, rules: ImportRules, unit: 'yuan' | 'wan'): PortfolioRow {
  const dates = readDates(row, rules);
  const contractAmount = checkAmount(row, rules, unit);
  const idNumber = checkIdentity(row, rules, dates.disbursedOn);
  const read: PortfolioRow = {
    rowNo: row.rowNo,
    loanNo: row.required('loanNo'),
    householdNo: row.optional('householdNo'),
    name: normaliseName(row.required('name', 'missingName')),
    idNumber,
    phone: row.optional('phone', 20),
    township: row.required('township'),
    village: row.required('village'),
    group: row.optional('group', 40),
    targetGroup: checkTargetGroup(row, rules),
    purpose: checkPurpose(row, rules),
    bankName: checkBank(row, rules),
    branch: row.optional('branch'),
    contractAmount,
    balance: checkBalance(row, contractAmount, unit),
    annualRate: '',
    ...dates,
    ...readSubsidy(row),
  };
  read.annualRate = checkRate(row, rules, read);
  if (row.faults.length === 0) completeNumbers(row, rules, read);
  return read;
}

/** GB 11643: length, then a birth date that exists, then the check character; the first fault is named. */
function checkIdentity(row: RowReader, rules: ImportRules, on: CivilDate): string {
  const id = row.required('idNumber').toUpperCase();
  if (id === '') return id;
  const birthDate = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
  if (!/^[1-9]\d{16}[\dX]$/.test(id)) row.fault('idNumber', 'idLength');
  else if (!isCivilDate(birthDate)) row.fault('idNumber', 'idDate');
  else if (idCheckCharacter(id.slice(0, 17)) !== id.charAt(17)) row.fault('idNumber', 'idCheckDigit');
  else if (on !== '') checkAge(row, rules, completedYears(birthDate, on));
  return id;
}

/** The pack's ages, by completed years on the day of the loan; a whitelisted group has its own upper bound. */
function checkAge(row: RowReader, rules: ImportRules, years: number): void {
  const { min, max, whitelistMax, whitelistGroups } = rules.pack.eligibility.age;
  const isWhitelisted = !row.has('targetGroup') || whitelistGroups.includes(row.text('targetGroup'));
  const upper = isWhitelisted && whitelistMax !== null ? whitelistMax : max;
  if (min !== null && years < min) row.fault('idNumber', 'ageBelowMin');
  if (upper !== null && years > upper) row.fault('idNumber', 'ageAboveMax');
}

function readDay(row: RowReader, field: Field): CivilDate | '' {
  if (row.required(field) === '') return '';
  const day = readDate(row.cell(field));
  if (day === null) row.fault(field, 'dateText');
  return day ?? '';
}

function readDates(
  row: RowReader,
  rules: ImportRules,
): Pick<PortfolioRow, 'disbursedOn' | 'maturesOn' | 'overdueSince'> {
  const disbursedOn = readDay(row, 'disbursedOn');
  const maturesOn = readDay(row, 'maturesOn');
  const overdueSince = row.text('overdueSince') === '' ? null : readDay(row, 'overdueSince');
  if (disbursedOn !== '' && maturesOn !== '') checkTerm(row, rules, disbursedOn, maturesOn);
  if (overdueSince && maturesOn !== '' && compareDates(overdueSince, maturesOn) <= 0)
    row.fault('overdueSince', 'overdueOrder');
  if (overdueSince && compareDates(overdueSince, rules.asOf) > 0) row.fault('overdueSince', 'dateFuture');
  return { disbursedOn, maturesOn, overdueSince };
}

/** Days and longest term mean nothing while the two dates are in the wrong order, so one fault is enough. */
function checkTerm(row: RowReader, rules: ImportRules, from: CivilDate, to: CivilDate): void {
  if (compareDates(to, from) <= 0) return row.fault('maturesOn', 'dateOrder');
  if (compareDates(from, rules.asOf) > 0) row.fault('disbursedOn', 'dateFuture');
  const longest = rules.pack.products[rules.product]?.termMonthsMax ?? 0;
  if (compareDates(to, addMonths(from, longest)) > 0) row.fault('maturesOn', 'termOverLimit');
  if (row.has('days') && row.text('days') !== '' && readDays(row.cell('days')) !== daysBetween(from, to))
    row.fault('days', 'daysMismatch');
}

/** `0.00` when the cell is no usable amount; the fault says so. */
function checkAmount(row: RowReader, rules: ImportRules, unit: 'yuan' | 'wan'): Money {
  if (row.required('contractAmount') === '') return '0.00';
  const amount = readAmount(row.cell('contractAmount'), unit);
  if (amount === null) {
    row.fault('contractAmount', 'amountText');
    return '0.00';
  }
  const { amountMin = null, amountMax = null } = rules.pack.products[rules.product] ?? {};
  if (compareMoney(amount, '0.00') <= 0) row.fault('contractAmount', 'amountNotPositive');
  else if (amountMin !== null && compareMoney(amount, amountMin) < 0)
    row.fault('contractAmount', 'amountUnderLimit');
  if (amountMax !== null && compareMoney(amount, amountMax) > 0)
    row.fault('contractAmount', 'amountOverLimit');
  return amount;
}

/** A ledger of loans granted has no balance: the loan is taken over with its whole amount. */
function checkBalance(row: RowReader, contractAmount: Money, unit: 'yuan' | 'wan'): Money {
  if (!row.has('balance')) return contractAmount;
  if (row.required('balance') === '') return '0.00';
  const balance = readAmount(row.cell('balance'), unit);
  if (balance === null) row.fault('balance', 'amountText');
  else if (compareMoney(balance, '0.00') <= 0) row.fault('balance', 'amountNotPositive');
  else if (contractAmount !== '0.00' && compareMoney(balance, contractAmount) > 0)
    row.fault('balance', 'balanceOverAmount');
  return balance ?? '0.00';
}

/** A legacy loan is refused only for a banned purpose; one that is merely unknown is kept and shown. */
function checkPurpose(row: RowReader, rules: ImportRules): string {
  const text = row.required('purpose');
  if (text === '') return text;
  const purpose = readPurpose(text, rules.pack.purposes);
  if (purpose.isBanned) row.fault('purpose', 'bannedPurpose');
  if (purpose.isUnknown) row.warn('purpose', 'unknownPurpose');
  return purpose.code;
}

function checkBank(row: RowReader, rules: ImportRules): string {
  const name = row.text('bank') || rules.defaultBank;
  if (rules.isOtherBank(name)) row.fault('bank', 'otherBank');
  return name;
}

/** Subsidy days and sums used so far (lifecycle §6); a file that has no such columns begins at nothing. */
function readSubsidy(row: RowReader): Pick<PortfolioRow, 'usedSubsidyDays' | 'priorSubsidyTotal'> {
  const hasDays = row.text('usedSubsidyDays') !== '';
  const days = hasDays ? readDays(row.cell('usedSubsidyDays')) : 0;
  if (days === null) row.fault('usedSubsidyDays', 'subsidyDaysText');
  const hasTotal = row.text('priorSubsidyTotal') !== '';
  const total = hasTotal ? readAmount(row.cell('priorSubsidyTotal'), 'yuan') : '0.00';
  if (total === null || compareMoney(total, '0.00') < 0) row.fault('priorSubsidyTotal', 'amountText');
  return { usedSubsidyDays: days ?? 0, priorSubsidyTotal: total ?? '0.00' };
}

/** A form without this column is a list of the scheme's own households: its first group stands for them. */
function checkTargetGroup(row: RowReader, rules: ImportRules): string {
  const groups = rules.pack.eligibility.targetGroups;
  if (!row.has('targetGroup')) return groups[0] ?? '';
  const group = row.required('targetGroup');
  if (group !== '' && !groups.includes(group)) row.warn('targetGroup', 'unknownTargetGroup');
  return group;
}

/** Own contract rate (lifecycle §6); where the form has none, the cap of the contract date is assumed. */
function checkRate(row: RowReader, rules: ImportRules, loan: PortfolioRow): string {
  if (row.has('annualRate')) {
    if (row.required('annualRate') === '') return '';
    const rate = readRate(row.cell('annualRate'));
    if (rate === null) row.fault('annualRate', 'rateText');
    return rate ?? '';
  }
  if (row.faults.length > 0) return '';
  const { disbursedOn, maturesOn } = loan;
  const cap = rateCap(rules.pack, rules.product, disbursedOn, disbursedOn, maturesOn, rules.rates).rateCap;
  if (cap === null) row.fault('disbursedOn', 'rateText');
  else row.warn('disbursedOn', 'rateAssumed');
  return cap ?? '';
}

/**
 * Numbers of a form that has none are made from what names contract and person, by a keyed hash: a second
 * import finds the same loan and the same household, and nobody can read the person out of the number.
 */
function completeNumbers(row: RowReader, rules: ImportRules, loan: PortfolioRow): void {
  const { idNumber, disbursedOn, maturesOn, contractAmount } = loan;
  const short = (value: string): string =>
    rules
      .keyOf(value)
      .replace(/[^0-9a-zA-Z]/g, '')
      .slice(0, 12);
  if (!row.has('loanNo')) {
    const key = short(`loan|${idNumber}|${disbursedOn}|${maturesOn}|${contractAmount}`);
    loan.loanNo = `L${disbursedOn.replaceAll('-', '')}-${key}`;
  }
  if (loan.householdNo === '') loan.householdNo = `H-${short(`household|${idNumber}`)}`;
}
