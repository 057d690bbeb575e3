import { OUTCOMES_BY_KIND } from '@bangdai/domain';
import { z } from 'zod';
import { count, fraction, key, positive, strict, text } from './primitives.js';

const outcome = z.enum(['complete', 'approve', 'reject', 'return', 'elapsed', 'objection']);

export const stepSchema = strict({
  key,
  zh: text,
  role: key,
  kind: z.enum(['submit', 'review', 'publicity', 'pay']),
  slaWorkingDays: count.nullish(),
  days: positive.nullish(),
  dayKind: z.enum(['calendar', 'working']).nullish(),
  requires: z.array(key).nullish(),
  composition: strict({ memberKind: key, minShare: fraction }).nullish(),
  form: key.nullish(),
  rejectRequiresReasonToBorrower: z.boolean().nullish(),
  requiresDetail: z.boolean().nullish(),
  outcomes: z.array(outcome).nullish(),
}).superRefine((step, ctx) => {
  if (step.kind === 'publicity' && step.days == null) {
    ctx.addIssue({ code: 'custom', path: ['days'], message: '公示步骤须写明天数' });
  }
  const derived: readonly string[] = OUTCOMES_BY_KIND[step.kind];
  const given = step.outcomes;
  if (given != null && (given.length !== derived.length || given.some((each) => !derived.includes(each)))) {
    ctx.addIssue({
      code: 'custom',
      path: ['outcomes'],
      message: `该类步骤的结果只能是 ${derived.join('、')}`,
    });
  }
});

export const chainSchema = z.array(stepSchema).min(1);
