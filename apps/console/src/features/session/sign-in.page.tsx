import type { DemoAccount } from '@bangdai/contracts/http';
import { LockOutlined, UserOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useCommand } from '../../api/use-command';
import { ProblemAlert } from '../../ui/states';
import { groupByCounty } from './demo-groups';
import { useDemoAccounts } from './queries';

interface Credentials {
  username: string;
  password: string;
}

/** Only paths of this console: a link from outside must not lead people elsewhere after signing in. */
const safeTarget = (target: string | null): string =>
  target !== null && /^\/(?![/\\])/.test(target) && !target.startsWith('/sign-in') ? target : '/';

export function SignInPage() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const signIn = useCommand([]);
  const [form] = Form.useForm<Credentials>();

  const submit = async (values: Credentials) => {
    await signIn.mutateAsync({ path: '/session', body: values }).then(
      async () => {
        client.clear();
        await client.refetchQueries({ queryKey: ['me'] });
        await navigate(safeTarget(params.get('next')), { replace: true });
      },
      () => undefined,
    );
  };
  const pick = (account: DemoAccount) => {
    form.setFieldsValue({ username: account.username, password: account.password });
    form.submit();
  };
  return (
    <main className="sign-in">
      <section className="sign-in-card">
        <div className="sign-in-brand">
          <strong>帮贷</strong>
          <span>脱贫人口小额信贷管理平台</span>
        </div>
        <Form form={form} layout="vertical" onFinish={submit} requiredMark={false} size="large">
          <Form.Item name="username" label="用户名" rules={[{ required: true, message: '请输入用户名' }]}>
            <Input
              prefix={<UserOutlined />}
              autoComplete="username"
              autoFocus
              data-testid="sign-in-username"
            />
          </Form.Item>
          <Form.Item name="password" label="密码" rules={[{ required: true, message: '请输入密码' }]}>
            <Input.Password
              prefix={<LockOutlined />}
              autoComplete="current-password"
              data-testid="sign-in-password"
            />
          </Form.Item>
          <ProblemAlert error={signIn.error} testId="sign-in-problem" />
          <Button
            type="primary"
            htmlType="submit"
            block
            loading={signIn.isPending}
            data-testid="sign-in-submit"
          >
            登录
          </Button>
        </Form>
      </section>
      <DemoAccounts onPick={pick} busy={signIn.isPending} />
    </main>
  );
}

function DemoAccounts({ onPick, busy }: { onPick: (account: DemoAccount) => void; busy: boolean }) {
  const counties = groupByCounty(useDemoAccounts().data ?? []);
  const [code, setCode] = useState<string>();
  const county = counties.find((candidate) => candidate.code === code) ?? counties[0];
  if (county === undefined) return null;
  return (
    <section className="sign-in-demo" data-testid="demo-accounts">
      <h2>演示账号</h2>
      <p>选择一个岗位直接登录，各岗位只能看到自己辖区的业务。</p>
      {counties.length > 1 && (
        <Select
          className="demo-county"
          value={county.code}
          onChange={setCode}
          options={counties.map((item) => ({ value: item.code, label: item.name }))}
          aria-label="区县"
          data-testid="demo-county"
        />
      )}
      <div className="demo-list">
        {county.accounts.map((account) => (
          <Button
            key={account.username}
            disabled={busy}
            className="demo-account"
            data-testid={`demo-${account.username}`}
            onClick={() => onPick(account)}
          >
            <span>{account.roleName}</span>
            <span className="muted small">{account.place.replace('/', ' · ')}</span>
          </Button>
        ))}
      </div>
    </section>
  );
}
