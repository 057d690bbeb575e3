import { RefusedError, type Actor } from '@bangdai/contracts';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { actorOf, type ApiRequest } from './api-request.js';

/** A command as a handler gets it. */
export interface Command {
  id: string;
  key: string;
  actor: Actor;
}

/** Id and actor of a command; the guard has made both. */
export const CommandOf = createParamDecorator((_: unknown, context: ExecutionContext): Command => {
  const { commandId, idempotencyKey, account } = context.switchToHttp().getRequest<ApiRequest>();
  if (!commandId || !idempotencyKey || !account) throw new RefusedError('IDEMPOTENCY_KEY_REQUIRED');
  return { id: commandId, key: idempotencyKey, actor: actorOf(account) };
});

/** The signed-in person of a reading route. */
export const ActorOf = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { account } = context.switchToHttp().getRequest<ApiRequest>();
  if (!account) throw new RefusedError('UNAUTHENTICATED');
  return actorOf(account);
});
