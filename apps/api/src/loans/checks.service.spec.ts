import type { Actor } from '@bangdai/contracts';
import type { CleanCheck } from '@bangdai/contracts/http';
import { describe, expect, it } from '@jest/globals';
import { ChecksService } from './checks.service.js';

const actor: Actor = { id: 'b-1', role: 'bank', county: 'bachu-2024', place: '', bank: 'main' };

/** What the service handed on: to the record, or to the loan's workflow. */
function serviceWithTrace() {
  const recorded: CleanCheck[] = [];
  const sent: { update: string; payload: object }[] = [];
  const texts: object[] = [];
  const persistence = {
    reads: { getLoan: () => Promise.resolve({ workflowId: 'loan/bachu-2024/L-1' }) },
    intake: { storeCommandText: (...given: unknown[]) => Promise.resolve(void texts.push(given)) },
    checks: {
      record: (_: Actor, check: CleanCheck) => {
        recorded.push(check);
        return Promise.resolve({ stage: 'active' });
      },
    },
  };
  const commands = {
    sendNow: (command: { update: string; payload: object }) => Promise.resolve(void sent.push(command)),
  };
  return { service: new ChecksService(persistence as never, commands as never), recorded, sent, texts };
}

describe('a check of a loan', () => {
  const check = { commandId: 'c-1', taskId: null, checkedOn: '2026-11-20', remark: '已到现场' };

  it('is kept in the record where nothing is amiss, with its remark apart', async () => {
    const { service, recorded, sent, texts } = serviceWithTrace();
    const receipt = await service.submit(actor, 'loan-1', { ...check, finding: 'ok' });
    expect(receipt).toMatchObject({ commandId: 'c-1', accepted: true, stage: 'active' });
    expect(recorded).toMatchObject([{ loanId: 'loan-1', finding: 'ok', checkedOn: '2026-11-20' }]);
    expect(JSON.stringify(recorded)).not.toContain('已到现场');
    expect([texts.length, sent.length]).toEqual([1, 0]);
  });

  it('goes to the workflow of the loan where misuse is found', async () => {
    const { service, recorded, sent } = serviceWithTrace();
    await service.submit(actor, 'loan-1', { ...check, finding: 'misuse' });
    expect(sent).toMatchObject([
      { update: 'submitUsageCheck', payload: { finding: 'misuse', remarkGiven: true } },
    ]);
    expect(JSON.stringify(sent.map(({ payload }) => payload))).not.toContain('已到现场');
    expect(recorded).toEqual([]);
  });
});
