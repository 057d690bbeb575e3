import { Button, Result, Spin } from 'antd';
import { Navigate, useLocation } from 'react-router';
import { problemLines } from '../api/problem';
import { MeContext } from '../features/session/me-context';
import { useSession } from '../features/session/queries';
import { Shell } from './shell';

/** Only signed-in people pass; others come back to the same address after signing in. */
export function Guard() {
  const session = useSession();
  const { pathname, search } = useLocation();
  if (session.data === null) {
    const next = pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + search)}`;
    return <Navigate to={`/sign-in${next}`} replace />;
  }
  if (session.data !== undefined) {
    return (
      <MeContext value={session.data}>
        <Shell />
      </MeContext>
    );
  }
  if (session.error !== null) {
    return (
      <Result
        status="warning"
        title="暂时无法连接服务"
        subTitle={problemLines(session.error).title}
        extra={
          <Button type="primary" onClick={() => void session.refetch()}>
            重试
          </Button>
        }
      />
    );
  }
  return <Spin fullscreen description="正在加载" />;
}
