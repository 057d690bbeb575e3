import type { PaymentReported } from '@bangdai/contracts';
import { PaymentReports, payOnce, type PaymentOrderRef, type PaymentOutcome } from '@bangdai/procedure';
import { defineSignal, setHandler } from '@temporalio/workflow';

/** One payment by itself, as settlements and claims have theirs made. */
export async function PayOnceWorkflow(order: PaymentOrderRef): Promise<PaymentOutcome> {
  const reports = new PaymentReports();
  setHandler(defineSignal<[PaymentReported]>('paymentReported'), (report) => reports.add(report));
  return payOnce(order, reports);
}
