import type { CommandReceipt } from '@bangdai/contracts';

/** First answers by command id. A repeated command gets its first answer and has no second effect (lifecycle §1, row 1). */
export class CommandLog {
  private readonly receipts = new Map<string, CommandReceipt>();

  constructor(carried: readonly CommandReceipt[] = []) {
    for (const receipt of carried) this.receipts.set(receipt.commandId, receipt);
  }

  firstAnswer(commandId: string): CommandReceipt | undefined {
    return this.receipts.get(commandId);
  }

  keep(receipt: CommandReceipt): CommandReceipt {
    this.receipts.set(receipt.commandId, receipt);
    return receipt;
  }

  all(): CommandReceipt[] {
    return [...this.receipts.values()];
  }
}
