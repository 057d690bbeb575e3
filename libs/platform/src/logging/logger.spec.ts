import { describe, expect, it } from '@jest/globals';
import { RefusedError } from '@bangdai/contracts';
import { createLogger } from './logger.js';
import { createTemporalLogger } from './temporal-logger.js';

const personal = ['阿依古丽', '659999199104024674', '19919420290', '6228480402564890018'];

function captured() {
  const lines: string[] = [];
  const logger = createLogger('test', {
    level: 'trace',
    destination: { write: (line) => void lines.push(line) },
  });
  return { logger, lines, text: () => lines.join(''), last: () => JSON.parse(lines.at(-1) ?? '{}') };
}

describe('createLogger', () => {
  it('writes ids, codes and amounts', () => {
    const { logger, last } = captured();
    logger.info({ loanNo: 'BC2021000001', amount: '50000.00', county: 'bachu' }, 'loan disbursed');
    expect(last()).toMatchObject({ level: 'info', part: 'test', loanNo: 'BC2021000001', amount: '50000.00', msg: 'loan disbursed' }); // prettier-ignore
  });

  it('never writes personal data, wherever it hides', () => {
    const { logger, text } = captured();
    const [name, idNumber, phone, card] = personal;
    logger.info({ person: { name, id_number: idNumber, phones: [{ phone }] } }, 'fields');
    logger.warn({ note: `${name} called`, list: [`card ${card}`, `id ${idNumber}`] }, `calling ${phone}`);
    logger.error(new Error(`duplicate key (name)=(${name})`));
    logger.error({ err: new Error(`a ${name}`, { cause: new Error(`b ${name}`) }) }, 'failed');
    logger.error({ deep: { error: new TypeError(`${name}`) } }, 'id %s', idNumber);
    logger.child({ household: { fullName: name } }).info('child');
    for (const value of personal) expect(text()).not.toContain(value);
  });

  it('says code, reasons and place of an error', () => {
    const { logger, last } = captured();
    logger.error({ err: new RefusedError('NOT_ELIGIBLE', ['AGE_ABOVE_MAX']) }, 'refused');
    expect(last().err).toMatchObject({
      type: 'RefusedError',
      code: 'NOT_ELIGIBLE',
      reasons: ['AGE_ABOVE_MAX'],
    });
    expect(last().err.stack[0]).toMatch(/^at .*logger\.spec/);
  });

  it('lets Temporal speak without the messages of failed activities', () => {
    const { logger, text, last } = captured();
    createTemporalLogger(logger).warn('Activity failed', {
      activityType: 'recordReview',
      error: new Error('阿依古丽'),
    });
    expect(last()).toMatchObject({ level: 'warn', msg: 'Activity failed', activityType: 'recordReview', error: { type: 'Error' } }); // prettier-ignore
    expect(text()).not.toContain('阿依古丽');
  });
});
