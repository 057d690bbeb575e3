import type { Fault } from '../faults/fault-switches.js';
import type { Payment } from '../treasury/treasury-books.js';

interface PageContent {
  figures: [label: string, value: string][];
  payments: Payment[];
  faults: Fault[];
}

const faultNames: Record<Fault['kind'], string> = {
  slow: '响应缓慢',
  error: '拒绝服务',
  garbage: '答复乱码',
  lostAnswer: '办理后断线',
  duplicateCallback: '重复回报',
  lateCallback: '延迟回报',
  silent: '不回报',
  wrongAmount: '金额有误',
  pendingList: '清单稍后推送',
  reject: '退回支付',
};

const targetNames = { bank: '银行', treasury: '国库' };
const stateNames = { accepted: '已受理', paid: '已支付', rejected: '已退回' };

/** One page without scripts; it holds counts, amounts and order numbers, no person. */
export function renderPage({ figures, payments, faults }: PageContent): string {
  const cards = figures.map(
    ([label, value]) => `<div><b>${escape(value)}</b><span>${escape(label)}</span></div>`,
  );
  const paymentRows = payments.map((payment) =>
    row([
      payment.paymentNo,
      payment.orderNo,
      payment.amount,
      stateNames[payment.state],
      payment.paidOn ?? '—',
    ]),
  );
  const faultRows = faults.map((fault) =>
    row([
      targetNames[fault.target],
      faultNames[fault.kind],
      fault.times === undefined ? '一直' : `还有 ${fault.times} 次`,
    ]),
  );
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>帮贷沙箱</title><style>${style}</style>
<h1>帮贷沙箱：银行与国库</h1><p>用于演示、测试与银行接入。这里没有真实资金。</p>
<section>${cards.join('')}</section>
<h2>故障开关</h2>${table(['对方', '故障', '次数'], faultRows, '没有打开的故障')}
<h2>最近的支付</h2>${table(['编号', '指令号', '金额（元）', '状态', '支付日'], paymentRows, '还没有支付')}
</html>`;
}

const style =
  'body{font:16px/1.6 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1f2933}' +
  'h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}section{display:flex;flex-wrap:wrap;gap:1rem}' +
  'section div{border:1px solid #d5dbe1;border-radius:8px;padding:.8rem 1.2rem;min-width:8rem}' +
  'section b{display:block;font-size:1.3rem;font-variant-numeric:tabular-nums}section span{color:#52606d}' +
  'table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #e4e7eb;padding:.4rem;text-align:left}';

function table(heads: string[], rows: string[], empty: string): string {
  const head = heads.map((text) => `<th>${text}</th>`).join('');
  const body = rows.length > 0 ? rows.join('') : `<tr><td colspan="${heads.length}">${empty}</td></tr>`;
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

const row = (cells: string[]): string =>
  `<tr>${cells.map((cell) => `<td>${escape(cell)}</td>`).join('')}</tr>`;

function escape(text: string): string {
  const names: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => names[character] ?? character);
}
