import { lazy, Suspense, type ComponentType } from 'react';
import { createBrowserRouter } from 'react-router';
import { Skeleton } from 'antd';
import { SignInPage } from '../features/session/sign-in.page';
import { Guard } from './guard';
import { BrokenPage, NotFoundPage } from './not-found.page';

/** A page is fetched when it is first opened: village offices have slow lines. */
function page<Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) {
  const Page = lazy<ComponentType>(async () => ({ default: (await load())[name] }));
  return (
    <Suspense fallback={<Skeleton active paragraph={{ rows: 8 }} className="loading" />}>
      <Page />
    </Suspense>
  );
}

export const router = createBrowserRouter([
  { path: '/sign-in', element: <SignInPage />, errorElement: <BrokenPage /> },
  {
    path: '/',
    element: <Guard />,
    errorElement: <BrokenPage />,
    children: [
      { index: true, element: page(() => import('../features/home/home.page'), 'HomePage') },
      { path: 'tasks/:taskId?', element: page(() => import('../features/reviews/inbox.page'), 'InboxPage') },
      {
        path: 'apply',
        element: page(() => import('../features/applications/application.page'), 'ApplicationPage'),
      },
      { path: 'loans', element: page(() => import('../features/loans/portfolio.page'), 'PortfolioPage') },
      { path: 'loans/:loanId', element: page(() => import('../features/loans/loan.page'), 'LoanPage') },
      {
        path: 'step-times',
        element: page(() => import('../features/loans/step-times.page'), 'StepTimesPage'),
      },
      {
        path: 'settlements',
        element: page(() => import('../features/settlements/settlements.page'), 'SettlementsPage'),
      },
      {
        path: 'settlements/:settlementId',
        element: page(() => import('../features/settlements/settlement.page'), 'SettlementPage'),
      },
      { path: 'budgets', element: page(() => import('../features/budgets/budgets.page'), 'BudgetsPage') },
      { path: 'claims', element: page(() => import('../features/claims/claims.page'), 'ClaimsPage') },
      { path: 'claims/:claimId', element: page(() => import('../features/claims/claim.page'), 'ClaimPage') },
      { path: 'funds', element: page(() => import('../features/funds/funds.page'), 'FundsPage') },
      { path: 'funds/:fundId', element: page(() => import('../features/funds/fund.page'), 'FundPage') },
      {
        path: 'reconciliation',
        element: page(() => import('../features/reconciliation/reconciliation.page'), 'ReconciliationPage'),
      },
      {
        path: 'reconciliation/:caseId',
        element: page(() => import('../features/reconciliation/case.page'), 'CasePage'),
      },
      {
        path: 'counterparts',
        element: page(() => import('../features/counterparts/counterparts.page'), 'CounterpartsPage'),
      },
      {
        path: 'clawbacks',
        element: page(() => import('../features/clawbacks/clawbacks.page'), 'ClawbacksPage'),
      },
      {
        path: 'clawbacks/:caseId',
        element: page(() => import('../features/clawbacks/clawback.page'), 'ClawbackPage'),
      },
      {
        path: 'ledger',
        element: page(() => import('../features/ledger/trial-balance.page'), 'TrialBalancePage'),
      },
      {
        path: 'ledger/accounts',
        element: page(() => import('../features/ledger/accounts.page'), 'AccountsPage'),
      },
      {
        path: 'ledger/statement',
        element: page(() => import('../features/ledger/statement.page'), 'StatementPage'),
      },
      {
        path: 'ledger/entries',
        element: page(() => import('../features/ledger/entries.page'), 'EntriesPage'),
      },
      {
        path: 'ledger/entries/:entryId',
        element: page(() => import('../features/ledger/entry.page'), 'EntryPage'),
      },
      { path: 'imports', element: page(() => import('../features/imports/imports.page'), 'ImportsPage') },
      {
        path: 'imports/:importId',
        element: page(() => import('../features/imports/import.page'), 'ImportPage'),
      },
      { path: '*', element: <NotFoundPage /> },
    ],
  },
]);
