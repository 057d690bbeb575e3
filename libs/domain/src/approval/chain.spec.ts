import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  applyChainEvent,
  openChain,
  reopenChain,
  viewChain,
  type ChainEvent,
  type ChainState,
  type Step,
} from '../index.js';

const steps: Step[] = [
  { key: 'apply', kind: 'submit', role: 'borrower' },
  { key: 'villageReview', kind: 'review', role: 'village' },
  { key: 'publicity', kind: 'publicity', role: 'system', days: 7, dayKind: 'calendar' },
  { key: 'bankReview', kind: 'review', role: 'bank', requiresDetail: true },
];
const calendar = {
  years: [2024],
  holidays: ['2024-05-01', '2024-05-02', '2024-05-03'],
  makeUpWorkdays: ['2024-05-11'],
};

const apply = (at: string, more: object = {}): ChainEvent => ({
  type: 'decision',
  step: 'apply',
  by: 'borrower',
  decision: 'complete',
  at,
  ...more,
});
const village = (at: string, more: object = {}): ChainEvent => ({
  type: 'decision',
  step: 'villageReview',
  by: 'village',
  decision: 'approve',
  at,
  ...more,
});
const bank = (at: string, more: object = {}): ChainEvent => ({
  type: 'decision',
  step: 'bankReview',
  by: 'bank',
  decision: 'approve',
  at,
  opinion: '属实',
  ...more,
});

function play(
  chain: Step[],
  events: ChainEvent[],
  opts = {},
): { state: ChainState; errors: (string | null)[] } {
  let state = openChain(chain, opts);
  const errors = events.map((event) => {
    const result = applyChainEvent(state, event, calendar);
    state = result.state;
    return result.error;
  });
  return { state, errors };
}

describe('review chain', () => {
  it('lets nobody decide two steps', () => {
    const { errors } = play(steps, [
      apply('2024-03-01', { actorId: 'a' }),
      village('2024-03-02', { actorId: 'a' }),
      village('2024-03-02', { actorId: 'b' }),
      bank('2024-03-10', { actorId: 'b' }),
      bank('2024-03-10', { actorId: 'c' }),
    ]);
    expect(errors).toEqual([null, 'SAME_PERSON', null, 'SAME_PERSON', null]);
  });

  it('counts who stands in and whom they stand in for as deciders of the same step', () => {
    const { errors } = play(steps, [
      apply('2024-03-01', { actorId: 'a' }),
      village('2024-03-02', { actorId: 'li', principalId: 'a' }),
      village('2024-03-02', { actorId: 'a', principalId: 'zhang' }),
      village('2024-03-02', { actorId: 'li', principalId: 'zhang' }),
      bank('2024-03-10', { actorId: 'zhang' }),
      bank('2024-03-10', { actorId: 'li' }),
      bank('2024-03-10', { actorId: 'wang', principalId: 'li' }),
      bank('2024-03-10', { actorId: 'wang', principalId: 'zhao' }),
    ]);
    const same = 'SAME_PERSON';
    expect(errors).toEqual([null, same, same, null, same, same, same, null]);
  });

  it('lets nobody into two steps by any set of stand-ins', () => {
    const someone = fc.constantFrom('a', 'b', 'c', 'd');
    const attempt = fc.record({ actorId: someone, principalId: fc.option(someone, { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(attempt, { maxLength: 12 }), (attempts) => {
        let state = openChain(steps);
        const seen = new Map<string, string>();
        for (const { actorId, principalId } of attempts) {
          const pending = viewChain(state).pendingStep ?? 'bank';
          const by = principalId === undefined ? { actorId } : { actorId, principalId };
          const event =
            pending === 'apply'
              ? apply('2024-03-01', by)
              : pending === 'village'
                ? village('2024-03-02', by)
                : bank('2024-03-20', by);
          const { state: next, error } = applyChainEvent(state, event, calendar);
          if (error !== null) continue;
          state = next;
          for (const id of [actorId, principalId]) {
            if (id === undefined) continue;
            expect(seen.get(id) ?? pending).toBe(pending);
            seen.set(id, pending);
          }
        }
      }),
    );
  });

  it('lets the applicant hand in, but not decide', () => {
    const { errors } = play(
      steps,
      [apply('2024-03-01', { actorId: 'borrower-1' }), village('2024-03-02', { actorId: 'borrower-1' })],
      { applicantActorId: 'borrower-1' },
    );
    expect(errors).toEqual([null, 'SAME_PERSON']);
  });

  it('lets the same person decide the same step again after a return', () => {
    const { errors, state } = play(steps, [
      apply('2024-03-01', { actorId: 'a' }),
      village('2024-03-02', { actorId: 'b', decision: 'return', reason: true }),
      apply('2024-03-03', { actorId: 'a' }),
      village('2024-03-04', { actorId: 'b' }),
    ]);
    expect(errors).toEqual([null, null, null, null]);
    expect(viewChain(state)).toMatchObject({
      pendingStep: 'publicity',
      publicityEndsOn: '2024-03-11',
      publicityOpenFor: 'publicity',
    });
  });

  it('answers a repeated event with what it said the first time', () => {
    const event = village('2024-03-02', { eventId: 'e2', by: 'bank' });
    const { state } = play(steps, [apply('2024-03-01'), event]);
    const again = applyChainEvent(state, event);
    expect(again).toMatchObject({
      accepted: false,
      error: 'DUPLICATE_EVENT',
      first: { accepted: false, error: 'WRONG_ROLE' },
    });
    expect(again.state).toEqual(state);
  });

  it('returns to an earlier step that is named, never forward or into a publicity', () => {
    const before = [apply('2024-03-01'), village('2024-03-02')];
    const back = (returnTo: string): ChainEvent =>
      bank('2024-03-11', { decision: 'return', reason: '补正', returnTo });
    expect(viewChain(play(steps, [...before, back('villageReview')]).state).pendingStep).toBe(
      'villageReview',
    );
    expect(play(steps, [...before, back('publicity')]).errors[2]).toBe('DECISION_NOT_ALLOWED');
    expect(play(steps, [...before, back('bankReview')]).errors[2]).toBe('DECISION_NOT_ALLOWED');
  });

  it('wants an opinion where the pack asks for detail, and takes one kept elsewhere', () => {
    const before = [apply('2024-03-01'), village('2024-03-02')];
    expect(play(steps, [...before, bank('2024-03-11', { opinion: '  ' })]).errors[2]).toBe('REASON_REQUIRED');
    expect(play(steps, [...before, bank('2024-03-11', { opinion: true })]).errors[2]).toBeNull();
  });

  it('rejects without the papers and the meeting of an approval', () => {
    const asking: Step[] = [
      { key: 'apply', kind: 'submit', role: 'borrower' },
      {
        key: 'v',
        kind: 'review',
        role: 'village',
        requires: ['form'],
        composition: { memberKind: 'villagerRep', minShare: '0.40' },
      },
    ];
    const decide = (more: object): string | null =>
      play(asking, [apply('2024-03-01'), { ...village('2024-03-02'), step: 'v', ...more } as ChainEvent])
        .errors[1] ?? null;
    expect(decide({ decision: 'reject', reason: '不符合条件' })).toBeNull();
    expect(decide({})).toBe('DOCUMENT_MISSING');
    expect(decide({ documents: ['form'] })).toBe('MEETING_RECORD_REQUIRED');
    expect(decide({ documents: ['form'], meeting: { villagerReps: 3, total: 8 } })).toBe(
      'COMPOSITION_NOT_MET',
    );
    expect(decide({ documents: ['form'], meeting: { villagerReps: 9, total: 8 } })).toBe(
      'COMPOSITION_NOT_MET',
    );
    expect(decide({ documents: ['form'], meeting: { villagerReps: 2, total: 5 } })).toBeNull();
  });

  it('refuses a date that does not exist', () => {
    expect(play(steps, [apply('2024-02-30')]).errors).toEqual(['BAD_DATE']);
  });
});

describe('publicity', () => {
  const working = steps.map((step) =>
    step.kind === 'publicity' ? { ...step, days: 5, dayKind: 'working' as const } : step,
  );

  it('counts working days over a holiday and a make-up day', () => {
    // Posted on 30 April: 6, 7, 8, 9 and 10 May are the first five working days after it.
    const { state, errors } = play(working, [apply('2024-04-29'), village('2024-04-30'), bank('2024-05-10')]);
    expect(viewChain(state).publicityEndsOn).toBe('2024-05-10');
    expect(errors[2]).toBe('PUBLICITY_RUNNING');
    expect(applyChainEvent(state, bank('2024-05-11'), calendar).accepted).toBe(true);
  });

  it('is not posted when its working days cannot be known', () => {
    expect(play(working, [apply('2024-12-30'), village('2024-12-30')]).errors[1]).toBe(
      'CALENDAR_NOT_PUBLISHED',
    );
    expect(applyChainEvent(play(working, [apply('2024-04-29')]).state, village('2024-04-30')).error).toBe(
      'CALENDAR_NOT_PUBLISHED',
    );
  });

  it('posts the second of two in a row on the day on which the first ends', () => {
    const twice = [...steps.slice(0, 3), { ...(steps[2] as Step), key: 'publicity2' }];
    const { state } = play(twice, [
      apply('2024-03-01'),
      village('2024-03-05'),
      { type: 'tick', at: '2024-03-13' },
    ]);
    expect(viewChain(state)).toMatchObject({ pendingStep: 'publicity2', publicityEndsOn: '2024-03-19' });
    expect(
      viewChain(
        play(twice, [apply('2024-03-01'), village('2024-03-05'), { type: 'tick', at: '2024-03-20' }]).state,
      ).status,
    ).toBe('approved');
  });

  it('takes several objections into one investigation and goes on when they are unfounded', () => {
    const { state, errors } = play(steps, [
      apply('2024-03-01'),
      village('2024-03-05'),
      { type: 'objection', at: '2024-03-07', reason: true },
      { type: 'objection', at: '2024-03-08', reason: '收入不实' },
      bank('2024-03-20'),
      { type: 'answerObjection', at: '2024-03-21', founded: false, reason: '已核实' },
      bank('2024-03-21'),
    ]);
    expect(errors).toEqual([null, null, null, null, 'PUBLICITY_RUNNING', null, null]);
    expect(viewChain(state).status).toBe('approved');
  });

  it('takes the answer to an objection from the township alone, and with its grounds', () => {
    const { errors } = play(steps, [
      apply('2024-03-01'),
      village('2024-03-05'),
      { type: 'objection', at: '2024-03-07', reason: '非本村' },
      { type: 'answerObjection', at: '2024-03-08', founded: true, reason: '属实', by: 'bank' },
      { type: 'answerObjection', at: '2024-03-08', founded: 'no' as never, reason: '属实' },
      { type: 'answerObjection', at: '2024-03-08', founded: true, by: 'township' },
      { type: 'answerObjection', at: '2024-03-08', founded: true, reason: '属实', by: 'township' },
    ]);
    expect(errors.slice(3)).toEqual(['WRONG_ROLE', 'DECISION_NOT_ALLOWED', 'REASON_REQUIRED', null]);
  });

  it('lets nobody answer an objection who decided another step of the chain or applied himself', () => {
    const answer = (actorId: string): ChainEvent => ({
      ...{ type: 'answerObjection', at: '2024-03-08', founded: false, reason: true, by: 'township' },
      actorId,
    });
    let state = openChain(steps, { applicantActorId: 'u1' });
    const before: ChainEvent[] = [
      { ...apply('2024-03-01'), actorId: 'u1' } as ChainEvent,
      village('2024-03-05', { actorId: 'u2' }),
      { type: 'objection', at: '2024-03-07', reason: true },
    ];
    for (const event of before) state = applyChainEvent(state, event, calendar).state;
    expect(applyChainEvent(state, answer('u1')).error).toBe('SAME_PERSON');
    expect(applyChainEvent(state, answer('u2')).error).toBe('SAME_PERSON');
    const answered = applyChainEvent(state, answer('u3'));
    expect(answered.error).toBeNull();
    expect(applyChainEvent(answered.state, bank('2024-03-09', { actorId: 'u3' })).error).toBe('SAME_PERSON');
    expect(applyChainEvent(answered.state, bank('2024-03-09', { actorId: 'u4' })).error).toBeNull();
  });

  it('ends the chain when an objection is founded', () => {
    const { state } = play(steps, [
      apply('2024-03-01'),
      village('2024-03-05'),
      { type: 'objection', at: '2024-03-07', reason: '非本村' },
      { type: 'answerObjection', at: '2024-03-09', founded: true, reason: '查证属实' },
    ]);
    expect(viewChain(state)).toMatchObject({ status: 'rejected', pendingStep: null });
    expect(applyChainEvent(state, bank('2024-03-10')).error).toBe('CHAIN_CLOSED');
  });

  it('takes an objection after the last day for a complaint that stops nothing', () => {
    const { errors } = play(steps, [
      apply('2024-03-01'),
      village('2024-03-05'),
      { type: 'objection', at: '2024-03-13', reason: 'x' },
    ]);
    expect(errors[2]).toBe('NO_PUBLICITY_OPEN');
  });
});

describe('any course of events', () => {
  const event = fc.record({
    type: fc.constantFrom('decision', 'decision', 'decision', 'objection', 'answerObjection', 'tick'),
    step: fc.constantFrom('apply', 'villageReview', 'publicity', 'bankReview', 'mayor'),
    by: fc.constantFrom('borrower', 'village', 'bank', 'township'),
    decision: fc.constantFrom('complete', 'approve', 'approve', 'reject', 'return'),
    day: fc.nat(60),
    reason: fc.boolean(),
    opinion: fc.boolean(),
    founded: fc.boolean(),
    actorId: fc.constantFrom('a', 'b', 'c', 'd'),
    eventId: fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '8'),
  });

  it('is refused or accepted without an exception, survives JSON and lets no person decide twice', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 25 }), (drafts) => {
        let state = openChain(steps);
        for (const { day, ...draft } of drafts) {
          const given = { ...draft, at: addDays('2024-03-01', day) } as ChainEvent;
          const result = applyChainEvent(JSON.parse(JSON.stringify(state)) as ChainState, given, calendar);
          expect(result.accepted).toBe(result.error === null);
          state = result.state;
        }
        const decided = new Map<string, Set<string>>();
        for (const { actorId, step } of state.history) {
          if (actorId !== undefined) decided.set(actorId, (decided.get(actorId) ?? new Set()).add(step));
        }
        for (const done of decided.values()) expect(done.size).toBe(1);
        const dates = state.history.filter(({ type }) => type !== 'publicityElapsed').map(({ at }) => at);
        expect(dates).toEqual([...dates].sort());
      }),
    );
  });
});

describe('a chain that is opened anew', () => {
  const approved = play(steps.slice(0, 2), [
    apply('2024-03-01'),
    village('2024-03-02', { actorId: 'v' }),
  ]).state;

  it('waits at that step again, for the same person too, and ends with it', () => {
    const again = reopenChain(approved, { step: 'villageReview', by: 'countyOffice', at: '2024-03-05' });
    expect(viewChain(again)).toMatchObject({ status: 'open', pendingStep: 'villageReview' });
    const { state, error } = applyChainEvent(again, village('2024-03-06', { actorId: 'v' }));
    expect([error, state.status]).toEqual([null, 'approved']);
    expect(state.history.map(({ type }) => type)).toEqual(['decision', 'decision', 'reopened', 'decision']);
  });

  it('is one that was approved, and goes back to a step of its own', () => {
    const at = { by: 'countyOffice', at: '2024-03-05' };
    expect(() => reopenChain(openChain(steps), { ...at, step: 'apply' })).toThrow('CHAIN_OPEN');
    expect(() => reopenChain(approved, { ...at, step: 'bankReview' })).toThrow('UNKNOWN_STEP');
  });
});
