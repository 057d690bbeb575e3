export { LoanWorkflow } from './loan.workflow.js';
