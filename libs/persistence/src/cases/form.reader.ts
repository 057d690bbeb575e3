import { decisionLabels, labelOf, type Actor } from '@bangdai/contracts';
import type { ApprovalForm, StepView } from '@bangdai/contracts/http';
import {
  checkIdNumber,
  completedYears,
  maskIdNumber,
  maskName,
  maskPhone,
  moneyInCapitals,
  shanghaiDateOf,
  type Step,
} from '@bangdai/domain';
import type { ApprovalLayout } from '@bangdai/policy-packs';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { labelledPurpose, roleName } from '../reads/labels.js';
import { stepViews } from '../reads/steps.reader.js';
import { caseOf, type CaseRecord } from './case.record.js';
import { IN_CHAIN, STOPPED } from './flow-table.js';
import { notePersonalAccess } from './personal-access.js';
import { monthsText, yuanText } from './words.js';

/** Roles that watch: they read everything and see nobody's full number. */
const watchers = new Set(['supervisor', 'auditor']);

interface PersonRow {
  id: string;
  name_enc: Buffer;
  id_number_enc: Buffer;
  phone_enc: Buffer;
  group_name: string;
  county_name: string;
  education: string | null;
  existing_debt: string | null;
  purpose_text_enc: Buffer | null;
}

/**
 * The county's form with what the platform knows: the applicant's rows, then every opinion in the order of the chain. Unfinished
 * until the last step has spoken. A desk prints it in full and leaves a line about it; who only watches gets it masked.
 */
export async function readApprovalForm(
  db: Db,
  context: StoreContext,
  actor: Actor,
  loanId: string,
): Promise<ApprovalForm> {
  const record = await caseOf(db, context, actor, loanId);
  const { loan, pack, rules } = record;
  const person = await personOf(db, loanId);
  const full = !watchers.has(actor.role);
  if (full) await notePersonalAccess(db, actor, loanId, 'approvalForm');
  const layout = context.packs.printed(pack.schemeKey, pack.packVersion)?.approvalForm;
  const over = !IN_CHAIN.has(loan.stage as never);
  const steps = await stepViews(db, context, pack, {
    ...{ subjectId: loanId, steps: rules.steps, pendingStep: loan.pending_step },
    completed: over && !STOPPED.has(loan.stage as never),
  });
  return {
    title: layout?.title ?? '脱贫人口小额信贷申请审批表',
    annex: layout?.annex ?? null,
    formNo: loan.loan_no,
    county: person.county_name,
    finished: over,
    fields: fieldsOf(context, record, person, full),
    declaration: layout?.declaration ?? DECLARATION,
    opinions: opinionsOf(record, steps, layout),
  };
}

const DECLARATION = '本人所填内容真实，贷款全部用于所报生产经营用途，按期还本付息。';

function personOf(db: Db, loanId: string): Promise<PersonRow> {
  return db.one<PersonRow>(
    `select p.id, p.name_enc, p.id_number_enc, p.phone_enc, l.group_name, c.name as county_name, a.education, a.existing_debt,
       a.purpose_text_enc
     from loan l join person p on p.id = l.person_id join county c on c.code = l.county
     left join application a on a.loan_id = l.id where l.id = $1`,
    [loanId],
  );
}

function fieldsOf(
  { vault }: StoreContext,
  { loan }: CaseRecord,
  person: PersonRow,
  full: boolean,
): ApprovalForm['fields'] {
  const open = (column: string, sealed: Buffer) =>
    vault.open({ table: 'person', column, rowId: person.id }, sealed);
  const name = open('name', person.name_enc);
  const idNumber = open('id_number', person.id_number_enc);
  const phone = open('phone', person.phone_enc);
  const { birthDate, sex } = checkIdNumber(idNumber);
  const amount = loan.approved_amount ?? loan.requested_amount;
  const text =
    person.purpose_text_enc === null
      ? ''
      : vault.open({ table: 'application', column: 'purpose_text', rowId: loan.id }, person.purpose_text_enc);
  const purpose = labelledPurpose(loan.purpose).zh;
  const cell = (label: string, value: string, wide = false) => ({ label, value, wide });
  return [
    cell('姓名', full ? name : maskName(name)),
    cell('年龄', birthDate === undefined ? '' : `${completedYears(birthDate, loan.applied_on)}`),
    cell('性别', sex === undefined ? '' : sex === 'male' ? '男' : '女'),
    cell('文化程度', person.education ?? ''),
    cell('联系电话', full ? phone : maskPhone(phone)),
    cell('身份证号码', full ? idNumber : maskIdNumber(idNumber), true),
    cell(
      '家庭地址',
      [person.county_name, loan.township, loan.village, person.group_name].join(' ').trim(),
      true,
    ),
    cell(
      '申贷金额',
      `${yuanText(loan.requested_amount)}（大写：人民币${moneyInCapitals(loan.requested_amount)}）`,
      true,
    ),
    cell('申贷期限', monthsText(loan.requested_months)),
    cell('已有银行负债', person.existing_debt === null ? '' : yuanText(person.existing_debt)),
    cell('申贷用途', text === '' ? purpose : `${purpose}：${text}`, true),
    ...(amount === loan.requested_amount
      ? []
      : [cell('核定金额', `${yuanText(amount)}（大写：人民币${moneyInCapitals(amount)}）`, true)]),
  ];
}

function opinionsOf(
  { pack }: CaseRecord,
  steps: readonly StepView[],
  layout: ApprovalLayout | undefined,
): ApprovalForm['opinions'] {
  const chain: readonly Step[] = pack.approval['loan'] ?? [];
  return steps
    .filter(({ key }) => chain.find((step) => step.key === key)?.kind === 'review')
    .map((step) => {
      const printed = layout?.opinions[step.key];
      const decided = step.at !== null && step.state !== 'current' && step.state !== 'next';
      const office = roleName(pack, step.role);
      return {
        title: printed?.title ?? `${office}意见`,
        decisionName: !decided || step.decision === null ? null : labelOf(decisionLabels, step.decision),
        text: decided ? step.opinion : null,
        byName: decided ? step.byName : null,
        on: decided && step.at !== null ? shanghaiDateOf(Date.parse(step.at)) : null,
        signature: printed?.signature ?? `${office}负责人（签字）`,
        seal: printed === undefined ? '（公章）' : printed.seal,
      };
    });
}
