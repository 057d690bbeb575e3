import { describeScheme } from '../../support/scheme-life.js';

// Seed 003, parts 2 and 4: rated households draw on a line, the bank alone decides; force majeure 7 : 3.
describeScheme({
  county: 'yanchi-county',
  form: {
    appliedOn: '2022-03-01',
    documents: ['rating', 'idCard'],
    facts: {
      rated: true,
      grade: 'grade4',
      badCredit: false,
      blacklist: null,
      civilCapacity: true,
      willing: true,
      ableToRepay: true,
      inAreaList: true,
      isFamilyMember: false,
    },
  },
  chain: [{ step: 'bankDecision', role: 'bank' }],
  annualRate: '0.03',
  subsidy: {
    nights: 47,
    interest: '117.50',
    amount: '117.50',
    payee: 'bank',
    flow: [
      { step: 'officeReview', role: 'countyOffice', decision: 'approve' },
      { step: 'financePay', role: 'finance', decision: 'complete' },
    ],
  },
  checksBy: 'bank',
  claim: {
    cause: 'majorIllness',
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
  vectors: { settled: { '2022-09-20': ['sub-037'] }, claimed: ['cmp-002', 'cmp-003', 'cmp-005', 'cmp-006'] },
});
