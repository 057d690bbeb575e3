import { beforeEach, describe, expect, it } from '@jest/globals';
import { fakeParts, password, type FakeParts } from '../testing/fake-parts.js';
import { SessionService } from './session.service.js';

const minutes = (count: number): number => count * 60_000;

describe('a session', () => {
  let parts: FakeParts;
  let sessions: SessionService;
  let token: string;
  const now = Date.now();

  beforeEach(async () => {
    parts = fakeParts();
    sessions = new SessionService(parts.persistence, parts.settings);
    const { username } = await parts.addPerson({ role: 'township' });
    ({ token } = await sessions.signIn(username, password));
  });

  it('ends after 30 minutes without use', async () => {
    expect(await sessions.resolve(token, now + minutes(29))).not.toBeNull();
    expect(await sessions.resolve(token, now + minutes(58))).not.toBeNull();
    expect(await sessions.resolve(token, now + minutes(89))).toBeNull();
  });

  it('is not prolonged by an open page that only listens', async () => {
    for (let at = 5; at < 30; at += 5) expect(await sessions.look(token, now + minutes(at))).not.toBeNull();
    expect(await sessions.look(token, now + minutes(31))).toBeNull();
  });

  it('ends after eight hours, however busy', async () => {
    for (let at = 0; at < 480; at += 20)
      expect(await sessions.resolve(token, now + minutes(at))).not.toBeNull();
    expect(await sessions.resolve(token, now + minutes(481))).toBeNull();
  });

  it('cannot be made longer by its holder', async () => {
    const [random] = token.split('.');
    const later = (now + minutes(600)).toString(36);
    expect(await sessions.resolve(`${random}.${later}`)).toBeNull();
    expect(await sessions.resolve('nonsense')).toBeNull();
  });

  it('of a disabled account is over at once', async () => {
    const account = await sessions.resolve(token);
    if (account) account.disabled = true;
    expect(await sessions.resolve(token)).toBeNull();
  });
});
