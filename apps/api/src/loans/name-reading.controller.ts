import { ReadingRequest } from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Roles } from '../auth/access.js';
import { CommandOf, type Command } from '../http/command.decorator.js';
import { SubjectId } from '../http/subject-id.pipe.js';
import { Answers } from '../openapi/answers.decorator.js';
import { PERSISTENCE } from '../tokens.js';

/** A name that is read otherwise than the rule says is found by the reading that a person who knows it sets. */
@Controller('v1/loans')
export class NameReadingController {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Post(':id/pinyin')
  @HttpCode(204)
  @Roles('submitApplications')
  @Answers('更正借款人姓名读音（用于拼音检索）', 'Nothing', { status: 204 })
  setReading(
    @CommandOf() { actor }: Command,
    @Param('id', SubjectId) id: string,
    @Body({ schema: ReadingRequest }) { pinyin }: z.infer<typeof ReadingRequest>,
  ): Promise<void> {
    return this.persistence.setReading(actor, id, pinyin);
  }
}
