import { ProblemSchema } from '@bangdai/contracts/http';
import { applyDecorators } from '@nestjs/common';
import { ApiConsumes, ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { answerSchemas, type AnswerName } from './answer-schemas.js';

export interface AnswerOptions {
  status?: number;
  /** May answer 202 with the command id when no worker is there. */
  parked?: boolean;
  /** A machine's message with Standard Webhooks headers. */
  signed?: boolean;
  multipart?: boolean;
}

const signatureHeaders = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];

/** Describes a route in the OpenAPI document: what it does, its answer, and problem details for all else. */
export function Answers(summary: string, name: AnswerName, options: AnswerOptions = {}): MethodDecorator {
  const { status = 200, parked = false, signed = false, multipart = false } = options;
  const decorators: MethodDecorator[] = [ApiOperation({ summary }), answerOf(status, name)];
  if (parked) {
    const description = '暂无工作进程应答，命令已由流程引擎保存，稍后执行';
    decorators.push(ApiResponse({ status: 202, description, standardSchema: answerSchemas.Parked }));
  }
  if (signed)
    decorators.push(...signatureHeaders.map((header) => ApiHeader({ name: header, required: true })));
  if (multipart) decorators.push(ApiConsumes('multipart/form-data'));
  decorators.push(
    ApiResponse({ status: 'default', description: '问题详情（RFC 9457）', standardSchema: ProblemSchema }),
  );
  return applyDecorators(...decorators);
}

function answerOf(status: number, name: AnswerName): MethodDecorator {
  if (name === 'Nothing') return ApiResponse({ status, description: '无内容' });
  if (name === 'File') {
    const content = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };
    return ApiResponse({ status, description: '文件', content });
  }
  return ApiResponse({ status, description: '成功', standardSchema: answerSchemas[name] });
}
