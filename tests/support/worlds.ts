import {
  compensationUpdates,
  compensationWorkflowId,
  compensationWorkflowType,
  loanUpdates,
  loanWorkflowId,
  loanWorkflowType,
  settlementUpdates,
  settlementWorkflowId,
  settlementWorkflowType,
  taskQueues,
  type Actor,
  type CommandReceipt,
  type InboxKind,
  type LoanStart,
  type ReviewCommand,
} from '@bangdai/contracts';
import type { ApplicationForm } from '@bangdai/contracts/http';
import {
  applicationForm,
  appropriate,
  createTestDatabase,
  type TestDatabase,
} from '@bangdai/persistence/testing';
import { loadPacks, type PackRegistry } from '@bangdai/policy-packs';
import { startWorker, type RunningWorker } from '@bangdai/worker';
import { WithStartWorkflowOperation, type Client } from '@temporalio/client';
import { createHash, randomUUID } from 'node:crypto';
import { delimiter } from 'node:path';
import { CounterpartFakes } from './counterpart-fakes.js';
import { eventually } from './operators.js';
import { workerEnvironment } from './worker-environment.js';

export interface TaskOnDesk {
  id: string;
  kind: string;
  step_key: string;
  role: string;
  place: string;
  bank: string | null;
  due_on: string | null;
  opened_on: string;
}

type Decision = Partial<Omit<ReviewCommand, 'commandId' | 'taskId' | 'stepKey' | 'actor'>>;

export interface WorldOptions {
  /** False where the test runs the worker as a process of its own. */
  hostsWorker?: boolean;
  withSchedules?: boolean;
  packDirs?: string[];
  /** False where the test itself says what money for subsidies has arrived; else every county has plenty. */
  appropriates?: boolean;
}

/** Database, counterparts and a whole worker around one Temporal server; people act on it as the API would. */
export class World {
  private constructor(
    readonly client: Client,
    readonly database: TestDatabase,
    readonly counterparts: CounterpartFakes,
    /** Configuration of the worker. */
    readonly environment: NodeJS.ProcessEnv,
    private readonly worker: RunningWorker | null,
  ) {}

  /** @param temporalAddress a running server with the four search attributes */
  static async open(client: Client, temporalAddress: string, options: WorldOptions = {}): Promise<World> {
    const { withSchedules = false, packDirs = [], hostsWorker = true, appropriates = true } = options;
    const packs = loadPacks({ extraDirs: packDirs });
    const database = await createTestDatabase({ packs });
    if (appropriates) await appropriate(database.persistence, countiesOf(packs), comingYears());
    const counterparts = new CounterpartFakes();
    await counterparts.open();
    const env = {
      ...workerEnvironment(database, counterparts, temporalAddress),
      BANGDAI_PACK_DIRS: packDirs.join(delimiter),
    };
    const worker = hostsWorker ? await startWorker({ env, healthPort: 0, withSchedules }) : null;
    return new World(client, database, counterparts, env, worker);
  }

  async close(): Promise<void> {
    await this.worker?.close();
    await this.counterparts.close();
    await this.database.drop();
  }

  sql<Row>(text: string, params: unknown[] = []): Promise<Row[]> {
    return this.database.persistence.dataSource.query<Row[]>(text, params);
  }

  /** Stores the form and starts the loan with its first command, as the village does for the household. */
  async apply(
    form: Partial<ApplicationForm> & { county: string },
  ): Promise<{ loan: LoanStart; receipt: CommandReceipt }> {
    const full = applicationForm(form);
    const actor = this.actor(full.county, 'village', `${full.township}/${full.village}`, 'apply');
    const commandId = randomUUID();
    const loan = await this.database.persistence.intake.storeApplication(actor, commandId, full);
    const receipt = await this.startWith(
      {
        type: loanWorkflowType,
        id: loanWorkflowId(loan.county, loan.loanNo),
        queue: taskQueues.loan,
        input: loan,
      },
      loanUpdates.submitApplication,
      { commandId, documents: full.documents, actor },
    );
    return { loan, receipt };
  }

  /** A person of a role at a place; `seat` tells people of one desk apart. */
  actor(county: string, role: string, place: string, seat: string): Actor {
    const bank = role === 'bank' || role === 'bankManager' ? 'main' : null;
    return { id: uuidOf(`${county}/${role}/${seat}`), role, county, place, bank };
  }

  /** The open task of a step, once it is on a desk. */
  task(subjectId: string, step: string): Promise<TaskOnDesk> {
    return eventually(`task ${step}`, async () =>
      (await this.openTasks(subjectId)).find(({ step_key }) => step_key === step),
    );
  }

  openTasks(subjectId: string): Promise<TaskOnDesk[]> {
    return this.sql(
      `select id, kind, step_key, desk as role, place, bank, due_on, opened_on from task
       where subject_id = $1 and status in ('open', 'claimed') order by id`,
      [subjectId],
    );
  }

  /** Decides the open step of a loan by the person that its desk belongs to. */
  async decideLoan(loan: LoanStart, step: string, decision: Decision = {}): Promise<CommandReceipt> {
    const workflowId = loanWorkflowId(loan.county, loan.loanNo);
    return this.decide(workflowId, loanUpdates.submitReview, loan.loanId, loan.county, step, decision);
  }

  async decide(
    workflowId: string,
    update: string,
    subjectId: string,
    county: string,
    step: string,
    decision: Decision = {},
  ): Promise<CommandReceipt> {
    const task = await this.task(subjectId, step);
    const command: ReviewCommand = {
      commandId: randomUUID(),
      taskId: task.id,
      stepKey: step,
      decision: 'approve',
      reasonGiven: true,
      opinionGiven: true,
      documents: [],
      meeting: null,
      approvedTerms: null,
      figuresHash: null,
      ...decision,
      actor: this.actor(county, task.role, task.place, step),
    };
    return this.update(workflowId, update, command);
  }

  update<C extends { commandId: string }>(
    workflowId: string,
    name: string,
    command: C,
  ): Promise<CommandReceipt> {
    const handle = this.client.workflow.getHandle(workflowId);
    return handle.executeUpdate<CommandReceipt, [C]>(name, { args: [command], updateId: command.commandId });
  }

  /** A fact from outside: stored in the inbox, delivered by the worker's relay. */
  async report(
    kind: InboxKind,
    county: string,
    subjectNo: string,
    payload: Record<string, unknown>,
  ): Promise<void> {
    const source = kind === 'paymentReported' ? `treasury:${county}` : `bank:${county}:main`;
    const entry = {
      source,
      eventId: randomUUID(),
      kind,
      county,
      subjectNo,
      payload: { county, bank: 'main', ...payload },
    };
    const { id } = await this.database.persistence.intake.storeInbox(entry);
    await eventually(`${kind} is delivered`, async () => {
      const [row] = await this.sql<{ state: string }>('select state from inbox where id = $1', [id]);
      return row?.state !== 'received' && row?.state !== 'waiting';
    });
  }

  async openSettlement(county: string, settleOn: string): Promise<string> {
    const workflowId = settlementWorkflowId(county, 'main', settleOn);
    await this.client.workflow.start(settlementWorkflowType, {
      workflowId,
      taskQueue: taskQueues.programme,
      args: [{ county, bank: 'main', settleOn, openedBy: 'system' }],
    });
    const row = await eventually('settlement is compared', async () => {
      const [found] = await this.sql<{ id: string; stage: string }>(
        'select id, stage from settlement where county = $1 and settle_on = $2',
        [county, settleOn],
      );
      return found !== undefined && found.stage !== 'collecting' ? found : null;
    });
    return row.id;
  }

  async figuresHash(table: 'settlement' | 'claim', id: string): Promise<string> {
    const [row] = await this.sql<{ figures_hash: string }>(
      `select figures_hash from ${table} where id = $1`,
      [id],
    );
    return row?.figures_hash ?? '';
  }

  async decideSettlement(
    county: string,
    settleOn: string,
    id: string,
    step: string,
    decision: Decision = {},
  ): Promise<CommandReceipt> {
    const signed = { figuresHash: await this.figuresHash('settlement', id), ...decision };
    return this.decide(
      settlementWorkflowId(county, 'main', settleOn),
      settlementUpdates.submitReview,
      id,
      county,
      step,
      signed,
    );
  }

  /** The loan's claim on the fund, filed by the desk that the pack names. */
  async fileClaim(
    loan: LoanStart,
    claim: { cause: string; proofs: string[]; filedOn: string; role: string },
  ) {
    const actor = this.actor(loan.county, claim.role, claim.role === 'bank' ? '' : loan.place, 'claim');
    const commandId = randomUUID();
    const { cause, proofs, filedOn } = claim;
    const start = await this.database.persistence.intake.storeClaim(actor, commandId, loan.loanId, {
      cause,
      proofs,
    });
    const workflowId = compensationWorkflowId(loan.county, start.claimNo);
    const receipt = await this.startWith(
      { type: compensationWorkflowType, id: workflowId, queue: taskQueues.loan, input: start },
      compensationUpdates.submitClaim,
      { commandId, filedOn, actor },
    );
    return { ...start, workflowId, receipt };
  }

  decideClaim(
    workflowId: string,
    claimId: string,
    county: string,
    step: string,
    decision: Decision = {},
  ): Promise<CommandReceipt> {
    return this.decide(workflowId, compensationUpdates.submitReview, claimId, county, step, decision);
  }

  async becomes({ loanId, loanNo }: LoanStart, stage: string): Promise<void> {
    await eventually(`${loanNo} is ${stage}`, async () => (await this.loanRow(loanId))['stage'] === stage);
  }

  async loanRow(loanId: string): Promise<Record<string, string | null>> {
    const [row] = await this.sql<Record<string, string | null>>('select * from loan where id = $1', [loanId]);
    if (row === undefined) throw new Error('no such loan');
    return row;
  }

  startWith<C extends { commandId: string }>(
    workflow: { type: string; id: string; queue: string; input: unknown },
    update: string,
    command: C,
  ): Promise<CommandReceipt> {
    const startWorkflowOperation = new WithStartWorkflowOperation(workflow.type, {
      workflowId: workflow.id,
      taskQueue: workflow.queue,
      args: [workflow.input],
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
    return this.client.workflow.executeUpdateWithStart<never, CommandReceipt, [unknown]>(update, {
      args: [command],
      updateId: command.commandId,
      startWorkflowOperation: startWorkflowOperation as never,
    });
  }
}

function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const countiesOf = (packs: PackRegistry): string[] => [
  ...new Set(packs.all().map(({ schemeKey }) => schemeKey)),
];

/** A test's clock may run some years ahead of the machine's. */
function comingYears(): number[] {
  const year = new Date().getUTCFullYear();
  return [0, 1, 2, 3].map((on) => year + on);
}
