import {
  Injectable,
  SetMetadata,
  createParamDecorator,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { ApiRequest } from '../http/api-request.js';
import { InboundService } from './inbound.service.js';

const senderMark = 'bangdai:sender';
const eventIds = new WeakMap<ApiRequest, string>();

/** Whose secret signs the messages of a route. */
export const SignedBy = (sender: 'bank' | 'treasury'): ClassDecorator => SetMetadata(senderMark, sender);

/** Before body and fields are looked at: a message without a good signature learns nothing but 401. */
@Injectable()
export class SignatureGuard implements CanActivate {
  constructor(
    private readonly inbound: InboundService,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<ApiRequest>();
    const sender = this.reflector.get<'bank' | 'treasury'>(senderMark, context.getClass());
    eventIds.set(request, await this.inbound.verify(request, sender));
    return true;
  }
}

/** `webhook-id` of the verified message. */
export const EventId = createParamDecorator(
  (_: unknown, context: ExecutionContext): string =>
    eventIds.get(context.switchToHttp().getRequest<ApiRequest>()) ?? '',
);
