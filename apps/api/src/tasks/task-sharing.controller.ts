import type { Actor } from '@bangdai/contracts';
import {
  ColleagueQuery,
  EmptyRequest,
  HandOverRequest,
  OpinionRequest,
  PeopleRequest,
  TagsRequest,
  UrgeRequest,
  type ColleagueView,
  type TaskDetail,
} from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Roles } from '../auth/access.js';
import { today } from '../clock.js';
import { ActorOf, CommandOf, type Command } from '../http/command.decorator.js';
import { Answers } from '../openapi/answers.decorator.js';
import { PERSISTENCE } from '../tokens.js';

/** 转办, 委派, 加签, 抄送, 催办, marks: what people of one office do with a task without deciding it. */
@Controller('v1/tasks/:id')
export class TaskSharingController {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Get('people')
  @Roles('readRecords')
  @Answers('可转办、委派或加签的人员', 'Colleagues')
  listPeople(
    @ActorOf() actor: Actor,
    @Param('id') id: string,
    @Query({ schema: ColleagueQuery }) query: z.infer<typeof ColleagueQuery>,
  ): Promise<ColleagueView[]> {
    return this.persistence.handovers.colleagues(actor, id, query.for);
  }

  @Post('transfer')
  @HttpCode(200)
  @Roles('shareTasks')
  @Answers('转办：此后由对方办理，不再返回', 'TaskDetail')
  async transfer(
    @CommandOf() { actor, id: commandId }: Command,
    @Param('id') id: string,
    @Body({ schema: HandOverRequest }) body: z.infer<typeof HandOverRequest>,
  ): Promise<TaskDetail> {
    await this.persistence.handovers.handOver(actor, id, { ...body, commandId, kind: 'transfer' });
    return this.detail(actor, id);
  }

  @Post('delegate')
  @HttpCode(200)
  @Roles('shareTasks')
  @Answers('委派：对方填写意见后返回本人办理', 'TaskDetail')
  async delegate(
    @CommandOf() { actor, id: commandId }: Command,
    @Param('id') id: string,
    @Body({ schema: HandOverRequest }) body: z.infer<typeof HandOverRequest>,
  ): Promise<TaskDetail> {
    await this.persistence.handovers.handOver(actor, id, { ...body, commandId, kind: 'delegate' });
    return this.detail(actor, id);
  }

  @Post('cosign')
  @HttpCode(200)
  @Roles('shareTasks')
  @Answers('加签：意见收齐后方可办理', 'TaskDetail')
  async cosign(
    @CommandOf() { actor, id: commandId }: Command,
    @Param('id') id: string,
    @Body({ schema: PeopleRequest }) body: z.infer<typeof PeopleRequest>,
  ): Promise<TaskDetail> {
    await this.persistence.handovers.cosign(actor, id, { ...body, commandId });
    return this.detail(actor, id);
  }

  @Post('opinion')
  @HttpCode(200)
  @Roles('shareTasks')
  @Answers('答复委派或加签', 'TaskDetail')
  async giveOpinion(
    @CommandOf() { actor, id: commandId }: Command,
    @Param('id') id: string,
    @Body({ schema: OpinionRequest }) body: z.infer<typeof OpinionRequest>,
  ): Promise<TaskDetail> {
    await this.persistence.handovers.reply(actor, id, { ...body, commandId });
    return this.detail(actor, id);
  }

  @Post('recall')
  @HttpCode(200)
  @Roles('shareTasks')
  @Answers('收回尚未答复的委派、加签', 'TaskDetail')
  async recall(
    @CommandOf() { actor, id: commandId }: Command,
    @Param('id') id: string,
    @Body({ schema: EmptyRequest }) _body: z.infer<typeof EmptyRequest>,
  ): Promise<TaskDetail> {
    await this.persistence.handovers.recall(actor, id, commandId);
    return this.detail(actor, id);
  }

  @Post('copy')
  @HttpCode(200)
  @Roles('shareTasks')
  @Answers('抄送', 'TaskDetail')
  async copy(
    @CommandOf() { actor, id: commandId }: Command,
    @Param('id') id: string,
    @Body({ schema: PeopleRequest }) body: z.infer<typeof PeopleRequest>,
  ): Promise<TaskDetail> {
    await this.persistence.handovers.copy(actor, id, { ...body, commandId });
    return this.detail(actor, id);
  }

  @Post('read')
  @HttpCode(204)
  @Roles('ownAccount')
  @Answers('抄送已阅', 'Nothing', { status: 204 })
  async markRead(
    @CommandOf() { actor }: Command,
    @Param('id') id: string,
    @Body({ schema: EmptyRequest }) _body: z.infer<typeof EmptyRequest>,
  ): Promise<void> {
    await this.persistence.handovers.markRead(actor, id);
  }

  /** Once a day for each task, whoever urges. */
  @Post('urge')
  @HttpCode(200)
  @Roles('shareTasks')
  @Answers('催办（每件每天一次，记入流程）', 'TaskDetail')
  async urge(
    @CommandOf() { actor, id: commandId }: Command,
    @Param('id') id: string,
    @Body({ schema: UrgeRequest }) { reason }: z.infer<typeof UrgeRequest>,
  ): Promise<TaskDetail> {
    await this.persistence.handovers.urge(actor, id, { commandId, reason, on: today() });
    return this.detail(actor, id);
  }

  @Post('tags')
  @HttpCode(200)
  @Roles('shareTasks')
  @Answers('设置标签', 'TaskDetail')
  async setTags(
    @CommandOf() { actor }: Command,
    @Param('id') id: string,
    @Body({ schema: TagsRequest }) { tags }: z.infer<typeof TagsRequest>,
  ): Promise<TaskDetail> {
    await this.persistence.handovers.setTags(actor, id, tags);
    return this.detail(actor, id);
  }

  private detail(actor: Actor, id: string): Promise<TaskDetail> {
    return this.persistence.reads.getTask(actor, id, today());
  }
}
