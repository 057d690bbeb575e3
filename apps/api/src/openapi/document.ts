import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { bankWebhooks } from './webhooks.js';

const mutating = ['post', 'put', 'patch', 'delete'] as const;
const publicPaths = new Set(['/v1/session', '/v1/demo/accounts', '/health/live', '/health/ready']);

/** OpenAPI 3.1 of all routes and of what banks are sent; page at `/docs`, document at `/docs/openapi.json`. */
export function serveDocument(app: INestApplication): void {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('帮贷 Bangdai')
    .setDescription(
      '金额为两位小数的字符串（元），利率为小数字符串，日期为北京时间的日历日。' +
        '错误一律为问题详情（RFC 9457），`code` 稳定不变。命令须带 `Idempotency-Key`。',
    )
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer' }, 'bearer')
    .addCookieAuth('bangdai_session', { type: 'apiKey', in: 'cookie' }, 'cookie')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'webhook-signature' }, 'webhook')
    .build();
  const document = { ...secured(SwaggerModule.createDocument(app, config)), webhooks: bankWebhooks() };
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'docs/openapi.json',
    ui: true,
    raw: ['json'],
  });
}

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** What is the same for whole groups of routes is written once here and not at every handler. */
function secured(document: OpenAPIObject): OpenAPIObject {
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of ['get', ...mutating] as const) {
      const operation = item[method];
      if (!operation) continue;
      operation.security = securityOf(path, method);
      describeProblem(operation);
      describeFile(operation, document);
      if (isCommand(path, method)) addKeyHeader(operation);
    }
  }
  return document;
}

const isMachine = (path: string): boolean => path.startsWith('/v1/bank/') || path.startsWith('/v1/treasury/');

const isCommand = (path: string, method: string): boolean =>
  method !== 'get' && !isMachine(path) && path !== '/v1/session';

function securityOf(path: string, method: string): Record<string, string[]>[] {
  if (publicPaths.has(path) && method !== 'delete') return [];
  return isMachine(path) ? [{ webhook: [] }] : [{ bearer: [] }, { cookie: [] }];
}

function addKeyHeader(operation: Operation): void {
  const schema = { type: 'string', maxLength: 200 } as const;
  operation.parameters ??= [];
  operation.parameters.push({ name: 'Idempotency-Key', in: 'header', required: true, schema });
}

function describeProblem({ responses }: Operation): void {
  const problem = responses.default;
  if (!problem || !('content' in problem) || !problem.content?.['application/json']) return;
  problem.content = { 'application/problem+json': problem.content['application/json'] };
}

/** The schema of a form names its fields; its one file stands beside them. */
function describeFile({ requestBody }: Operation, document: OpenAPIObject): void {
  const form =
    requestBody && 'content' in requestBody ? requestBody.content['multipart/form-data'] : undefined;
  if (!form?.schema) return;
  const named = '$ref' in form.schema ? form.schema.$ref.split('/').at(-1) : undefined;
  const fields = named === undefined ? form.schema : document.components?.schemas?.[named];
  if (!fields || '$ref' in fields) return;
  const file = { type: 'string', format: 'binary' } as const;
  form.schema = {
    ...fields,
    properties: { ...fields.properties, file },
    required: [...(fields.required ?? []), 'file'],
  };
}
