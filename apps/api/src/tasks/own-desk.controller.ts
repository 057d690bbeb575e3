import type { Actor } from '@bangdai/contracts';
import {
  PhraseRequest,
  ViewRequest,
  type PhraseView,
  type SavedViewRow,
  type ViewForm,
} from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Roles } from '../auth/access.js';
import { ActorOf, CommandOf, type Command } from '../http/command.decorator.js';
import { SubjectId } from '../http/subject-id.pipe.js';
import { Answers } from '../openapi/answers.decorator.js';
import { PERSISTENCE } from '../tokens.js';

/** 常用语 and saved views of the inbox. */
@Controller('v1')
export class OwnDeskController {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Get('phrases')
  @Roles('ownDesk')
  @Answers('我的常用语', 'PhraseViews')
  listPhrases(@ActorOf() actor: Actor): Promise<PhraseView[]> {
    return this.persistence.ownDesk.listPhrases(actor);
  }

  @Post('phrases')
  @Roles('ownDesk')
  @Answers('添加常用语', 'PhraseView', { status: 201 })
  addPhrase(
    @CommandOf() { actor }: Command,
    @Body({ schema: PhraseRequest }) { text }: z.infer<typeof PhraseRequest>,
  ): Promise<PhraseView> {
    return this.persistence.ownDesk.addPhrase(actor, text);
  }

  @Delete('phrases/:id')
  @HttpCode(204)
  @Roles('ownDesk')
  @Answers('删除常用语', 'Nothing', { status: 204 })
  dropPhrase(@CommandOf() { actor }: Command, @Param('id', SubjectId) id: string): Promise<void> {
    return this.persistence.ownDesk.dropPhrase(actor, id);
  }

  @Get('views')
  @Roles('ownDesk')
  @Answers('我的视图', 'SavedViews')
  listViews(@ActorOf() actor: Actor): Promise<SavedViewRow[]> {
    return this.persistence.ownDesk.listViews(actor);
  }

  /** A shared view opens by its link for everybody of the county; what it shows stays what each may see. */
  @Get('views/:id')
  @Roles('ownDesk')
  @Answers('打开视图', 'SavedView')
  getView(@ActorOf() actor: Actor, @Param('id', SubjectId) id: string): Promise<SavedViewRow> {
    return this.persistence.ownDesk.getView(actor, id);
  }

  @Post('views')
  @Roles('ownDesk')
  @Answers('保存视图', 'SavedView', { status: 201 })
  saveView(
    @CommandOf() { actor }: Command,
    @Body({ schema: ViewRequest }) view: ViewForm,
  ): Promise<SavedViewRow> {
    return this.persistence.ownDesk.saveView(actor, view);
  }

  @Delete('views/:id')
  @HttpCode(204)
  @Roles('ownDesk')
  @Answers('删除视图', 'Nothing', { status: 204 })
  dropView(@CommandOf() { actor }: Command, @Param('id', SubjectId) id: string): Promise<void> {
    return this.persistence.ownDesk.dropView(actor, id);
  }
}
