export { RiskCompensationWorkflow } from './compensation.workflow.js';
