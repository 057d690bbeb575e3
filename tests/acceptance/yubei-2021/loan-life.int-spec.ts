import { describeScheme } from '../../support/scheme-life.js';

// Seed 004: the borrower pays first and asks with annex 3, the town fills annex 4, the money goes to the borrower.
describeScheme({
  county: 'yubei-2021',
  form: { appliedOn: '2021-09-01', documents: ['idCard', 'yubeiAnnex2'] },
  chain: [
    { step: 'villageOpinion', role: 'village' },
    { step: 'townOpinion', role: 'township' },
    { step: 'districtOpinion', role: 'countyOffice' },
    { step: 'bankDecision', role: 'bank' },
  ],
  annualRate: '0.03',
  subsidy: {
    nights: 47,
    interest: '117.50',
    amount: '117.50',
    payee: 'borrower',
    flow: [
      { step: 'borrowerApply', role: 'village', decision: 'complete' },
      { step: 'townSummary', role: 'township', decision: 'approve' },
      { step: 'officeReview', role: 'countyOffice', decision: 'approve' },
      { step: 'financePay', role: 'finance', decision: 'complete' },
    ],
  },
  checksBy: 'bank',
  claim: {
    cause: 'businessLoss',
    role: 'bank',
    chain: [
      { step: 'villageVerify', role: 'village' },
      { step: 'townshipVerify', role: 'township' },
      { step: 'countyDetermine', role: 'countyOffice' },
      { step: 'financePay', role: 'finance' },
    ],
    lossBase: '30000.00',
    netLoss: '30000.00',
    shares: { fund: '21000.00', bank: '9000.00' },
    fundPaid: '21000.00',
    recovery: { amount: '10000.00', shares: { fund: '7000.00', bank: '3000.00' } },
  },
  vectors: {
    settled: {
      '2022-03-20': ['sub-028', 'sub-029'],
      '2022-06-20': ['sub-021', 'sub-022', 'sub-023'],
      '2022-12-20': ['sub-025'],
      '2024-09-20': ['sub-027'],
    },
    claimed: ['cmp-027'],
  },
});
