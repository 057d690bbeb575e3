import { ApplicationRequest, type ApplicationForm } from '@bangdai/contracts/http';
import { Body, Controller, Post } from '@nestjs/common';
import { Roles } from '../auth/access.js';
import { CommandOf, type Command } from '../http/command.decorator.js';
import { Answers } from '../openapi/answers.decorator.js';
import { ApplicationsService, type ApplicationAnswer } from './applications.service.js';

@Controller('v1/applications')
export class ApplicationsController {
  constructor(private readonly applications: ApplicationsService) {}

  @Post()
  @Roles('submitApplications')
  @Answers('提交申请表', 'ApplicationAnswer', { status: 201 })
  submitApplication(
    @CommandOf() command: Command,
    @Body({ schema: ApplicationRequest }) form: ApplicationForm,
  ): Promise<ApplicationAnswer> {
    return this.applications.submit(command, form);
  }
}
