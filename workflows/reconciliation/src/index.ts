export { ReconciliationWorkflow } from './reconciliation.workflow.js';
