import { describe, expect, it } from '@jest/globals';
import { commandIdOf } from './command-id.js';
import { hashOfBody } from './idempotency.interceptor.js';

describe('a command', () => {
  it('has the same id for the same person, route and key, and another for any other', () => {
    const id = commandIdOf('p1', 'POST /v1/applications', 'k1');
    expect(commandIdOf('p1', 'POST /v1/applications', 'k1')).toBe(id);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const others = [
      commandIdOf('p2', 'POST /v1/applications', 'k1'),
      commandIdOf('p1', 'POST /v1/users', 'k1'),
      commandIdOf('p1', 'POST /v1/applications', 'k2'),
    ];
    expect(new Set([id, ...others]).size).toBe(4);
  });

  it('is the same body whatever the order of its fields', () => {
    expect(hashOfBody({ body: { a: 1, b: [{ c: 2, d: 3 }] } })).toBe(
      hashOfBody({ body: { b: [{ d: 3, c: 2 }], a: 1 } }),
    );
    expect(hashOfBody({ body: { a: [1, 2] } })).not.toBe(hashOfBody({ body: { a: [2, 1] } }));
  });

  it('is another body when only the file differs', () => {
    const file = (text: string) => ({ originalname: 'a.csv', buffer: Buffer.from(text) });
    expect(hashOfBody({ body: {}, file: file('1') })).not.toBe(hashOfBody({ body: {}, file: file('2') }));
  });
});
