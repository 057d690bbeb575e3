/** Parties that have no account on the platform: the village acts for them (lifecycle §3, "borrower or village for them"). */
export const VILLAGE_PARTIES: readonly string[] = ['borrower', 'group', 'villagerRep', 'villageTeam'];

/** Roles that look after the system or watch it: no step and no task can lie with them. */
export const ROLES_WITHOUT_DESK: readonly string[] = [
  'supervisor',
  'auditor',
  'systemAdmin',
  'securityAdmin',
];
