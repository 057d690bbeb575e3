export { ClawbackWorkflow } from './clawback.workflow.js';
