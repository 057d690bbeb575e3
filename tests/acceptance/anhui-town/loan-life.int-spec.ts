import { describeScheme } from '../../support/scheme-life.js';

// Seed 003, parts 1 and 3: rating form at the bank, no village step; subsidy after full repayment to the card; insurer
// first, then the reserve pays principal and interest alone and is the first to get back what is recovered.
describeScheme({
  county: 'anhui-town',
  form: {
    appliedOn: '2018-03-01',
    targetGroup: 'registeredPoor',
    documents: ['ratingForm', 'idCard'],
    facts: {
      rated: true,
      grade: 'B',
      badCredit: false,
      blacklist: null,
      civilCapacity: true,
      willing: true,
      ableToRepay: true,
      inAreaList: true,
      isFamilyMember: false,
    },
  },
  chain: [{ step: 'bankProcessing', role: 'bank' }],
  annualRate: '0.0435',
  subsidy: {
    payoffOn: '06-10',
    nights: 36,
    interest: '130.50',
    amount: '130.50',
    payee: 'borrower',
    flow: [
      {
        step: 'townSubmit',
        role: 'township',
        decision: 'complete',
        documents: ['loanContract', 'repaymentProof'],
      },
      { step: 'countyVerify', role: 'countyOffice', decision: 'approve' },
      { step: 'financeSettle', role: 'finance', decision: 'approve' },
      { step: 'subsidyPublicity', role: 'publicity' },
      { step: 'cardPay', role: 'finance', decision: 'complete' },
    ],
  },
  checksBy: 'bank',
  claim: {
    cause: 'businessLoss',
    role: 'village',
    insurance: '10000.00',
    chain: [
      { step: 'villageReview', role: 'village' },
      { step: 'townReview', role: 'township' },
      { step: 'countyDetermine', role: 'countyOffice' },
      { step: 'financePay', role: 'finance' },
    ],
    // Unpaid since the quarter of maturity: 91 nights 329.88 and 44 nights 159.50.
    lossBase: '30489.38',
    netLoss: '20489.38',
    shares: { fund: '20489.38' },
    fundPaid: '20489.38',
    recovery: { amount: '10000.00', shares: { fund: '10000.00', bank: '0.00' } },
  },
  vectors: {
    settled: {
      '2018-03-20': ['sub-030'],
      '2018-06-20': ['sub-035'],
      '2019-03-20': ['sub-032', 'sub-033'],
      '2019-12-20': ['sub-031'],
    },
    claimed: ['cmp-014', 'cmp-017', 'cmp-018'],
  },
});
