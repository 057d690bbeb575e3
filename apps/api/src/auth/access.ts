import type { StaffRole } from '@bangdai/contracts';
import { ROLES_WITHOUT_DESK } from '@bangdai/domain';
import { SetMetadata } from '@nestjs/common';
import { marks } from '../http/route-marks.js';

/** A pack may declare further parties (guarantor, implementer …); each of them has a desk. */
const hasDesk = (role: StaffRole): boolean => role !== '' && !ROLES_WITHOUT_DESK.includes(role);
const oneOf =
  (...roles: StaffRole[]) =>
  (role: StaffRole): boolean =>
    roles.includes(role);

/**
 * Who may call what, by role; place, bank and county are checked against the row itself. Supervisors and
 * auditors read everything and command nothing; administrators see no business data.
 */
export const access = {
  ownAccount: () => true,
  readProgramme: () => true,
  readRecords: (role: StaffRole) => hasDesk(role) || role === 'supervisor' || role === 'auditor',
  /** The whole county's books; a village's or a bank's own entries are with its loans. */
  readBooks: oneOf('countyOffice', 'finance', 'supervisor', 'auditor'),
  /** The rows behind the screen, with the ids of engine and commands. */
  readRawEvents: oneOf('supervisor', 'auditor', 'countyOffice'),
  /** How long desks take: not for those who sit at one village's or one bank's desk. */
  readStepTimes: oneOf('township', 'countyOffice', 'finance', 'supervisor', 'auditor'),
  decideTasks: hasDesk,
  /** Hand-overs, opinions, copies, urging, marks of tasks. */
  shareTasks: hasDesk,
  /** Own phrases, saved views, stand-ins. */
  ownDesk: hasDesk,
  submitApplications: oneOf('village', 'township', 'countyOffice'),
  withdrawApplications: oneOf('village', 'township', 'countyOffice'),
  raiseObjections: oneOf('village', 'township', 'countyOffice'),
  answerObjections: oneOf('township', 'countyOffice'),
  storeDocuments: hasDesk,
  recordVisits: hasDesk,
  requestTerms: oneOf('village', 'township', 'bank', 'bankManager'),
  proposeCorrections: oneOf('bank', 'bankManager'),
  openClawbacks: oneOf('countyOffice', 'finance'),
  receiveClawbacks: oneOf('finance'),
  setOffClawbacks: oneOf('countyOffice', 'finance'),
  appealClawbacks: oneOf('village', 'township', 'bank', 'bankManager', 'countyOffice'),
  clearSuspensions: oneOf('countyOffice'),
  recordMaliciousExits: oneOf('countyOffice'),
  fileClaims: oneOf('bank', 'bankManager', 'village'),
  reportInsurance: oneOf('bank', 'bankManager', 'countyOffice'),
  closeRecoveries: oneOf('countyOffice'),
  settleLines: hasDesk,
  /** The new account is stored before the settlement hears of it, so nobody else may come that far (lifecycle §4). */
  mendAccounts: oneOf('township'),
  recordBudgets: oneOf('finance'),
  recordFundEntries: oneOf('finance'),
  openSettlements: oneOf('countyOffice', 'finance', 'bank', 'bankManager'),
  readImports: oneOf('countyOffice', 'bank', 'bankManager', 'supervisor', 'auditor'),
  importPortfolios: oneOf('countyOffice', 'bank', 'bankManager'),
  manageUsers: oneOf('securityAdmin'),
  reconcile: oneOf('countyOffice', 'finance', 'bank', 'bankManager', 'treasury'),
  runReconciliations: oneOf('countyOffice', 'finance'),
  readCounterparts: (role: StaffRole) =>
    hasDesk(role) || role === 'supervisor' || role === 'auditor' || role === 'systemAdmin',
  manageCounterparts: oneOf('systemAdmin'),
  handInFiles: oneOf('bank', 'bankManager', 'treasury'),
} as const satisfies Record<string, (role: StaffRole) => boolean>;

export type Access = keyof typeof access;

/** What a person must be allowed to do; a route without it (and not public) answers 403. */
export const Roles = (right: Access): MethodDecorator & ClassDecorator => SetMetadata(marks.access, right);
