export { SubsidySettlementWorkflow } from './settlement.workflow.js';
