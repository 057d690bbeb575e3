import type { RawEvent } from '@bangdai/contracts/http';
import { ExportOutlined } from '@ant-design/icons';
import { Button, Drawer } from 'antd';
import { engineUrl } from '../../app/engine-link';
import { Loaded } from '../../ui/states';
import { useMe } from '../session/me-context';
import { useRawEvent } from './case-queries';

/** The row as written, and the way to the engine's own page for whoever may go there. */
export function RawEventDrawer({
  loanId,
  eventId,
  onClose,
}: {
  loanId: string;
  eventId: string | null;
  onClose: () => void;
}) {
  const query = useRawEvent(loanId, eventId);
  return (
    <Drawer title="记录原文" open={eventId !== null} onClose={onClose} size="large" data-testid="raw-event">
      {eventId !== null && <Loaded query={query}>{(event) => <Raw event={event} />}</Loaded>}
    </Drawer>
  );
}

function Raw({ event }: { event: RawEvent }) {
  const me = useMe();
  const link = event.workflowId === null ? null : engineUrl(me, event.workflowId, event.runId);
  return (
    <>
      {event.workflowId === null ? (
        <p className="muted">这条记录由人员操作直接写入，没有对应的引擎运行。</p>
      ) : (
        <p>
          工作流 <code className="wrap-any">{event.workflowId}</code>
          <br />
          运行 <code className="wrap-any">{event.runId}</code>
        </p>
      )}
      {link !== null && (
        <Button
          icon={<ExportOutlined />}
          href={link}
          target="_blank"
          rel="noreferrer"
          data-testid="raw-engine-link"
        >
          在 Temporal 中查看
        </Button>
      )}
      <pre className="raw-event" data-testid="raw-event-json">
        {JSON.stringify(event, null, 2)}
      </pre>
    </>
  );
}
