import { describeScheme } from '../../support/scheme-life.js';

// Seed 003, part 6: fixed 6 % of which 3 % is subsidised; the bank's check is detailed, the banner office approves last;
// insurer first, then 7 : 3.
describeScheme({
  county: 'horqin-banner',
  form: {
    appliedOn: '2018-03-01',
    targetGroup: 'registeredPoor',
    documents: ['creditQueryAuthorisation', 'horqinForm3', 'idCard'],
  },
  chain: [
    { step: 'villageRecommend', role: 'village' },
    { step: 'townshipAudit', role: 'township' },
    { step: 'bankCheck', role: 'bank', opinion: true },
    { step: 'officeApproval', role: 'countyOffice' },
  ],
  annualRate: '0.06',
  subsidy: {
    nights: 47,
    interest: '235.00',
    amount: '117.50',
    payee: 'bank',
    flow: [
      { step: 'officeReview', role: 'countyOffice', decision: 'approve' },
      { step: 'financePay', role: 'finance', decision: 'complete' },
    ],
  },
  checksBy: 'township',
  claim: {
    cause: 'businessLoss',
    role: 'bank',
    insurance: '10000.00',
    chain: [
      { step: 'villageVerify', role: 'village' },
      { step: 'townshipVerify', role: 'township' },
      { step: 'countyDetermine', role: 'countyOffice' },
      { step: 'financePay', role: 'finance' },
    ],
    lossBase: '30000.00',
    netLoss: '20000.00',
    shares: { fund: '14000.00', bank: '6000.00' },
    fundPaid: '14000.00',
    recovery: { amount: '10000.00', shares: { fund: '7000.00', bank: '3000.00' } },
  },
  vectors: {
    settled: { '2018-12-20': ['sub-038', 'sub-039', 'sub-040'], '2019-03-20': ['sub-038'] },
    claimed: ['cmp-037'],
  },
});
