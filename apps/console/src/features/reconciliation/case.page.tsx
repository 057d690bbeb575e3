import { differenceKinds, type ReconciliationCaseDetail } from '@bangdai/contracts/http';
import { App, Button, Checkbox, Form, Input, Table, Tag } from 'antd';
import { Link, useParams } from 'react-router';
import { ApiProblem } from '../../api/problem';
import { useCommand } from '../../api/use-command';
import { NotFoundPage } from '../../app/not-found.page';
import { Yuan } from '../../ui/figures';
import { instant } from '../../ui/format';
import { Facts, PageHead, Panel } from '../../ui/page';
import { Loaded, Nothing, ProblemAlert } from '../../ui/states';
import { loanPath } from '../loans/queries';
import { useMe } from '../session/me-context';
import { BankDues } from '../funds/bank-dues';
import { casePath, useBankDues, useCase } from './queries';

export function CasePage() {
  const { caseId = '' } = useParams();
  const query = useCase(caseId);
  if (query.error instanceof ApiProblem && query.error.status === 404) return <NotFoundPage />;
  return <Loaded query={query}>{(found) => <Case found={found} />}</Loaded>;
}

function Case({ found }: { found: ReconciliationCaseDetail }) {
  return (
    <>
      <PageHead
        title={
          <>
            {differenceKinds[found.kind]} <span className="num title-no">{found.ref}</span>{' '}
            <Tag color={found.state === 'open' ? 'warning' : 'success'} data-testid="case-state">
              {found.state === 'open' ? '待查' : '已办结'}
            </Tag>
          </>
        }
        note={
          <>
            {found.countyName} · {found.sourceName} · {found.openedOn} 发现，最近一次 {found.lastSeenOn}
          </>
        }
      />
      <Panel title="两边记录">
        <Facts
          items={[
            ['责任岗位', found.ownerName],
            ['差额', <Yuan key="difference" value={found.difference} />],
            [
              '业务编号',
              found.loanId === null ? (
                found.loanNo
              ) : (
                <Link key="loan" to={loanPath(found.loanId)}>
                  {found.loanNo}
                </Link>
              ),
            ],
          ]}
        />
        <Table
          size="small"
          rowKey="label"
          pagination={false}
          dataSource={
            found.sides.length > 0
              ? found.sides
              : [{ label: '记录', expected: found.expected ?? '—', found: found.found ?? '—' }]
          }
          columns={[
            { title: '', dataIndex: 'label', width: 140 },
            { title: '平台', dataIndex: 'expected', className: 'num' },
            { title: otherSide(found.source), dataIndex: 'found', className: 'num' },
          ]}
          rowClassName={(row) => (row.expected === row.found ? '' : 'row-differs')}
          data-testid="case-sides"
        />
      </Panel>
      <Panel title="核对情况">
        {found.notes.length === 0 && <Nothing text="还没有人登记核对情况" />}
        {found.notes.map((note) => (
          <p key={note.id} data-testid="case-note">
            <span className="muted">
              {instant(note.at)} {note.byName ?? ''}
              {note.closes && ' · 办结'}
            </span>
            <br />
            {note.text}
          </p>
        ))}
        <ClaimBack found={found} />
        <NoteForm found={found} />
      </Panel>
    </>
  );
}

const otherSide = (source: string): string =>
  source === 'books' ? '账簿' : source === 'workflow' ? '流程' : '对方';

/** An order that the treasury paid twice: finance puts it to the bank. */
function ClaimBack({ found }: { found: ReconciliationCaseDetail }) {
  const me = useMe();
  const { message } = App.useApp();
  const { data: dues = [] } = useBankDues();
  const send = useCommand(['reconciliation', 'tasks', 'funds']);
  const isDouble = found.kind === 'doubleAtCounterpart' && found.source === 'treasury';
  if (!isDouble) return null;
  const due = dues.find(({ orderNo, cause }) => orderNo === found.ref && cause === 'paidTwice');
  if (due !== undefined) return <BankDues dues={[due]} />;
  if (me.role !== 'finance' || found.state === 'closed') return null;
  return (
    <div className="block-gap">
      <Button
        loading={send.isPending}
        data-testid="claim-back"
        onClick={() =>
          send.mutate(
            { path: '/bank-dues', body: { caseId: found.id } },
            { onSuccess: () => message.success('已向银行发出退回通知') },
          )
        }
      >
        向银行追回重复款
      </Button>
      <ProblemAlert error={send.error} testId="claim-back-problem" />
    </div>
  );
}

/** The owner, or the county office for anybody's case. */
function NoteForm({ found }: { found: ReconciliationCaseDetail }) {
  const me = useMe();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ text: string; close: boolean }>();
  const send = useCommand<ReconciliationCaseDetail>(['reconciliation']);
  const isMine = found.owner === me.role || me.role === 'countyOffice';
  if (found.state === 'closed' || !isMine) return null;
  const submit = (draft: { text: string; close: boolean }) =>
    send
      .mutateAsync({
        path: `${casePath(found.id)}/notes`,
        body: { text: draft.text, close: draft.close ?? false },
      })
      .then(() => {
        message.success('已登记');
        form.resetFields();
      })
      .catch(() => undefined);
  return (
    <Form form={form} layout="vertical" onFinish={(draft) => void submit(draft)} disabled={send.isPending}>
      <Form.Item
        name="text"
        label="情况说明"
        rules={[{ required: true, whitespace: true, message: '请填写情况说明' }]}
      >
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} data-testid="note-text" />
      </Form.Item>
      <Form.Item name="close" valuePropName="checked">
        <Checkbox data-testid="note-close">已查清，办结</Checkbox>
      </Form.Item>
      <ProblemAlert error={send.error} testId="note-problem" />
      <Button type="primary" htmlType="submit" loading={send.isPending} data-testid="note-submit">
        登记
      </Button>
    </Form>
  );
}
