import { DomainError } from '../errors/domain-error.js';
import { formatMoney, parseMoney, type Money } from '../money/money.js';
import type { LossPool } from '../policy/compensation-rules.js';

export interface PoolShares {
  loss: Money;
  pool: Money;
  insurer: Money;
}

/**
 * A cycle's loss of the insurer: the pool takes its share, HALF_UP, the insurer the rest; without a loss nothing moves
 * (Yanchi, 风险分散补偿金).
 * @throws DomainError `NO_LOSS_POOL` | `BAD_AMOUNT`
 */
export function insurancePool(
  lossPool: LossPool | null,
  input: { premiums: Money; claims: Money },
): PoolShares {
  if (lossPool === null) throw new DomainError('NO_LOSS_POOL');
  const loss = parseMoney(input.claims).minus(parseMoney(input.premiums));
  if (!loss.greaterThan(0)) return { loss: '0.00', pool: '0.00', insurer: '0.00' };
  const pool = formatMoney(loss.times(lossPool.poolShare));
  return { loss: formatMoney(loss), pool, insurer: formatMoney(loss.minus(pool)) };
}
