import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

const mutating = ['post', 'put', 'patch', 'delete'] as const;
const publicPaths = new Set(['/v1/session', '/v1/demo/accounts', '/health/live', '/health/ready']);

/** OpenAPI 3.1 of all routes; page at `/docs`, document at `/docs/openapi.json`. */
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
  const document = secured(SwaggerModule.createDocument(app, config));
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'docs/openapi.json',
    ui: true,
    raw: ['json'],
  });
}

/** Who may call is the same for whole groups of paths, so it is written once here and not at every handler. */
function secured(document: OpenAPIObject): OpenAPIObject {
  for (const [path, item] of Object.entries(document.paths)) {
    const isMachine = path.startsWith('/v1/bank/') || path.startsWith('/v1/treasury/');
    for (const method of ['get', ...mutating] as const) {
      const operation = item[method];
      if (!operation) continue;
      const isPublic = publicPaths.has(path) && method !== 'delete';
      operation.security = isPublic ? [] : isMachine ? [{ webhook: [] }] : [{ bearer: [] }, { cookie: [] }];
      if (method !== 'get' && !isMachine && path !== '/v1/session') {
        const schema = { type: 'string', maxLength: 200 } as const;
        operation.parameters ??= [];
        operation.parameters.push({ name: 'Idempotency-Key', in: 'header', required: true, schema });
      }
    }
  }
  return document;
}
