import { describeScheme } from '../../support/scheme-life.js';

// Seed 003, part 8: village department, township station and county centre accept, the bank decides; the loss is borne
// by fund, bank, guarantor and re-guarantor 2 : 1 : 5 : 2.
describeScheme({
  county: 'henan-city',
  form: {
    appliedOn: '2018-03-01',
    targetGroup: 'registeredPoor',
    documents: ['rating', 'idCard'],
    facts: {
      rated: true,
      grade: 'A',
      badCredit: false,
      blacklist: null,
      civilCapacity: true,
      willing: true,
      ableToRepay: true,
      inAreaList: true,
      isFamilyMember: false,
    },
  },
  chain: [
    { step: 'villageAccept', role: 'village' },
    { step: 'townshipAccept', role: 'township' },
    { step: 'countyAccept', role: 'countyOffice' },
    { step: 'bankDecision', role: 'bank' },
  ],
  annualRate: '0.0435',
  subsidy: {
    nights: 47,
    interest: '170.38',
    amount: '170.38',
    payee: 'bank',
    flow: [
      { step: 'centreReview', role: 'countyOffice', decision: 'approve' },
      { step: 'financePay', role: 'finance', decision: 'complete' },
    ],
  },
  checksBy: 'village',
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
    shares: { fund: '6000.00', bank: '3000.00', guarantor: '15000.00', reGuarantor: '6000.00' },
    fundPaid: '6000.00',
    recovery: {
      amount: '10000.00',
      shares: { fund: '2000.00', bank: '1000.00', guarantor: '5000.00', reGuarantor: '2000.00' },
    },
  },
  vectors: {
    settled: {
      '2018-06-20': ['sub-045', 'sub-046', 'sub-047'],
      '2018-09-20': ['sub-043', 'sub-044', 'sub-045'],
    },
    claimed: ['cmp-020', 'cmp-022', 'cmp-044'],
  },
});
