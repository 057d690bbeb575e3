/** For specs of the HTTP edge alone: stores in memory, an engine that answers what a test tells it. */
import { randomBytes, randomUUID } from 'node:crypto';
import { RefusedError } from '@bangdai/contracts';
import type { IdempotencyStore, IdentityStore, ScopedEvent, StaffAccount } from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { BlindIndex, createLogger, hashPassword, type Config } from '@bangdai/platform';
import { livePacks } from '@bangdai/policy-packs';
import type { Parts } from '../composition.js';
import { loadSettings } from '../settings.js';

export const password = 'eine-lange-Losung';
export const bankSecret = randomBytes(32).toString('base64');
export const treasurySecret = randomBytes(32).toString('base64');

/** Secrets that single counterparts were given, by `county/code`. */
export const ownSecrets = new Map<string, string[]>();

export interface FakeParts extends Parts {
  refusals: { action: string; code: string }[];
  inbox: Map<string, unknown>;
  logLines: string[];
  tell(event: ScopedEvent): void;
  addPerson(changes: Partial<StaffAccount>): Promise<StaffAccount>;
  /** What the next Updates of the engine do. */
  engine: { update(name: string, command: unknown): Promise<unknown>; signals: unknown[] };
}

class Identity implements IdentityStore {
  readonly people: StaffAccount[] = [];
  readonly sessions = new Map<string, { staffId: string; expiresAt: Date }>();
  readonly signIns: { username: string; ok: boolean }[] = [];

  async findByUsername(username: string) {
    return this.people.find((person) => person.username === username) ?? null;
  }
  async createStaff(account: Omit<StaffAccount, 'id' | 'disabled'>) {
    const person = { ...account, id: randomUUID(), disabled: false };
    this.people.push(person);
    return person;
  }
  async createSession(staffId: string, tokenHash: string, expiresAt: Date) {
    this.sessions.set(tokenHash, { staffId, expiresAt });
  }
  async findSession(tokenHash: string, now: Date) {
    const session = this.sessions.get(tokenHash);
    if (!session || session.expiresAt <= now) return null;
    return this.people.find(({ id, disabled }) => id === session.staffId && !disabled) ?? null;
  }
  async extendSession(tokenHash: string, expiresAt: Date) {
    const session = this.sessions.get(tokenHash);
    if (session) session.expiresAt = expiresAt;
  }
  async endSession(tokenHash: string) {
    this.sessions.delete(tokenHash);
  }
  async countFailures(username: string) {
    return this.signIns.filter((signIn) => signIn.username === username && !signIn.ok).length;
  }
  async recordSignIn(username: string, ok: boolean) {
    this.signIns.push({ username, ok });
  }
}

class Idempotency implements IdempotencyStore {
  private readonly keys = new Map<string, { hash: string; answer?: { status: number; body: unknown } }>();

  async begin(actorId: string, route: string, key: string, bodyHash: string) {
    const name = `${actorId} ${route} ${key}`;
    const known = this.keys.get(name);
    if (!known) {
      this.keys.set(name, { hash: bodyHash });
      return { first: true as const };
    }
    if (known.hash !== bodyHash) throw new RefusedError('IDEMPOTENCY_KEY_REUSED');
    if (!known.answer) throw new RefusedError('IDEMPOTENCY_IN_PROGRESS');
    return { first: false as const, ...known.answer };
  }
  async finish(actorId: string, route: string, key: string, status: number, body: unknown) {
    const known = this.keys.get(`${actorId} ${route} ${key}`);
    if (known) known.answer = { status, body };
  }
  async abandon(actorId: string, route: string, key: string) {
    this.keys.delete(`${actorId} ${route} ${key}`);
  }
}

const task = {
  id: 't1',
  kind: 'review',
  stepKey: 'townOpinion',
  status: 'open',
  subject: 'loan',
  subjectId: 'l1',
  subjectNo: 'no-1',
  county: 'demo',
  claimedBy: null,
};

function stores(
  identity: Identity,
  fake: Pick<FakeParts, 'refusals' | 'inbox'>,
  listeners: Set<(event: ScopedEvent) => void>,
) {
  return {
    identity,
    idempotency: new Idempotency(),
    secrets: {
      accepted: async ({ county, code }: { county: string; code: string }) =>
        ownSecrets.get(`${county}/${code}`) ?? [],
    },
    liveFeed: {
      subscribe: (listener: (event: ScopedEvent) => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    handovers: { requireAnswered: async () => undefined },
    standIns: { authorise: async () => undefined },
    reads: {
      requireBatch: async () => undefined,
      counties: async () => [],
      getTask: async (_actor: unknown, id: string) => {
        if (!id.startsWith('t')) throw new RefusedError('NOT_FOUND');
        return { ...task, id };
      },
      listTasks: async (_actor: unknown, query: { limit: number }) => ({
        rows: [],
        next: String(query.limit),
      }),
      listLoans: async () => {
        throw new Error('column "659999199104024674" does not exist');
      },
      getLoan: async () => ({ workflowId: 'loan/demo/no-1' }),
    },
    intake: {
      documentKeys: async () => ['contract'],
      storeCommandText: async () => undefined,
      storeDocument: async (_actor: unknown, _loanId: string, file: { key: string; mimeType: string }) =>
        file,
      storeRefusal: async (_a: unknown, _c: string, _s: unknown, action: string, code: string) => {
        fake.refusals.push({ action, code });
      },
      storeInbox: async (entry: { source: string; eventId: string; subjectNo: string }) => {
        if (entry.subjectNo === 'unknown') throw new RefusedError('NOT_FOUND');
        const key = `${entry.source} ${entry.eventId}`;
        const created = !fake.inbox.has(key);
        if (created) fake.inbox.set(key, entry);
        return { id: key, created };
      },
    },
  } as unknown as Persistence;
}

function fakeClient(engine: FakeParts['engine']): Parts['temporal'] {
  return {
    withDeadline: (_at: number, call: () => Promise<unknown>) => call(),
    workflowService: { getSystemInfo: async () => ({}) },
    workflow: {
      getHandle: () => ({
        executeUpdate: (name: string, { args }: { args: unknown[] }) => engine.update(name, args[0]),
        signal: async (name: string, payload: unknown) => void engine.signals.push({ name, payload }),
      }),
    },
  } as unknown as Parts['temporal'];
}

export function fakeParts(env: NodeJS.ProcessEnv = {}): FakeParts {
  const identity = new Identity();
  const live = livePacks();
  const listeners = new Set<(event: ScopedEvent) => void>();
  const logLines: string[] = [];
  const fake = { refusals: [] as FakeParts['refusals'], inbox: new Map<string, unknown>() };
  const engine: FakeParts['engine'] = { update: async () => undefined, signals: [] };
  const config = {
    mode: 'test',
    consoleDir: '/nowhere',
    bankSecrets: [bankSecret],
    treasurySecrets: [treasurySecret],
  } as Partial<Config> as Config;
  return {
    ...fake,
    config,
    engine,
    logLines,
    settings: loadSettings(env),
    logger: createLogger('api', {
      level: 'info',
      destination: { write: (line: string) => void logLines.push(line) },
    }),
    packs: live.packs,
    live,
    blindIndex: new BlindIndex(randomBytes(32)),
    persistence: stores(identity, fake, listeners),
    temporal: fakeClient(engine),
    close: async () => undefined,
    tell: (event) => listeners.forEach((listener) => listener(event)),
    addPerson: async (changes) => {
      const role = changes.role ?? 'township';
      const username = changes.username ?? `${role}@demo`;
      const base = { username, displayName: '张三', role, county: 'demo', place: '', bank: null };
      return identity.createStaff({ ...base, ...changes, passwordHash: await hashPassword(password) });
    },
  };
}
