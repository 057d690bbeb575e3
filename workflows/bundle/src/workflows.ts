export { ClawbackWorkflow } from '@bangdai/clawback-workflow';
export { LoanWorkflow } from '@bangdai/loan-workflow';
export { PortfolioImportWorkflow } from '@bangdai/portfolio-import-workflow';
export { ReconciliationWorkflow } from '@bangdai/reconciliation-workflow';
export { RiskCompensationWorkflow } from '@bangdai/risk-compensation-workflow';
export { SubsidySettlementWorkflow } from '@bangdai/subsidy-settlement-workflow';
export { UseCheckRoundWorkflow } from '@bangdai/use-check-round-workflow';
