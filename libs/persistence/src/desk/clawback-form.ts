import { clawbackCauseLabels } from '@bangdai/contracts';
import type { PrintedForm } from '@bangdai/contracts/http';
import { addDays, moneyInCapitals, shanghaiDateOf, type PolicyPack } from '@bangdai/domain';
import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { personOfLoan } from '../messages/message-body.js';
import { commandTexts } from '../reads/people.reader.js';
import type { DeskTask } from './task-desk.js';

/** Days after the notice in which the money is to come in (lifecycle §9). */
const DAYS_TO_PAY = 30;

interface CaseRow {
  case_no: string;
  cause: string;
  command_id: string;
  from_on: string;
  to_on: string | null;
  nights: number;
  paid: string;
  amount: string;
  noticed_on: string | null;
  loan_id: string;
  loan_no: string;
  village: string;
  product: string;
  scheme_key: string;
  pack_version: string;
  county_name: string;
  bank_name: string;
}

const SELECT = `select k.case_no, k.cause, k.command_id, k.from_on, k.to_on, k.nights, k.paid, k.amount, k.noticed_on, k.loan_id,
    l.loan_no, l.village, l.product, l.scheme_key, l.pack_version, c.name as county_name, coalesce(b.name, k.bank) as bank_name
  from clawback k join loan l on l.id = k.loan_id join county c on c.code = k.county
  left join bank b on b.county = k.county and b.code = k.bank where k.id = $1`;

/** The written notice of a decided case: to whom the subsidy was paid, how much, why, by which rule, until when. */
export async function clawbackForm(db: Db, context: StoreContext, task: DeskTask): Promise<PrintedForm> {
  const kase = await db.one<CaseRow>(SELECT, [task.subjectId]);
  const pack = packOf(context, kase.scheme_key, kase.pack_version);
  const { name } = await personOfLoan(db, context, kase.loan_id);
  const reason = (await commandTexts(db, context.vault, [kase.command_id])).get(kase.command_id) ?? '';
  const isHousehold = pack.subsidy[kase.product]?.payee === 'borrower';
  const noticedOn = kase.noticed_on ?? shanghaiDateOf(Date.now());
  const cause = clawbackCauseLabels[kase.cause] ?? kase.cause;
  return {
    title: '追回财政贴息通知书',
    number: kase.case_no,
    county: kase.county_name,
    paragraphs: [
      `${isHousehold ? name : kase.bank_name}：`,
      `经查，${name}的贷款 ${kase.loan_no} 因${cause}，${spanOf(kase)}的财政贴息不应享受${reason === '' ? '' : `（${reason}）`}。经县主管部门和财政部门认定，现予追回。`,
      clauseOf(pack, kase),
      `请于收到本通知之日起 ${DAYS_TO_PAY} 日内（本日送达的，至 ${addDays(noticedOn, DAYS_TO_PAY)}）将款项退回县财政贴息资金专户；逾期未退的，从以后各期贴息中抵扣并上报财政部门催收。对认定有异议的，可向县主管部门书面提出，异议期间不停止执行。`,
    ],
    fields: [
      { label: '追回编号', value: kase.case_no },
      { label: '贷款编号', value: kase.loan_no },
      { label: '借款人', value: name },
      { label: '所在村', value: kase.village },
      { label: '追回原因', value: cause },
      { label: '涉及天数', value: String(kase.nights) },
      { label: '已付贴息（元）', value: kase.paid },
      { label: '追回金额（元）', value: kase.amount },
      { label: '金额大写', value: moneyInCapitals(kase.amount) },
    ],
    signatures: isHousehold
      ? ['送达人', '签收人（借款人或同住成年家属）', '见证人']
      : ['送达人', '银行签收', '县主管部门（盖章）'],
  };
}

const spanOf = ({ from_on: from, to_on: to }: CaseRow): string =>
  to === null ? `自 ${from} 起` : `自 ${from} 至 ${addDays(to, -1)}`;

/** What the scheme itself says of subsidy obtained by fraud stands beside the rule of the programme. */
function clauseOf(pack: PolicyPack, { cause }: CaseRow): string {
  const said = pack.penalties.find(({ on }) => on === 'subsidyFraud')?.zh;
  const ofFraud = cause === 'falseClaim' && said !== undefined ? `；骗取贴息的处理：${said}` : '';
  return `依据：《${pack.title.zh}》关于贴息条件和贴息追回的规定，不符合贴息条件期间已付的贴息应全额退回${ofFraud}。`;
}
