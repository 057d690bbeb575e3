import type { Step } from '@bangdai/domain';

/** Office, then finance: in every county two people agree on the amount (lifecycle §9). */
export const CLAWBACK_CHAIN: Step[] = [
  { key: 'clawbackOpened', zh: '立案', role: 'countyOffice', kind: 'submit' },
  { key: 'clawbackOffice', zh: '认定追回金额', role: 'countyOffice', kind: 'review', slaWorkingDays: 10 },
  { key: 'clawbackFinance', zh: '财政复核追回金额', role: 'finance', kind: 'review', slaWorkingDays: 5 },
];
