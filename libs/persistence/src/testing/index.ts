export { createTestDatabase, testKeys, type TestDatabase } from './test-database.js';
export { appropriate } from './appropriation.js';
export { applicationForm, inventedIdNumber, loanChange, villageActor } from './fixtures.js';
export { confirmImport, importRows, inventedPortfolio } from './portfolio.js';
export { activeLoan, apply, disburse, register, repay, type Disbursing } from './lending.js';
export {
  bankActor,
  claimChange,
  claimProofs,
  filedClaim,
  overdueLoan,
  paidClaim,
  reviewOf,
} from './claiming.js';
export * from './late-task.js';
export { appointPeople } from './people.js';
