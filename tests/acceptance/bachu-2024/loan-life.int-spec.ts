import { describeScheme } from '../../support/scheme-life.js';

// Seed 000: at most 3.95 %, subsidised in full, paid to the credit union; the credit union decides last.
describeScheme({
  county: 'bachu-2024',
  form: { appliedOn: '2024-03-04' },
  chain: [
    { step: 'villageReview', role: 'village' },
    { step: 'townshipReview', role: 'township' },
    { step: 'countyDetermination', role: 'countyOffice' },
    { step: 'bankReview', role: 'bank' },
  ],
  annualRate: '0.0395',
  subsidy: {
    nights: 47,
    interest: '154.71',
    amount: '154.71',
    payee: 'bank',
    flow: [
      { step: 'subsidyPublicity-before', role: 'publicity' },
      { step: 'unionConfirm', role: 'bank', decision: 'approve' },
      { step: 'agriConfirm', role: 'countyOffice', decision: 'approve' },
      { step: 'subsidyPublicity-during', role: 'publicity' },
      { step: 'financeDetermine', role: 'finance', decision: 'approve' },
      { step: 'financeRecheck', role: 'finance', decision: 'approve' },
      { step: 'subsidyPublicity', role: 'publicity' },
      { step: 'treasuryPay', role: 'finance', decision: 'complete' },
    ],
  },
  checksBy: 'bank',
  claim: {
    cause: 'businessLoss',
    role: 'bank',
    chain: [
      { step: 'villageVerify', role: 'village' },
      { step: 'townshipVerify', role: 'township' },
      { step: 'countyReview', role: 'countyOffice' },
      { step: 'financeDetermine', role: 'finance' },
      { step: 'financePay', role: 'finance' },
    ],
    lossBase: '30000.00',
    netLoss: '30000.00',
    shares: { fund: '21000.00', bank: '9000.00' },
    fundPaid: '21000.00',
    recovery: { amount: '10000.00', shares: { fund: '7000.00', bank: '3000.00' } },
  },
  vectors: { settled: { '2024-06-20': ['sub-001', 'sub-004'] }, claimed: ['cmp-032'] },
});
