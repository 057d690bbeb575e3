import { ShortText } from '@bangdai/contracts/http';
import { Body, Controller, HttpCode, Put } from '@nestjs/common';
import { z } from 'zod';
import { parse } from './parse.js';
import { Secrets } from './secrets.js';

const SecretBody = z
  .object({
    kind: z.enum(['bank', 'treasury']),
    county: ShortText,
    code: ShortText,
    secret: z
      .string()
      .refine((text) => Buffer.from(text, 'base64').toString('base64') === text, 'must be base64')
      .refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes'),
  })
  .strict();

/** The desk at which a secret is agreed: what in earnest is done by letter. Nothing shows one. */
@Controller('secrets')
export class SecretsController {
  constructor(private readonly secrets: Secrets) {}

  @Put()
  @HttpCode(204)
  set(@Body() body: unknown): void {
    this.secrets.add(parse(SecretBody, body));
  }
}
