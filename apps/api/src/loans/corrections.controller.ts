import type { Actor, CommandReceipt } from '@bangdai/contracts';
import { CorrectionRequest, type CorrectionBody, type CorrectionRow } from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { Roles } from '../auth/access.js';
import { ActorOf, CommandOf, type Command } from '../http/command.decorator.js';
import { SubjectId } from '../http/subject-id.pipe.js';
import { Answers } from '../openapi/answers.decorator.js';
import { PERSISTENCE } from '../tokens.js';
import { CorrectionsService } from './corrections.service.js';

@Controller('v1/loans/:id/corrections')
export class CorrectionsController {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly corrections: CorrectionsService,
  ) {}

  @Get()
  @Roles('readRecords')
  @Answers('银行报送的更正', 'CorrectionRows')
  listCorrections(@ActorOf() actor: Actor, @Param('id', SubjectId) id: string): Promise<CorrectionRow[]> {
    return this.persistence.reads.getCorrections(actor, id);
  }

  /** The second person decides on the task that this opens in the bank's inbox. */
  @Post()
  @HttpCode(200)
  @Roles('proposeCorrections')
  @Answers('提出更正，由银行另一人复核', 'CommandReceipt')
  proposeCorrection(
    @CommandOf() command: Command,
    @Param('id', SubjectId) id: string,
    @Body({ schema: CorrectionRequest }) body: CorrectionBody,
  ): Promise<CommandReceipt> {
    return this.corrections.propose(command, id, body);
  }
}
