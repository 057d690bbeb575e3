import { SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { Target } from '../settings.js';

const key = 'counterpart';

/** Says whose door a controller is: whose secret opens it and whose switches act on it. */
export const Counterpart = (target: Target) => SetMetadata(key, target);

export const counterpartOf = (reflector: Reflector, context: ExecutionContext): Target =>
  reflector.get<Target>(key, context.getClass());
