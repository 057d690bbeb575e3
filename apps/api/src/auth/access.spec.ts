import { describe, expect, it } from '@jest/globals';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { ApiModule } from '../api.module.js';
import type { Parts } from '../composition.js';
import { marks } from '../http/route-marks.js';
import { access, type Access } from './access.js';

interface Route {
  name: string;
  isReading: boolean;
  isOpen: boolean;
  right: Access | undefined;
}

/** Every handler of every controller of the running application, with its marks. */
function routes(): Route[] {
  const controllers = (ApiModule.of({} as Parts).controllers ?? []) as (new () => object)[];
  return controllers.flatMap((controller) => {
    const prototype = controller.prototype as Record<string, unknown>;
    return Object.getOwnPropertyNames(prototype)
      .filter((name) => Reflect.hasMetadata(METHOD_METADATA, prototype[name] as object))
      .map((name) => {
        const handler = prototype[name] as object;
        const mark = (key: string): unknown =>
          Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller);
        return {
          name: `${controller.name}.${name}`,
          isReading: Reflect.getMetadata(METHOD_METADATA, handler) === RequestMethod.GET,
          isOpen: Boolean(mark(marks.public) ?? mark(marks.machine)),
          right: mark(marks.access) as Access | undefined,
        };
      });
  });
}

describe('access', () => {
  it('names a right for each route that is not open', () => {
    const found = routes();
    expect(found.length).toBeGreaterThan(40);
    expect(found.filter(({ isOpen, right }) => !isOpen && !(right && right in access))).toEqual([]);
  });

  it.each(['supervisor', 'auditor', 'systemAdmin', 'unknown', ''])(
    'lets a %s command nothing about loans, settlements, claims or imports',
    (role) => {
      const commands = routes().filter(
        ({ isReading, isOpen, right }) => !isReading && !isOpen && right !== 'ownAccount',
      );
      const named = role === 'unknown';
      // How a bank is reached is configuration: the one thing that the system administrator sets.
      const ofRole = role === 'systemAdmin' ? ['manageCounterparts'] : [];
      const allowed = commands.filter(({ right }) => right && access[right](role)).map(({ right }) => right);
      // A further party of a pack has a desk: it decides its own tasks, excludes lines it reviews, and nothing else.
      const ofDesks = [
        'decideTasks',
        'settleLines',
        'storeDocuments',
        'recordVisits',
        'shareTasks',
        'ownDesk',
      ];
      const expected = named ? ofDesks : ofRole;
      expect(allowed.filter((right) => !expected.includes(right ?? ''))).toEqual([]);
    },
  );

  it('keeps business records from administrators', () => {
    expect(access.readRecords('systemAdmin')).toBe(false);
    expect(access.readRecords('securityAdmin')).toBe(false);
    expect(access.readRecords('supervisor')).toBe(true);
  });

  it('gives a further party of a pack a desk', () => {
    expect(access.decideTasks('guarantor')).toBe(true);
  });
});
