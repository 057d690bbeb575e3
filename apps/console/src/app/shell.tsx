import {
  AccountBookOutlined,
  AuditOutlined,
  BankOutlined,
  CloudUploadOutlined,
  FormOutlined,
  FundOutlined,
  HomeOutlined,
  LogoutOutlined,
  PercentageOutlined,
  RollbackOutlined,
  SafetyCertificateOutlined,
  WalletOutlined,
  ApiOutlined,
  DiffOutlined,
  FieldTimeOutlined,
} from '@ant-design/icons';
import type { Me } from '@bangdai/contracts/http';
import { Alert, Badge, Button, Layout, Menu } from 'antd';
import type { ReactNode } from 'react';
import { Link, Outlet, useLocation } from 'react-router';
import { ActingBanner } from '../features/reviews/acting-banner';
import { useTaskCounts } from '../features/reviews/queries';
import { useMe } from '../features/session/me-context';
import { useCounty, useSignOut } from '../features/session/queries';
import { labelOf, platformRoles } from '../ui/labels';
import { activeEntry, menuFor, readsOnly, readsRecords, type MenuEntry } from './menu';
import { useLiveUpdates } from './use-live-updates';

const icons: Record<MenuEntry['icon'], ReactNode> = {
  reconciliation: <DiffOutlined />,
  counterparts: <ApiOutlined />,
  stepTimes: <FieldTimeOutlined />,
  home: <HomeOutlined />,
  tasks: <AuditOutlined />,
  apply: <FormOutlined />,
  loans: <BankOutlined />,
  settlements: <PercentageOutlined />,
  claims: <SafetyCertificateOutlined />,
  funds: <WalletOutlined />,
  clawbacks: <RollbackOutlined />,
  imports: <CloudUploadOutlined />,
  ledger: <AccountBookOutlined />,
  budgets: <FundOutlined />,
};

export function Shell() {
  const me = useMe();
  const { lost } = useLiveUpdates(readsRecords(me.role));
  return (
    <Layout className={me.standIn == null ? 'shell' : 'shell is-acting'}>
      <Layout.Sider width={176} className="shell-side" theme="light">
        <Link to="/" className="brand">
          <strong>帮贷</strong>
          <span>小额信贷管理</span>
        </Link>
        <SideMenu me={me} />
      </Layout.Sider>
      <Layout className="shell-main">
        <TopBar me={me} />
        <ActingBanner />
        {lost && (
          <Alert
            banner
            type="warning"
            data-testid="live-lost"
            title="实时更新已中断，正在重新连接。页面数据可能不是最新，操作不受影响。"
          />
        )}
        <Layout.Content className="shell-content">
          <Outlet />
        </Layout.Content>
      </Layout>
    </Layout>
  );
}

function SideMenu({ me }: { me: Me }) {
  const { pathname } = useLocation();
  const counts = useTaskCounts(!readsOnly(me.role)).data;
  return (
    <Menu
      mode="inline"
      selectedKeys={[activeEntry(pathname)]}
      items={menuFor(me.role).map((entry) => ({
        key: entry.path,
        icon: icons[entry.icon],
        label: (
          <Link to={entry.path} className="menu-link" data-testid={`menu-${entry.icon}`}>
            {entry.label}
            {entry.icon === 'tasks' && (
              <Badge count={counts?.todo ?? 0} overflowCount={999} size="small" className="menu-count" />
            )}
          </Link>
        ),
      }))}
    />
  );
}

function TopBar({ me }: { me: Me }) {
  const signOut = useSignOut();
  const county = useCounty(me.county);
  const role =
    county?.roles.find((item) => item.key === me.role)?.zh ??
    labelOf(undefined, platformRoles[me.role] ?? me.role);
  const bank = me.bank === null ? null : labelOf(county?.banks, me.bank);
  return (
    <Layout.Header className="topbar">
      <div className="topbar-place" data-testid="current-place">
        <strong>{me.countyName}</strong>
        {me.place !== '' && <span>{me.place.replace('/', ' · ')}</span>}
        {bank !== null && <span>{bank}</span>}
      </div>
      <div className="topbar-user">
        <span data-testid="current-user">
          {me.displayName} {!me.displayName.startsWith(role) && <span className="muted">{role}</span>}
        </span>
        <Button
          type="text"
          size="small"
          icon={<LogoutOutlined />}
          onClick={() => void signOut()}
          data-testid="sign-out"
        >
          退出
        </Button>
      </div>
    </Layout.Header>
  );
}
