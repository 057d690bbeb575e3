export { UseCheckRoundWorkflow } from './use-check-round.workflow.js';
