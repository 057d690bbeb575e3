import {
  RefusedError,
  isWithin,
  loanUpdates,
  loanWorkflowId,
  loanWorkflowType,
  taskQueues,
  type ApplicationCommand,
  type CommandReceipt,
} from '@bangdai/contracts';
import type { ApplicationForm } from '@bangdai/contracts/http';
import { checkIdNumber } from '@bangdai/domain';
import type { Persistence } from '@bangdai/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { CommandService } from '../engine/command.service.js';
import type { Command } from '../http/command.decorator.js';
import { isSubjectId } from '../http/subject-id.pipe.js';
import { PERSISTENCE } from '../tokens.js';

export interface ApplicationAnswer extends CommandReceipt {
  loanId: string;
  loanNo: string;
}

/** Annex 1: the form goes to PostgreSQL, the loan's workflow is started and asked whether the household is eligible. */
@Injectable()
export class ApplicationsService {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly commands: CommandService,
  ) {}

  /** @throws EngineRefusal `NOT_ELIGIBLE` with all reasons; `instance` names the refused application */
  async submit({ id: commandId, actor }: Command, form: ApplicationForm): Promise<ApplicationAnswer> {
    if (actor.county !== form.county) throw new RefusedError('FORBIDDEN');
    if (!isWithin(`${form.township}/${form.village}`, actor.place))
      throw new RefusedError('OUT_OF_JURISDICTION');
    if (!checkIdNumber(form.idNumber).ok)
      throw new RefusedError('BAD_ID_NUMBER', [], [{ pointer: '/idNumber', code: 'BAD_ID_NUMBER' }]);
    if (form.previousLoanId !== null && !isSubjectId(form.previousLoanId))
      throw new RefusedError('FIELD_INVALID', [], [{ pointer: '/previousLoanId', code: 'FIELD_INVALID' }]);
    const input = await this.persistence.intake.storeApplication(actor, commandId, form);
    const { loanId, loanNo, county, bank, place } = input;
    const documents = await this.persistence.intake.documentKeys(loanId);
    const command: ApplicationCommand = { commandId, documents, actor };
    const start = {
      type: loanWorkflowType,
      workflowId: loanWorkflowId(county, loanNo),
      taskQueue: taskQueues.loan,
      input,
      attributes: { county, bank, place, stage: 'draft' },
    };
    const instance = `/v1/loans/${loanId}`;
    const receipt = await this.commands.open(start, loanUpdates.submitApplication, command, instance);
    return { loanId, loanNo, ...receipt };
  }
}
