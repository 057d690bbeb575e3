import { describeScheme } from '../../support/scheme-life.js';

// Seed 002: the county determines last; the rate equals the benchmark of the term (4.35 % up to a year).
describeScheme({
  county: 'longchuan-2020',
  form: { appliedOn: '2020-04-06' },
  chain: [
    { step: 'villageInitial', role: 'village' },
    { step: 'townshipReview', role: 'township' },
    { step: 'bankReview', role: 'bank' },
    { step: 'countyDetermination', role: 'countyOffice' },
  ],
  annualRate: '0.0435',
  subsidy: {
    nights: 47,
    interest: '170.38',
    amount: '170.38',
    payee: 'bank',
    flow: [
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
  vectors: { settled: {}, claimed: ['cmp-036'] },
});
