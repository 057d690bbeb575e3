import { SetMetadata } from '@nestjs/common';

/** Route marks, read by guards and interceptors. */
export const marks = {
  public: 'bangdai:public',
  access: 'bangdai:access',
  machine: 'bangdai:machine',
  upload: 'bangdai:upload',
  noIdempotency: 'bangdai:noIdempotency',
} as const;

/** Reached without a session: sign-in, health, demo accounts. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(marks.public, true);

/** A bank or treasury calls: the signature of the message stands for the session. */
export const FromMachine = (): MethodDecorator & ClassDecorator => SetMetadata(marks.machine, true);

/** Mutating, but without effect on business records (sign-in, sign-out): no `Idempotency-Key`. */
export const NoIdempotency = (): MethodDecorator => SetMetadata(marks.noIdempotency, true);

/** One multipart field `file` of at most so many bytes; it is read before the body is hashed. */
export const AcceptsFile = (maxBytes: number): MethodDecorator => SetMetadata(marks.upload, maxBytes);
