import type { ClaimProgressed, RecoveryReceived } from '@bangdai/contracts';
import { byBank, bySystem, codeOf, now, orFailTask, payOnce, untilDone } from '@bangdai/procedure';
import { compareMoney } from '@bangdai/domain';
import { condition, patched } from '@temporalio/workflow';
import { link, record } from './activities.js';
import type { Claim } from './claim.js';
import { isReviewed, withdraw } from './commands.js';

/** A claim as the business tells it: insurer first, reviews, the split, the payment, what is recovered later. */
export async function compensate(claim: Claim): Promise<void> {
  if (claim.start.reopened === true) return recover(claim);
  await condition(() => claim.stage !== 'filed');
  if (claim.isOver) return;
  await tellLoan(claim, 'filed');
  await awaitInsurance(claim);
  do {
    await condition(() => claim.isOver || isReviewed(claim.chain));
    if (claim.isOver) return tellEnd(claim);
    await determine(claim);
    await condition(() => claim.stage !== 'determined');
  } while (!isPaying(claim) || !(await pay(claim)));
  await tellLoan(claim, 'paid');
  await recover(claim);
}

/** The insurer paid the whole loss: nothing is due from the fund, and nothing is ordered. */
const isFundFree = ({ figures }: Claim): boolean =>
  figures !== null && compareMoney(figures.fundPaid, '0.00') === 0;
const isPaying = ({ stage }: Claim): boolean => stage === 'paying';

const tellEnd = (claim: Claim): Promise<void> =>
  tellLoan(claim, claim.stage === 'withdrawn' ? 'withdrawn' : 'refused');

async function tellLoan({ start }: Claim, outcome: ClaimProgressed['outcome']): Promise<void> {
  const { county, loanNo, claimId, claimNo } = start;
  const stall = { subject: 'claim' as const, subjectId: claimId, step: 'signalClaimProgress' as const };
  await orFailTask(() =>
    untilDone(stall, () => link.signalClaimProgress({ county, loanNo, claimId, claimNo, outcome })),
  );
}

async function awaitInsurance(claim: Claim): Promise<void> {
  if (claim.stage !== 'waitingInsurance') return;
  await condition(() => claim.insurance !== null || claim.stage !== 'waitingInsurance');
  await write(claim, async () => {
    const { insurance, start } = claim;
    if (insurance === null || claim.stage !== 'waitingInsurance') return;
    const events = [
      byBank('insuranceReported', { data: { paid: insurance.paid, reportedOn: insurance.reportedOn } }),
    ];
    const prepared = claim.prepare({
      changeId: `insurance/${insurance.inboxId}`,
      stage: 'verifying',
      events,
      chain: claim.chain,
    });
    await record.recordInsurance({ claimId: start.claimId, paid: insurance.paid, change: prepared.change });
    claim.adopt(prepared);
  });
}

/** Under the fund's lock; a fund that is short pays nothing in part, the claim waits its turn (lifecycle §5). */
async function determine(claim: Claim): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const seen = claim.replenished;
    const isDetermined = await write(claim, () => tryToDetermine(claim, attempt));
    if (isDetermined) return;
    await condition(() => claim.replenished > seen || claim.isOver);
    if (claim.isOver) return;
  }
}

/** @returns whether the claim stopped waiting for the fund */
async function tryToDetermine(claim: Claim, attempt: number): Promise<boolean> {
  if (claim.isOver) return true;
  const changeId = `determined/${claim.progress.rounds['determined'] ?? 0}/${attempt}`;
  const determined = await determineOrRefuse(claim, changeId);
  if (determined === null) return true;
  const { queued, figures } = determined;
  claim.figures = figures;
  const data = { netLoss: figures.netLoss, fundPaid: figures.fundPaid };
  if (queued) {
    if (claim.stage !== 'queued')
      await claim.move({ changeId, stage: 'queued', events: [bySystem('compensationQueued', { data })] });
    return false;
  }
  // A chain without a pay step is paid as soon as the amount is determined.
  const stage = claim.chain.status === 'approved' ? 'paying' : 'determined';
  await claim.move({
    changeId,
    stage,
    events: [bySystem('compensationDetermined', { data })],
    chain: claim.chain,
  });
  return true;
}

/** A loan paid meanwhile leaves nothing to compensate: the store refuses, and the claim ends so. */
async function determineOrRefuse(claim: Claim, changeId: string) {
  try {
    return await record.determineCompensation({ claimId: claim.start.claimId, at: now().at });
  } catch (error) {
    const code = codeOf(error);
    if (code === null) throw error;
    if (code === 'LOAN_CLOSED') await withdraw(claim, changeId);
    else await claim.move({ changeId, stage: 'refused', events: [bySystem('claimRefused', { code })] });
    return null;
  }
}

/** @returns false when the treasury refused, and finance looks at it again, or when nothing is claimed any more */
async function pay(claim: Claim): Promise<boolean> {
  const { claimId } = claim.start;
  if (isFundFree(claim)) return goOnUnpaid(claim);
  const order = await orFailTask(() => record.orderCompensationPayment({ claimId, at: now().at }));
  if (order.recomputed != null) claim.figures = order.recomputed;
  if (order.withdrawn === true) {
    await write(claim, () => withdraw(claim, 'withdrawn/paying'));
    return false;
  }
  if (order.nothingDue === true) return goOnUnpaid(claim);
  const { orderNo } = order;
  const { outcome, paidOn } = await orFailTask(() => payOnce(order, claim.payments));
  if (outcome === 'rejected') {
    await write(claim, () => reopenPayment(claim, orderNo));
    return false;
  }
  await write(claim, async () => {
    await record.recordCompensationPaid({ claimId, orderNo, paidOn, at: now().at });
    claim.isRecovered = await claim.move({ changeId: `recovering/${orderNo}`, stage: 'recovering' });
  });
  return true;
}

async function goOnUnpaid(claim: Claim): Promise<boolean> {
  await write(claim, async () => {
    claim.isRecovered = await claim.move({ changeId: 'recovering/nothingDue', stage: 'recovering' });
  });
  return true;
}

async function reopenPayment(claim: Claim, orderNo: string): Promise<void> {
  const { chain } = claim;
  const payStep = chain.steps.findLastIndex(({ kind }) => kind === 'pay');
  const reopened = payStep < 0 ? chain : { ...chain, status: 'open' as const, index: payStep };
  await claim.move({
    changeId: `paymentRejected/${orderNo}`,
    stage: 'verifying',
    events: [byBank('paymentRejected', { data: { orderNo } })],
  });
  claim.progress = {
    chain: reopened,
    rounds: { ...claim.progress.rounds, determined: (claim.progress.rounds['determined'] ?? 0) + 1 },
  };
}

/** What the bank collects afterwards flows back by the pack's rule, until all is recovered or the office ends it. */
async function recover(claim: Claim): Promise<void> {
  // The insurer paid all of it: there is nothing to pursue.
  if (claim.isRecovered) await write(claim, () => closeWhole(claim, 'recovered/nothingLeft', {}));
  while (claim.stage === 'recovering') {
    await condition(() => claim.recoveries.length > 0 || claim.stage !== 'recovering');
    const recovery = claim.recoveries.shift();
    if (recovery === undefined) continue;
    await write(claim, () => book(claim, recovery));
    if (isUnmoved(claim)) return;
  }
  await tellLoan(claim, claim.isRecovered ? 'recovered' : 'closed');
}

/** Opened again for a receipt that was then refused: the claim stays closed. */
const isUnmoved = ({ start, isPursued, stage, recoveries }: Claim): boolean =>
  start.reopened === true && !isPursued && stage === 'recovering' && recoveries.length === 0;

async function book(claim: Claim, recovery: RecoveryReceived): Promise<void> {
  const { claimId } = claim.start;
  const { receiptNo, amount, receivedOn } = recovery;
  const booked = await record.recordRecovery({ ...recovery, claimId, at: now().at });
  if (!booked.accepted) return;
  // What was recorded before knew only the shares.
  if (booked.settled ?? booked.whole) {
    return closeWhole(claim, `recovered/${receiptNo}`, { amount, receivedOn });
  }
  await tellPursuit(claim);
}

async function closeWhole(claim: Claim, changeId: string, data: Record<string, string>): Promise<void> {
  claim.isRecovered = true;
  const loanStage = claim.start.reopened === true ? { loanStage: 'settled' as const } : {};
  await claim.move({ changeId, stage: 'closed', events: [bySystem('recovered', { data })], ...loanStage });
}

/** Something came back, not all: the loan goes on as a written-off debt that its bank collects (lifecycle §3). */
async function tellPursuit(claim: Claim): Promise<void> {
  if (claim.isPursued) return;
  claim.isPursued = true;
  if (claim.start.reopened !== true && patched('tells-pursuit')) await tellLoan(claim, 'recovering');
}

const write = <Result>(claim: Claim, work: () => Promise<Result>): Promise<Result> =>
  claim.turns.run(() => orFailTask(work));
