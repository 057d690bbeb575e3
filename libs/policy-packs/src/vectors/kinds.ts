import {
  allocateRecovery,
  anomalyScan,
  applyChainEvent,
  budgetEstimate,
  checkEligibility,
  compactSteps,
  decideClaim,
  DomainError,
  insurancePool,
  interestSchedule,
  isTolerated,
  leverageHeadroom,
  loanRules,
  maturityWall,
  openChain,
  addMoney,
  productOf,
  rateCap,
  rateHousehold,
  referenceRate,
  requireLater,
  runBreaker,
  subsidyOfHousehold,
  subsidyRules,
  timerPlan,
  viewChain,
  warningLevel,
  type ClaimInput,
  type ChainEvent,
  type CompensationRule,
  type EligibilityInput,
  type LoanTerms,
  type Money,
  type Period,
  type PolicyPack,
  type ReferenceRates,
  type SubsidisedLoan,
  type TimerFacts,
  type WorkingCalendar,
} from '@bangdai/domain';

export interface VectorContext {
  rates: ReferenceRates;
  calendar: WorkingCalendar;
  /** Throws where the vector needs a pack and names none. */
  pack(): PolicyPack;
}

/** What a vector gives; its shape depends on the kind and is checked by the calculation itself. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a vector is foreign JSON
type Given = any;

type Calculation = (given: Given, ctx: VectorContext) => unknown;

function productKey(pack: PolicyPack, given: Given): string {
  if (typeof given.product === 'string') return given.product;
  return Object.hasOwn(pack.products, 'household') ? 'household' : (Object.keys(pack.products)[0] ?? '');
}

const schedule: Calculation = (given, ctx) => {
  const pack = ctx.pack();
  const { repayment } = productOf(pack, productKey(pack, given));
  const loan = given.loan as LoanTerms;
  requireLater(loan.disbursementDate, loan.maturityDate);
  return interestSchedule(loan, given.through as string, {
    interestDays: repayment.interestDays,
    dayCount: repayment.dayCount,
    penaltyMultiplier: (given.penaltyMultiplier as string | undefined) ?? pack.overdue.penaltyMultiplier,
  });
};

const reference: Calculation = ({ table, tenor, on }, { rates }) => {
  try {
    return { rate: referenceRate(rates, table as string, tenor as string, on as string), error: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { rate: null, error: error.code };
  }
};

const cap: Calculation = (given, ctx) => {
  const pack = ctx.pack();
  const { contractDate, disbursementDate, maturityDate } = given as Record<string, string>;
  return rateCap(
    pack,
    productKey(pack, given),
    contractDate ?? '',
    disbursementDate ?? '',
    maturityDate ?? '',
    ctx.rates,
  );
};

const subsidy: Calculation = (given, ctx) => {
  const pack = ctx.pack();
  const household = {
    usedSubsidyDays: (given.household?.usedSubsidyDays as number | undefined) ?? 0,
    priorSubsidyTotal: (given.household?.priorSubsidyTotal as Money | undefined) ?? '0.00',
    matchedHouseholds: (given.matchedHouseholds as number | undefined) ?? 0,
  };
  const rules = subsidyRules(pack, productKey(pack, given));
  return subsidyOfHousehold(
    rules,
    household,
    given.loans as SubsidisedLoan[],
    given.periods as Period[],
    ctx.rates,
  );
};

const claim: Calculation = (given, ctx) => {
  const pack = ctx.pack();
  const product = productKey(pack, given);
  const rule = Object.hasOwn(pack.compensation, product) ? pack.compensation[product] : undefined;
  if (rule === undefined) throw new DomainError('PRODUCT_UNKNOWN');
  const input: ClaimInput = {
    interestUnpaid: '0.00',
    insurancePaid: null,
    ...(given as Partial<ClaimInput>),
  } as ClaimInput;
  const decision = decideClaim(rule, input);
  if (decision.decision !== 'approved' || given.recoveries === undefined) return decision;
  const recoveries = given.recoveries as { date: string; amount: Money }[];
  return { ...decision, ...(allocated(rule, decision, recoveries) as object) };
};

function allocated(
  rule: CompensationRule,
  decision: { shares: Record<string, Money>; fundBalanceAfter: Money },
  recoveries: readonly { date: string; amount: Money }[],
): unknown {
  let outstanding = decision.shares;
  let fundBalanceFinal = decision.fundBalanceAfter;
  const allocations = recoveries.map(({ date, amount }) => {
    const { allocation, outstandingAfter } = allocateRecovery(rule, outstanding, amount);
    outstanding = outstandingAfter;
    fundBalanceFinal = addMoney(fundBalanceFinal, allocation['fund'] ?? '0.00');
    return { date, allocation };
  });
  return { recoveries: allocations, fundBalanceFinal };
}

const chain: Calculation = (given, ctx) => {
  const pack = ctx.pack();
  const chains: Record<string, PolicyPack['approval'][string]> = pack.approval;
  const steps = Object.hasOwn(chains, given.chain as string) ? chains[given.chain as string] : undefined;
  if (steps === undefined) throw new DomainError('CHAIN_UNKNOWN');
  let state = openChain(compactSteps(steps, pack));
  const results = (given.events as ChainEvent[]).map((event) => {
    const { state: next, accepted, error } = applyChainEvent(state, event, ctx.calendar);
    state = next;
    return { accepted, error };
  });
  const { status, pendingStep, publicityEndsOn } = viewChain(state);
  return { results, finalState: status, pendingStep, publicityEndsOn };
};

const breaker: Calculation = (given, ctx) => {
  const found = ctx.pack().breakers.find(({ key }) => key === given.breaker);
  if (found === undefined) throw new DomainError('BREAKER_UNKNOWN');
  const { months, finalState } = runBreaker(found, given.months as never);
  return { months, finalState };
};

/** The calculation behind each `given.kind`. */
export const CALCULATIONS: ReadonlyMap<string, Calculation> = new Map<string, Calculation>([
  ['schedule', schedule],
  ['rateCap', cap],
  ['referenceRate', reference],
  ['subsidy', subsidy],
  ['budgetEstimate', (given) => budgetEstimate(given.lines as never)],
  ['claim', claim],
  ['insurancePool', (given, ctx) => insurancePool(ctx.pack().insurance?.lossPool ?? null, given as never)],
  [
    'eligibility',
    (given, ctx) => checkEligibility(ctx.pack(), ctx.rates, eligibilityInput(ctx.pack(), given)),
  ],
  ['rating', (given, ctx) => rateHousehold(ctx.pack(), given as never)],
  [
    'anomalyScan',
    (given, ctx) => ({
      anomalies: anomalyScan(ctx.pack(), { ...given, product: productKey(ctx.pack(), given) } as never),
    }),
  ],
  ['breaker', breaker],
  ['leverage', (given, ctx) => leverageHeadroom(ctx.pack().fund, given as never)],
  ['tolerance', (given, ctx) => isTolerated(ctx.pack().tolerance, given as never)],
  ['maturityWall', (given, ctx) => wall(given, ctx)],
  ['warning', (given, ctx) => ({ level: warningLevel(ctx.pack().warnings, (given.facts ?? {}) as never) })],
  ['chain', chain],
  [
    'timers',
    (given, ctx) => timerPlan(loanRules(ctx.pack(), productKey(ctx.pack(), given)), given as TimerFacts),
  ],
]);

const wall: Calculation = (given, ctx) => {
  const rule = ctx.pack().maturityWall;
  if (rule === null) throw new DomainError('MATURITY_WALL_NOT_CONFIGURED');
  return maturityWall(rule, given as never);
};

function eligibilityInput(pack: PolicyPack, given: Given): EligibilityInput {
  return {
    ...(given as EligibilityInput),
    product: productKey(pack, given),
    applicant: given.applicant ?? {},
    request: given.request ?? {},
  };
}
