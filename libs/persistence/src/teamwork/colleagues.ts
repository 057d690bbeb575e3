import { isWithin, labelOf, reaches, roleLabels, type Actor } from '@bangdai/contracts';
import type { ColleagueView } from '@bangdai/contracts/http';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { roleName } from '../reads/labels.js';

export interface Colleague extends Actor {
  name: string;
}

/** Watch or administer: they have no desk. */
const withoutDesk = ['supervisor', 'auditor', 'systemAdmin', 'securityAdmin'];

/** Everybody of a county who has a desk, but not the person who asks. */
export async function deskPeople(db: Db, county: string, exceptId: string): Promise<Colleague[]> {
  const rows = await db.rows<Colleague>(
    `select id::text as id, display_name as name, role, county, place, bank from staff
     where county = $1 and not disabled and not (role = any($2)) and id::text <> $3 order by role, place, display_name limit 2000`,
    [county, withoutDesk, exceptId],
  );
  return rows;
}

/** Whether the person sees what lies at this place and bank. */
export const sees = (person: Actor, task: { place: string; bank: string | null }): boolean =>
  reaches(person.place, task.place) &&
  (person.bank === null || task.bank === null || person.bank === task.bank);

/** Of the same kind of office, so that the rights match: same role, or a place above, never another bank's. */
export const mayStandFor = (person: Colleague, principal: Actor): boolean =>
  person.bank === principal.bank &&
  (person.role === principal.role || (principal.place !== '' && isWithin(principal.place, person.place)));

/** Who decided another step of this business, or handed it in, themselves or in whose name. */
export async function decidersOfOtherSteps(db: Db, subjectId: string, stepKey: string): Promise<Set<string>> {
  const rows = await db.rows<{ id: string }>(
    `select r.actor_id as id from review r where r.subject_id = $1 and r.step_key <> $2
     union select a.principal::text from review r join stand_in_act a on a.command_id = r.command_id
       where r.subject_id = $1 and r.step_key <> $2
     union select created_by from loan where id = $1`,
    [subjectId, stepKey],
  );
  return new Set(rows.map(({ id }) => id));
}

export function colleagueView({ packs }: StoreContext, person: Colleague): ColleagueView {
  const { id, name, role, county, place } = person;
  const pack = packs.versions(county).at(-1) ?? null;
  return {
    id,
    name,
    role,
    roleName: pack === null ? labelOf(roleLabels, role) : roleName(pack, role),
    place,
  };
}
