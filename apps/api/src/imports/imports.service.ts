import { createHash } from 'node:crypto';
import {
  RefusedError,
  importWorkflowId,
  portfolioImportWorkflowType,
  taskQueues,
  type Actor,
  type PortfolioImportStart,
} from '@bangdai/contracts';
import type { ImportView, Labelled } from '@bangdai/contracts/http';
import { addDays } from '@bangdai/domain';
import type { PackRegistry } from '@bangdai/policy-packs';
import type { Persistence } from '@bangdai/persistence';
import type { BlindIndex, Config } from '@bangdai/platform';
import { Inject, Injectable } from '@nestjs/common';
import { plainFileName } from '../documents/file-type.js';
import { EngineRefusal, NoAnswerError, noAnswer } from '../engine/engine.errors.js';
import { EngineService } from '../engine/engine.service.js';
import type { UploadedFile } from '../http/api-request.js';
import type { ApiSettings } from '../settings.js';
import { BLIND_INDEX, CONFIG, PACKS, PERSISTENCE, SETTINGS } from '../tokens.js';
import { importedProduct, type ImportRules } from './import-rules.js';
import { previewPortfolio, shiftRows } from './preview-portfolio.js';

export interface ImportForm {
  county: string;
  asOf: string;
  bank?: string | undefined;
  shiftDays: number;
}

/** Portfolios that lived before the platform: looked at first, then confirmed by the other side and taken over by a workflow. */
@Injectable()
export class ImportsService {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    @Inject(PACKS) private readonly packs: PackRegistry,
    @Inject(BLIND_INDEX) private readonly blindIndex: BlindIndex,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
    private readonly engine: EngineService,
  ) {}

  /** @throws RefusedError `FILE_INVALID`, `PACK_NOT_FOUND`, `FORBIDDEN` outside the own county */
  async preview(actor: Actor, form: ImportForm, file: UploadedFile): Promise<ImportView> {
    const { county, asOf, shiftDays } = form;
    if (actor.county !== county) throw new RefusedError('FORBIDDEN');
    if (shiftDays !== 0 && this.config.mode === 'production')
      throw new RefusedError('FIELD_INVALID', [], [{ pointer: '/shiftDays', code: 'FIELD_INVALID' }]);
    const { good, bad, ...seen } = await previewPortfolio(file.buffer, await this.rulesOf(actor, form));
    const preview = {
      ...seen,
      county,
      fileName: nameOf(file, shiftDays),
      asOf: addDays(asOf, shiftDays),
      good: good.length,
      bad,
    };
    const sha256 = createHash('sha256').update(file.buffer).digest('hex');
    const stored = await this.persistence.intake.createImport(
      actor,
      preview,
      sha256,
      shiftRows(good, shiftDays),
    );
    return { ...stored, warnings: seen.warnings };
  }

  /** @throws RefusedError `IMPORT_DONE`, `FILE_INVALID` when all rows are wanted and some are bad */
  async commit(actor: Actor, importId: string, mode: 'allOrNothing' | 'goodRows'): Promise<ImportView> {
    const { reads, intake } = this.persistence;
    const preview = await reads.getImport(actor, importId);
    if (mode === 'allOrNothing' && preview.bad > 0) throw new RefusedError('FILE_INVALID');
    // A commit that was marked but never reached the engine is sent again; the workflow's id lets it run once.
    const isSubmitted = preview.state === 'confirming' || preview.state === 'running';
    const view = isSubmitted ? preview : await intake.commitImport(actor, importId);
    await this.startWorkflow(view);
    return view;
  }

  private async startWorkflow({ county, id: importId }: ImportView): Promise<void> {
    const startRatePerSecond = this.settings.importStartRatePerSecond;
    const confirmation = await this.persistence.intake.importConfirmation(importId);
    const input: PortfolioImportStart = { county, importId, startRatePerSecond, confirmation };
    const workflowId = importWorkflowId(county, importId);
    const attributes = { county, bank: '', place: '', stage: 'confirming' };
    const start = {
      type: portfolioImportWorkflowType,
      workflowId,
      taskQueue: taskQueues.programme,
      input,
      attributes,
    };
    try {
      await this.engine.start(start, 'IMPORT_DONE');
    } catch (error) {
      if (error instanceof EngineRefusal) throw new RefusedError('IMPORT_DONE');
      throw error instanceof NoAnswerError ? noAnswer() : error;
    }
  }

  /** The pack in force on the day of the file; outside every window the newest of the scheme. */
  private async rulesOf(actor: Actor, { county, asOf, bank }: ImportForm): Promise<ImportRules> {
    const pack = this.packs.active(county, asOf) ?? this.packs.versions(county).at(-1);
    if (!pack) throw new RefusedError('PACK_NOT_FOUND');
    const party = pack.parties.find(({ role }) => role === 'bank');
    const counties = await this.persistence.reads.counties(actor);
    const banks = counties.find(({ code }) => code === county)?.banks ?? [];
    return {
      pack,
      product: importedProduct(pack),
      rates: this.packs.rates,
      asOf,
      defaultBank: actor.bank ?? bank ?? party?.zh ?? '',
      knownBanks: banks.flatMap(({ key, zh }) => [key, zh]),
      isOtherBank: (name) => actor.bank !== null && bankCode(banks, name) !== actor.bank,
      keyOf: (value) => this.blindIndex.of('imported loan', value),
    };
  }
}

/** The county's banks come with the main one first: it is booked where a name is not known. */
const bankCode = (banks: readonly Labelled[], name: string): string | undefined =>
  (banks.find(({ key, zh }) => key === name || zh === name) ?? banks[0])?.key;

/** A shifted portfolio says so wherever its name is shown. */
function nameOf(file: UploadedFile, shiftDays: number): string {
  const name = plainFileName(file.originalname);
  return shiftDays === 0 ? name : `${name}（演示数据，日期整体平移 ${shiftDays} 天）`;
}
