import { describeScheme } from '../../support/scheme-life.js';

// Seed 001: publicity after the township, at most the LPR of the term, fund, bank and guarantor 4 : 2 : 4.
describeScheme({
  county: 'dengzhou-2023',
  form: { appliedOn: '2023-05-08', documents: ['idCard', 'guaranteeZeroFee'] },
  chain: [
    { step: 'villageRecommend', role: 'village' },
    { step: 'townshipRecommend', role: 'township' },
    { step: 'publicity', role: 'publicity' },
    { step: 'bankInvestigation', role: 'bank' },
  ],
  annualRate: '0.03',
  subsidy: {
    nights: 47,
    interest: '117.50',
    amount: '117.50',
    payee: 'bank',
    flow: [
      { step: 'centreReview', role: 'implementer', decision: 'approve' },
      { step: 'officeReview', role: 'countyOffice', decision: 'approve' },
      { step: 'financePay', role: 'finance', decision: 'complete' },
    ],
  },
  checksBy: 'township',
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
    shares: { fund: '12000.00', bank: '6000.00', guarantor: '12000.00' },
    fundPaid: '12000.00',
    recovery: { amount: '10000.00', shares: { fund: '4000.00', bank: '2000.00', guarantor: '4000.00' } },
  },
  vectors: {
    settled: { '2023-12-20': ['sub-005', 'sub-010'], '2024-03-20': ['sub-008', 'sub-009'] },
    claimed: ['cmp-035'],
  },
});
