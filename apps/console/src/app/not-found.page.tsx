import { Button, Result } from 'antd';
import { useEffect } from 'react';
import { Link, useRouteError } from 'react-router';

export function NotFoundPage() {
  return (
    <Result
      status="404"
      title="没有这个页面"
      subTitle="地址可能有误，或该业务不在您的辖区内。"
      extra={
        <Link to="/">
          <Button type="primary">返回首页</Button>
        </Link>
      }
      data-testid="not-found"
    />
  );
}

/** A defect of the console itself: said plainly, with a way on; the cause is reported as an uncaught error. */
export function BrokenPage() {
  const error = useRouteError();
  useEffect(() => reportError(error), [error]);
  return (
    <Result
      status="error"
      title="页面出错"
      subTitle="请刷新页面重试；若仍出现，请联系系统管理员。"
      extra={
        <Button type="primary" onClick={() => window.location.reload()}>
          刷新
        </Button>
      }
    />
  );
}
