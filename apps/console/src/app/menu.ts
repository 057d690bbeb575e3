export interface MenuEntry {
  path: string;
  label: string;
  icon:
    | 'home'
    | 'tasks'
    | 'apply'
    | 'loans'
    | 'settlements'
    | 'budgets'
    | 'claims'
    | 'clawbacks'
    | 'funds'
    | 'imports'
    | 'ledger'
    | 'reconciliation'
    | 'counterparts'
    | 'stepTimes';
}

/** Watch everything and command nothing. */
const watchers = ['supervisor', 'auditor'];
/** Look after the system; business data are closed to them. */
const administrators = ['systemAdmin', 'securityAdmin'];

export const readsOnly = (role: string): boolean => watchers.includes(role) || administrators.includes(role);
export const readsRecords = (role: string): boolean => !administrators.includes(role);

/** A pack may declare further parties (guarantor, implementer …); each of them has a desk. */
const isDesk = (role: string): boolean => !readsOnly(role);
const among =
  (...roles: string[]) =>
  (role: string): boolean =>
    roles.includes(role);

/** The same rights as the API's; here they only keep useless entries and buttons away. */
export const mayApply = among('village', 'township', 'countyOffice');
export const mayImport = among('countyOffice', 'bank', 'bankManager');
export const mayOpenSettlement = among('countyOffice', 'finance', 'bank', 'bankManager');
export const mayReportInsurance = among('bank', 'bankManager', 'countyOffice');
export const readsBooks = among('countyOffice', 'finance', 'supervisor', 'auditor');
/** The rows behind the screen, with the ids of the engine. */
export const readsRawEvents = among('supervisor', 'auditor', 'countyOffice');
export const readsStepTimes = among('township', 'countyOffice', 'finance', 'supervisor', 'auditor');
export const readsReconciliation = among(
  'countyOffice',
  'finance',
  'bank',
  'bankManager',
  'treasury',
  'supervisor',
  'auditor',
);
export const mayRunReconciliation = among('countyOffice', 'finance');
export const mayManageCounterparts = among('systemAdmin');
export const mayHandInFiles = among('bank', 'bankManager', 'treasury');
export const readsCounterparts = among(
  'systemAdmin',
  'countyOffice',
  'finance',
  'bank',
  'bankManager',
  'treasury',
  'supervisor',
  'auditor',
);
export const mayRecordBudget = among('finance');
export const readsBudgets = among('countyOffice', 'finance', 'treasury', 'supervisor', 'auditor');
export const mayCloseRecovery = among('countyOffice');
export const mayRecordFundEntry = among('finance');
export const readsFunds = among('countyOffice', 'finance', 'bank', 'bankManager', 'supervisor', 'auditor');

const entries: (MenuEntry & { shown: (role: string) => boolean })[] = [
  { path: '/', label: '首页', icon: 'home', shown: () => true },
  { path: '/tasks', label: '待办', icon: 'tasks', shown: isDesk },
  { path: '/apply', label: '贷款申请', icon: 'apply', shown: mayApply },
  { path: '/loans', label: '贷款台账', icon: 'loans', shown: readsRecords },
  { path: '/step-times', label: '办理用时', icon: 'stepTimes', shown: readsStepTimes },
  { path: '/settlements', label: '贴息结算', icon: 'settlements', shown: readsRecords },
  { path: '/budgets', label: '贴息资金', icon: 'budgets', shown: readsBudgets },
  { path: '/claims', label: '风险补偿', icon: 'claims', shown: readsRecords },
  { path: '/clawbacks', label: '贴息追回', icon: 'clawbacks', shown: readsRecords },
  { path: '/funds', label: '补偿金', icon: 'funds', shown: readsFunds },
  { path: '/ledger', label: '会计账', icon: 'ledger', shown: readsBooks },
  { path: '/reconciliation', label: '对账', icon: 'reconciliation', shown: readsReconciliation },
  { path: '/counterparts', label: '对接方', icon: 'counterparts', shown: readsCounterparts },
  { path: '/imports', label: '数据导入', icon: 'imports', shown: mayImport },
];

export const menuFor = (role: string): MenuEntry[] =>
  entries.filter(({ shown }) => shown(role)).map(({ path, label, icon }) => ({ path, label, icon }));

/** The entry that an address belongs to. */
export function activeEntry(pathname: string): string {
  const first = pathname.split('/')[1] ?? '';
  return first === '' ? '/' : `/${first}`;
}
