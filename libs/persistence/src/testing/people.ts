import type { Actor } from '@bangdai/contracts';
import type { Persistence } from '../persistence.js';

const posts: Record<string, Partial<Actor> & { displayName?: string }> = {
  zhang: { role: 'township', place: '龙兴镇', displayName: '张三' },
  li: { role: 'township', place: '龙兴镇', displayName: '李四' },
  wang: { role: 'township', place: '虎头镇', displayName: '王五' },
  village: { role: 'village', place: '龙兴镇/北山村' },
  office: { role: 'countyOffice' },
  bank: { role: 'bank', bank: 'main' },
  watcher: { role: 'supervisor' },
};

/** Two people of one township, one of another, and one of each office around them; by short name. */
export async function appointPeople(
  persistence: Persistence,
  county: string,
): Promise<Record<string, Actor>> {
  const people: Record<string, Actor> = {};
  for (const [username, post] of Object.entries(posts)) {
    const { displayName = username, role = '', place = '', bank = null } = post;
    const account = { username, displayName, role, county, place, bank, passwordHash: 'x' };
    const { id } = await persistence.identity.createStaff(account);
    people[username] = { id, role, county, place, bank };
  }
  return people;
}
