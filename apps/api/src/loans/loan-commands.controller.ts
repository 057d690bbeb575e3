import type { CommandReceipt } from '@bangdai/contracts';
import {
  MaliciousExitRequest,
  ObjectionAnswerRequest,
  ReasonRequest,
  TermRequest,
  UrgingRequest,
  UsageCheckRequest,
} from '@bangdai/contracts/http';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Roles } from '../auth/access.js';
import { CommandOf, type Command } from '../http/command.decorator.js';
import { SubjectId } from '../http/subject-id.pipe.js';
import { Answers } from '../openapi/answers.decorator.js';
import { ChecksService } from './checks.service.js';
import { LoanCommandsService } from './loan-commands.service.js';

/** Commands on a loan that are no decision on a task. */
@Controller('v1/loans/:id')
export class LoanCommandsController {
  constructor(
    private readonly commands: LoanCommandsService,
    private readonly checks: ChecksService,
  ) {}

  @Post('withdraw')
  @HttpCode(200)
  @Roles('withdrawApplications')
  @Answers('撤回申请', 'CommandReceipt')
  withdrawApplication(
    @CommandOf() command: Command,
    @Param('id', SubjectId) id: string,
  ): Promise<CommandReceipt> {
    return this.commands.send(command, id, { update: 'withdrawApplication' });
  }

  @Post('objections')
  @HttpCode(200)
  @Roles('raiseObjections')
  @Answers('公示期提出异议；公示期后登记为投诉', 'CommandReceipt')
  raiseObjection(
    @CommandOf() command: Command,
    @Param('id', SubjectId) id: string,
    @Body({ schema: ReasonRequest }) { reason }: z.infer<typeof ReasonRequest>,
  ): Promise<CommandReceipt> {
    const payload = { reasonGiven: true };
    return this.commands.send(command, id, { update: 'raiseObjection', payload, texts: { reason } });
  }

  @Post('objections/answer')
  @HttpCode(200)
  @Roles('answerObjections')
  @Answers('答复异议', 'CommandReceipt')
  answerObjection(
    @CommandOf() command: Command,
    @Param('id', SubjectId) id: string,
    @Body({ schema: ObjectionAnswerRequest }) { founded, reason }: z.infer<typeof ObjectionAnswerRequest>,
  ): Promise<CommandReceipt> {
    const payload = { founded, reasonGiven: true };
    return this.commands.send(command, id, { update: 'answerObjection', payload, texts: { reason } });
  }

  @Post('usage-checks')
  @HttpCode(200)
  @Roles('recordVisits')
  @Answers('登记用途检查', 'CommandReceipt')
  submitUsageCheck(
    @CommandOf() { id: commandId, actor }: Command,
    @Param('id', SubjectId) id: string,
    @Body({ schema: UsageCheckRequest }) { remark, ...check }: z.infer<typeof UsageCheckRequest>,
  ): Promise<CommandReceipt> {
    return this.checks.submit(actor, id, { ...check, commandId, taskId: null, remark });
  }

  @Post('urgings')
  @HttpCode(200)
  @Roles('recordVisits')
  @Answers('登记催收', 'CommandReceipt')
  recordUrging(
    @CommandOf() command: Command,
    @Param('id', SubjectId) id: string,
    @Body({ schema: UrgingRequest }) { kind, remark }: z.infer<typeof UrgingRequest>,
  ): Promise<CommandReceipt> {
    const payload = { taskId: null, kind, remarkGiven: Boolean(remark) };
    return this.commands.send(command, id, { update: 'recordUrging', payload, texts: { remark } });
  }

  @Post('term-requests')
  @HttpCode(200)
  @Roles('requestTerms')
  @Answers('申请续贷或展期', 'CommandReceipt')
  requestTerm(
    @CommandOf() command: Command,
    @Param('id', SubjectId) id: string,
    @Body({ schema: TermRequest }) { kind, months, reason }: z.infer<typeof TermRequest>,
  ): Promise<CommandReceipt> {
    const payload = { kind, months, reasonGiven: true };
    return this.commands.send(command, id, { update: 'requestTerm', payload, texts: { reason } });
  }

  @Post('malicious-exit')
  @HttpCode(200)
  @Roles('recordMaliciousExits')
  @Answers('恶意退出处置：收回贷款或转为农户贷款', 'CommandReceipt')
  recordMaliciousExit(
    @CommandOf() command: Command,
    @Param('id', SubjectId) id: string,
    @Body({ schema: MaliciousExitRequest }) { option, payBy, reason }: z.infer<typeof MaliciousExitRequest>,
  ): Promise<CommandReceipt> {
    const payload = { option, payBy, reasonGiven: true };
    return this.commands.send(command, id, { update: 'recordMaliciousExit', payload, texts: { reason } });
  }

  /** Looks again and changes no terms; terms that no longer fit go back to the bank by the suspension's task. */
  @Post('clear-suspension')
  @HttpCode(200)
  @Roles('clearSuspensions')
  @Answers('解除暂缓：按原审批条件重新核查，不改条件', 'CommandReceipt')
  clearSuspension(
    @CommandOf() command: Command,
    @Param('id', SubjectId) id: string,
  ): Promise<CommandReceipt> {
    return this.commands.send(command, id, { update: 'clearSuspension' });
  }
}
