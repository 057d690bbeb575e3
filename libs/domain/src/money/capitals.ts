import { DomainError } from '../errors/domain-error.js';
import { formatMoney, parseMoney, type Money } from './money.js';

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const SMALL = ['', '拾', '佰', '仟'];
const LARGE = ['', '万', '亿', '万亿'];

function digit(n: number): string {
  return DIGITS.charAt(n);
}

/** Four digits without their group unit; inner runs of zeros read as one 零, trailing ones as nothing. */
function groupInCapitals(group: string): string {
  let text = '';
  let gap = false;
  [...group].forEach((char, i) => {
    const n = Number(char);
    if (n === 0) {
      gap = text !== '';
      return;
    }
    text += (gap ? '零' : '') + digit(n) + (SMALL[group.length - 1 - i] ?? '');
    gap = false;
  });
  return text;
}

function yuanInCapitals(yuan: string): string {
  const groups: string[] = [];
  for (let end = yuan.length; end > 0; end -= 4) groups.unshift(yuan.slice(Math.max(0, end - 4), end));
  let text = '';
  let gap = false;
  groups.forEach((group, i) => {
    const unit = LARGE[groups.length - 1 - i] ?? '';
    const words = groupInCapitals(group);
    if (words === '') {
      gap = text !== '';
      return;
    }
    // A group that lost leading zeros, or follows an empty one, is joined by one 零.
    text += (text !== '' && (gap || group.startsWith('0')) ? '零' : '') + words + unit;
    gap = false;
  });
  return text.includes('万亿') && /亿.*亿/.test(text) ? text.replace('万亿', '万') : text;
}

/**
 * The amount in the capitals of Chinese receipts (大写), needed on annex 3, where the form is refused if it differs from
 * the figures. Ends in 整 unless there are fen; `'16409.02'` → 壹万陆仟肆佰零玖元零贰分.
 * @throws DomainError `BAD_AMOUNT`
 */
export function moneyInCapitals(amount: Money): string {
  const text = formatMoney(parseMoney(amount));
  const [yuan = '0', cents = '00'] = text.replace('-', '').split('.');
  if (yuan.length > 16) throw new DomainError('BAD_AMOUNT');
  const jiao = Number(cents[0]);
  const fen = Number(cents[1]);
  const whole = yuan === '0' ? '' : `${yuanInCapitals(yuan)}元`;
  const sign = text.startsWith('-') ? '负' : '';
  if (jiao === 0 && fen === 0) return `${sign}${whole === '' ? '零元' : whole}整`;
  const tail =
    fen === 0
      ? `${digit(jiao)}角整`
      : `${jiao === 0 ? (whole === '' ? '' : '零') : `${digit(jiao)}角`}${digit(fen)}分`;
  return sign + whole + tail;
}
