import type { CaseAsOf } from '@bangdai/contracts/http';
import { LoanStageTag, Yuan } from '../../ui/figures';
import { DateField } from '../../ui/date-field';
import { instant, today } from '../../ui/format';
import { Facts } from '../../ui/page';
import { Loaded } from '../../ui/states';
import { useUrlState } from '../../ui/url-state';
import { useAsOf } from './case-queries';

/** 历史时点: the loan as it was known at the end of a past day, replayed from history and ledger. */
export function AsOfPanel({ loanId }: { loanId: string }) {
  const [get, set] = useUrlState();
  const on = get('on') ?? today();
  const query = useAsOf(loanId, on);
  return (
    <div data-testid="as-of">
      <div className="toolbar">
        <span>截至</span>
        <DateField value={on} onChange={(day) => set({ on: day })} testId="as-of-day" />
        <span className="muted">日终所知：状态按办理记录重演，金额按当日及以前入账的分录</span>
      </div>
      <Loaded query={query}>{(state) => <State state={state} />}</Loaded>
    </div>
  );
}

function State({ state }: { state: CaseAsOf }) {
  return (
    <>
      <Facts
        items={[
          ['状态', <LoanStageTag key="stage" stage={state.stage} testId="as-of-stage" />],
          ['待办环节', state.pendingStep],
          ['放款金额', <Yuan key="principal" value={state.principal} />],
          [
            '贷款余额',
            <span key="balance" data-testid="as-of-balance">
              <Yuan value={state.balance} />
            </span>,
          ],
          ['到期日', state.maturesOn],
          ['已贴息', <Yuan key="subsidy" value={state.subsidyPaid} />],
          ['办理记录', `${state.events} 条`],
          [
            '最后一条',
            state.lastEvent === null ? null : `${instant(state.lastEvent.at)} ${state.lastEvent.title}`,
          ],
        ]}
      />
      {state.openTasks.length > 0 && (
        <>
          <h3>当日未办事项</h3>
          <ul className="plain-list">
            {state.openTasks.map((task) => (
              <li key={`${task.title}-${task.openedOn}`}>
                <span>
                  {task.title} <span className="muted">{task.roleName}</span>
                </span>
                <span className="num muted">
                  {task.openedOn} 转入{task.dueOn !== null && `，限 ${task.dueOn}`}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
