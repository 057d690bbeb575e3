/** How people of one office share work: hand it over, ask for an opinion, copy, urge, stand in for each other. */
import { z } from 'zod';
import type { Actor } from '../people.js';
import { DateSchema, ShortText } from './common.schema.js';
import { taskTags } from './words.js';

const OptionalText = z.string().trim().max(500).optional();
const People = z.array(z.uuid()).min(1, 'FIELD_REQUIRED').max(20);

/** 转办: the task is another person's from now on. 委派: the other gives an opinion, then it comes back. */
export const HandOverRequest = z
  .object({ to: z.uuid(), reason: OptionalText })
  .strict()
  .meta({ id: 'HandOverRequest' });

/** 加签: each of these people gives an opinion before the task can be decided. 抄送: they are told of it. */
export const PeopleRequest = z
  .object({ to: People, reason: OptionalText })
  .strict()
  .meta({ id: 'PeopleRequest' });

/** Answer of a person who was asked by 委派 or 加签. */
export const OpinionRequest = z
  .object({ agreed: z.boolean(), opinion: z.string().trim().min(1, 'FIELD_REQUIRED').max(2000) })
  .strict()
  .meta({ id: 'OpinionRequest' });

export const UrgeRequest = z.object({ reason: OptionalText }).strict().meta({ id: 'UrgeRequest' });
/** A command whose address says all. */
export const EmptyRequest = z.object({}).strict().meta({ id: 'EmptyRequest' });

export type TaskTag = keyof typeof taskTags;
export const TaskTagSchema = z.enum(Object.keys(taskTags) as [TaskTag, ...TaskTag[]]);
export const TagsRequest = z
  .object({ tags: z.array(TaskTagSchema).max(5) })
  .strict()
  .meta({ id: 'TagsRequest' });

export const PhraseRequest = z
  .object({ text: z.string().trim().min(1, 'FIELD_REQUIRED').max(200) })
  .strict()
  .meta({ id: 'PhraseRequest' });

/** Filters of the inbox as they stand in its address, under a name; `shared` opens it to the county by its link. */
export const ViewRequest = z
  .object({
    name: z.string().trim().min(1, 'FIELD_REQUIRED').max(40),
    filters: z
      .record(z.string().regex(/^[a-zA-Z]{1,20}$/), z.string().max(100))
      .refine((filters) => Object.keys(filters).length <= 20, 'FIELD_INVALID'),
    shared: z.boolean().default(false),
  })
  .strict()
  .meta({ id: 'ViewRequest' });
export type ViewForm = z.infer<typeof ViewRequest>;

/** 委托代理: who acts for the signed-in person, from the first to the last day, on these steps (none named: on all). */
export const StandInRequest = z
  .object({
    substitute: z.uuid(),
    from: DateSchema,
    to: DateSchema,
    steps: z.array(ShortText).max(30).default([]),
  })
  .strict()
  .meta({ id: 'StandInRequest' });
export type StandInForm = z.infer<typeof StandInRequest>;

/** Acting for somebody from now on in this session; null: as oneself again. */
export const ActForRequest = z
  .object({ standInId: z.uuid().nullable() })
  .strict()
  .meta({ id: 'ActForRequest' });

export const ReadingRequest = z
  .object({ pinyin: z.string().trim().max(200) })
  .strict()
  .meta({ id: 'ReadingRequest' });

export const ColleagueQuery = z.object({
  /** `handOver`: people of the task's desk; `ask`: everybody of the county who can see it. */
  for: z.enum(['handOver', 'ask']).default('ask'),
});

export interface ColleagueView {
  id: string;
  name: string;
  role: string;
  roleName: string;
  place: string;
}

export interface HandoverView {
  id: string;
  kind: 'transfer' | 'delegate' | 'cosign';
  byName: string;
  toName: string;
  /** The signed-in person is asked. */
  isMine: boolean;
  at: string;
  /** `done`: a transfer, which asks nothing. */
  state: 'open' | 'replied' | 'recalled' | 'done';
  agreed: boolean | null;
  reason: string | null;
  opinion: string | null;
  repliedAt: string | null;
}

export interface PhraseView {
  id: string;
  text: string;
}

export interface SavedViewRow {
  id: string;
  name: string;
  filters: Record<string, string>;
  shared: boolean;
  isMine: boolean;
  ownerName: string;
}

export interface StandInView {
  id: string;
  principalId: string;
  principalName: string;
  substituteId: string;
  substituteName: string;
  from: string;
  to: string;
  steps: string[];
  state: 'ahead' | 'active' | 'over' | 'revoked';
  /** Open tasks of the principal's desk; only for the substitute of one that is active. */
  todo: number | null;
}

export interface HandoverStore {
  /** Who may take the task or be asked about it, never the person who asks. @throws RefusedError `NOT_FOUND` */
  colleagues(actor: Actor, taskId: string, purpose: 'handOver' | 'ask'): Promise<ColleagueView[]>;
  /** @throws RefusedError `NOT_FOUND` | `TASK_DONE` | `TASK_TAKEN` | `WRONG_ROLE` | `FIELD_INVALID` (not a person for it) | `CONSULTATION_OPEN` */
  handOver(
    actor: Actor,
    taskId: string,
    command: { commandId: string; kind: 'transfer' | 'delegate'; to: string; reason?: string | undefined },
  ): Promise<void>;
  cosign(
    actor: Actor,
    taskId: string,
    command: { commandId: string; to: string[]; reason?: string | undefined },
  ): Promise<void>;
  /** @throws RefusedError `NOT_FOUND` where the actor is not asked */
  reply(
    actor: Actor,
    taskId: string,
    command: { commandId: string; agreed: boolean; opinion: string },
  ): Promise<void>;
  /** Takes back what was asked and not answered. */
  recall(actor: Actor, taskId: string, commandId: string): Promise<void>;
  copy(
    actor: Actor,
    taskId: string,
    command: { commandId: string; to: string[]; reason?: string | undefined },
  ): Promise<void>;
  markRead(actor: Actor, taskId: string): Promise<void>;
  /** Once a day for each task. @throws RefusedError `ALREADY_URGED` */
  urge(
    actor: Actor,
    taskId: string,
    command: { commandId: string; reason?: string | undefined; on: string },
  ): Promise<void>;
  setTags(actor: Actor, taskId: string, tags: TaskTag[]): Promise<void>;
  /** @throws RefusedError `CONSULTATION_OPEN` while an opinion that was asked for is missing */
  requireAnswered(taskId: string): Promise<void>;
  list(actor: Actor, taskId: string): Promise<HandoverView[]>;
}

/** What belongs to one person's own desk. */
export interface OwnDesk {
  listPhrases(actor: Actor): Promise<PhraseView[]>;
  addPhrase(actor: Actor, text: string): Promise<PhraseView>;
  dropPhrase(actor: Actor, id: string): Promise<void>;
  listViews(actor: Actor): Promise<SavedViewRow[]>;
  /** Somebody else's only where it is shared and of the same county. @throws RefusedError `NOT_FOUND` */
  getView(actor: Actor, id: string): Promise<SavedViewRow>;
  saveView(actor: Actor, view: ViewForm): Promise<SavedViewRow>;
  dropView(actor: Actor, id: string): Promise<void>;
}

export interface StandInStore {
  /** People of the same county, bank and kind of office who may stand in. */
  candidates(actor: Actor): Promise<ColleagueView[]>;
  list(actor: Actor, today: string): Promise<StandInView[]>;
  /** @throws RefusedError `BAD_DATE` | `FIELD_INVALID` | `STAND_IN_SCOPE` (who stands in passes nothing on) */
  appoint(actor: Actor, form: StandInForm, today: string): Promise<StandInView>;
  revoke(actor: Actor, id: string): Promise<void>;
  /** @throws RefusedError `NOT_FOUND` where the person does not stand in today by it */
  actFor(staffId: string, tokenHash: string, standInId: string | null, today: string): Promise<void>;
  /**
   * Before a decision in somebody's name: still in force, the step covered, the kind of task open to stand-ins; notes
   * for whom the command is. Nothing for who acts as themselves.
   * @throws RefusedError `STAND_IN_SCOPE`
   */
  authorise(
    actor: Actor,
    command: { commandId: string; taskId: string; stepKey: string; kind: string; today: string },
  ): Promise<void>;
}
