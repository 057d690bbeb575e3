import { BankMessageAnswer, BankMessageBody, ProblemSchema, bankMessages } from '@bangdai/contracts/http';
import type { OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';

type Webhooks = NonNullable<OpenAPIObject['webhooks']>;
type Schema = Extract<NonNullable<OpenAPIObject['components']>['schemas'], object>[string];

const signature = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];

/** What Bangdai sends to banks: one entry for each kind of message, all by `POST <bank base>/messages`. */
export function bankWebhooks(): Webhooks {
  return Object.fromEntries(
    Object.entries(bankMessages).map(([kind, { zh, data }]) => {
      const body = BankMessageBody.extend({ kind: z.literal(kind), data });
      return [kind, { post: operationOf(zh, body) }];
    }),
  );
}

function operationOf(summary: string, body: z.ZodType): NonNullable<Webhooks[string]['post']> {
  return {
    summary,
    tags: ['Webhooks'],
    description:
      '帮贷发往 `<银行地址>/messages`，按 Standard Webhooks 签名（HMAC-SHA256，±5 分钟）。' +
      '同一 `id` 重复送达时回答相同、不重复办理。',
    parameters: signature.map((name) => ({
      name,
      in: 'header',
      required: true,
      schema: { type: 'string' },
    })),
    requestBody: { required: true, content: { 'application/json': { schema: jsonOf(body) } } },
    responses: {
      '202': {
        description: '已收到',
        content: { 'application/json': { schema: jsonOf(BankMessageAnswer) } },
      },
      default: {
        description: '问题详情（RFC 9457）：4xx 不再重发并转人工，其余情形稍后重发',
        content: { 'application/problem+json': { schema: jsonOf(ProblemSchema) } },
      },
    },
    security: [{ webhook: [] }],
  };
}

/** JSON Schema 2020-12 is the schema language of OpenAPI 3.1; names of components stay out of inline schemas. */
function jsonOf(schema: z.ZodType): Schema {
  const { $schema: _schema, id: _id, ...json } = z.toJSONSchema(schema) as Record<string, unknown>;
  return json as Schema;
}
