import { Decimal as Base } from 'decimal.js';

/**
 * Own constructor: 60 significant digits keep every sum of a programme exact (the library's 20 would not), and
 * HALF_UP is the only rounding of the rules. Settings of the shared constructor stay untouched.
 */
export const Decimal = Base.clone({
  precision: 60,
  rounding: Base.ROUND_HALF_UP,
  toExpNeg: -40,
  toExpPos: 60,
  defaults: true,
});
export type Decimal = Base;

export const ZERO: Decimal = new Decimal(0);
