export { PortfolioImportWorkflow } from './portfolio-import.workflow.js';
