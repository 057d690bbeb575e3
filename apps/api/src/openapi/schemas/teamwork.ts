import type {
  ColleagueView,
  HandoverView,
  PhraseView,
  SavedViewRow,
  StandInView,
} from '@bangdai/contracts/http';
import { z } from 'zod';
import { day } from './primitives.js';

export const ColleagueViewSchema = z
  .object({ id: z.string(), name: z.string(), role: z.string(), roleName: z.string(), place: z.string() })
  .meta({ id: 'ColleagueView' }) satisfies z.ZodType<ColleagueView>;

export const HandoverViewSchema = z
  .object({
    id: z.string(),
    kind: z.enum(['transfer', 'delegate', 'cosign']),
    byName: z.string(),
    toName: z.string(),
    isMine: z.boolean(),
    at: z.string(),
    state: z.enum(['open', 'replied', 'recalled', 'done']),
    agreed: z.boolean().nullable(),
    reason: z.string().nullable(),
    opinion: z.string().nullable(),
    repliedAt: z.string().nullable(),
  })
  .meta({ id: 'HandoverView' }) satisfies z.ZodType<HandoverView>;

export const PhraseViewSchema = z
  .object({ id: z.string(), text: z.string() })
  .meta({ id: 'PhraseView' }) satisfies z.ZodType<PhraseView>;

export const SavedViewSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    filters: z.record(z.string(), z.string()),
    shared: z.boolean(),
    isMine: z.boolean(),
    ownerName: z.string(),
  })
  .meta({ id: 'SavedView' }) satisfies z.ZodType<SavedViewRow>;

export const StandInViewSchema = z
  .object({
    id: z.string(),
    principalId: z.string(),
    principalName: z.string(),
    substituteId: z.string(),
    substituteName: z.string(),
    from: day,
    to: day,
    steps: z.array(z.string()),
    state: z.enum(['ahead', 'active', 'over', 'revoked']),
    todo: z.number().int().nullable(),
  })
  .meta({ id: 'StandInView' }) satisfies z.ZodType<StandInView>;
