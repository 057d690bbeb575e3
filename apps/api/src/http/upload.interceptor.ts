import { RefusedError } from '@bangdai/contracts';
import {
  Injectable,
  createParamDecorator,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { FileInterceptor } from '@nestjs/platform-express';
import type { Observable } from 'rxjs';
import type { ApiRequest, UploadedFile } from './api-request.js';
import { marks } from './route-marks.js';

/** Reads the one file of a marked route into memory, after the guards and before the command's key is checked. */
@Injectable()
export class UploadInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const maxBytes = this.reflector.get<number | undefined>(marks.upload, context.getHandler());
    if (maxBytes === undefined) return next.handle();
    const limits = {
      files: 1,
      fileSize: maxBytes,
      fields: 20,
      fieldSize: 10_000,
      parts: 21,
      headerPairs: 50,
    };
    // Names of files come in UTF-8 from browsers; the parser's own default would garble Chinese.
    const Reader = FileInterceptor('file', { limits, defParamCharset: 'utf8' });
    return new Reader().intercept(context, next);
  }
}

/** The uploaded file. @throws RefusedError `FIELD_REQUIRED` */
export const FileOf = createParamDecorator((_: unknown, context: ExecutionContext): UploadedFile => {
  const { file } = context.switchToHttp().getRequest<ApiRequest>();
  if (!file) throw new RefusedError('FIELD_REQUIRED', [], [{ pointer: '/file', code: 'FIELD_REQUIRED' }]);
  return file;
});
