import { VILLAGE_PARTIES } from '@bangdai/domain';

/** Who acts. A person is known to workflows by an opaque id, a role and a place only. */

export const roles = [
  'village',
  'township',
  'countyOffice',
  'bank',
  'bankManager',
  'finance',
  'treasury',
  'supervisor',
  'systemAdmin',
  'securityAdmin',
  'auditor',
] as const;

/** A platform role, or any further party role that a pack declares (for example `guarantor`). */
export type StaffRole = (typeof roles)[number] | (string & {});

export interface Actor {
  /** Opaque staff id (uuid); `system`, or `bank:<code>` for a machine. */
  id: string;
  role: StaffRole;
  county: string;
  /**
   * Path in the county's tree of places: `` for the whole county, `龙兴镇`, `龙兴镇/北山村`.
   * A person may act on a subject whose place equals this path or lies below it.
   */
  place: string;
  /** Bank officers act only for their own bank. */
  bank: string | null;
  /**
   * Whom the person stands in for: role, place and bank are theirs, the id is the person's own. Both count as the
   * deciders (`SAME_PERSON`). Absent for who acts as themselves.
   */
  onBehalfOf?: string;
}

/** Desks of one village, one township or one bank: an account of theirs without it would reach the whole county. */
const placeDepth: Readonly<Record<string, number>> = { township: 1, village: 2 };
const bankRoles = new Set(['bank', 'bankManager', 'bankBranch']);

/**
 * What is missing on or wrong with an account of a role, by field; null when it is whole. A township account names a
 * township, a village account `township/village`, a bank's account its bank.
 */
export function accountFault({
  role,
  place,
  bank,
}: Pick<Actor, 'role' | 'place' | 'bank'>): { field: 'place' | 'bank'; code: string } | null {
  const depth = placeDepth[role];
  if (depth !== undefined && place === '') return { field: 'place', code: 'FIELD_REQUIRED' };
  const parts = place === '' ? [] : place.split('/');
  const isPlace = parts.every((part) => part.trim() !== '') && parts.length <= 2;
  if (!isPlace || (depth !== undefined && parts.length !== depth))
    return { field: 'place', code: 'FIELD_INVALID' };
  if (bankRoles.has(role))
    return bank === null || bank === '' ? { field: 'bank', code: 'FIELD_REQUIRED' } : null;
  return bank === null ? null : { field: 'bank', code: 'FIELD_INVALID' };
}

/** True when `place` equals `scope` or lies below it in the tree. */
export function isWithin(place: string, scope: string): boolean {
  return scope === '' || place === scope || place.startsWith(`${scope}/`);
}

/** A place in the tree: county (path ``), township, village. */
export interface Place {
  county: string;
  path: string;
  level: 'county' | 'township' | 'village';
  name: string;
}

/**
 * The role whose desk holds a step. A `borrower` step is entered by the village for the household,
 * since households have no account on the platform (lifecycle §3: "borrower or village for them").
 * `bankBranch` and `implementer` steps are held by their own role when the county has such accounts.
 * Whoever enters a step for a household is its maker: another person of the village reviews (`SAME_PERSON`).
 */
export function deskOf(stepRole: string): StaffRole {
  return VILLAGE_PARTIES.includes(stepRole) ? 'village' : stepRole;
}

/**
 * Who is told beside the desk itself when it is past its limit (lifecycle §3, step SLA): the township for a village, the
 * county office for everybody else; nobody stands above the county office on the platform.
 */
export function superiorOf(desk: StaffRole): StaffRole | null {
  if (desk === 'countyOffice') return null;
  return desk === 'village' ? 'township' : 'countyOffice';
}

/**
 * Whether a person whose place is `scope` may handle a subject at `place`. What concerns the whole county
 * (a settlement, place ``) is handled by any desk of the step's role.
 */
export function reaches(scope: string, place: string): boolean {
  return place === '' || isWithin(place, scope);
}
