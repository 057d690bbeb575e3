import type { ImportView } from '@bangdai/contracts/http';
import { InboxOutlined } from '@ant-design/icons';
import { Button, Form, Select, Table, Tag, Upload, type UploadFile } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { Link, useNavigate } from 'react-router';
import { useCommand } from '../../api/use-command';
import { mayImport } from '../../app/menu';
import { DateField } from '../../ui/date-field';
import { Amount } from '../../ui/figures';
import { instant, today } from '../../ui/format';
import { labelledOptions } from '../../ui/labels';
import { PageHead, Panel } from '../../ui/page';
import { Loaded, Nothing, ProblemAlert } from '../../ui/states';
import { useMe } from '../session/me-context';
import { useCounty } from '../session/queries';
import { importStateName, importTones } from './import-state';
import { importPath, useImports } from './queries';

interface UploadValues {
  file: UploadFile[];
  asOf: string;
  bank?: string;
}

/** 导入 a county's living loans: upload, look at what was found, then commit. */
export function ImportsPage() {
  const me = useMe();
  if (!mayImport(me.role)) return <Nothing text="数据导入由县主管部门或银行办理" />;
  return (
    <>
      <PageHead
        title="数据导入"
        note="导入存量贷款，县主管部门和银行双方确认后逐笔启动贷后流程；同一文件重复导入不会重复入账"
      />
      <div className="two-columns">
        <ImportList />
        <Panel title="上传文件">
          <UploadForm />
        </Panel>
      </div>
    </>
  );
}

function UploadForm() {
  const me = useMe();
  const county = useCounty(me.county);
  const navigate = useNavigate();
  const [form] = Form.useForm<UploadValues>();
  const upload = useCommand<ImportView>(['imports']);
  const submit = async ({ file, asOf, bank }: UploadValues) => {
    const chosen = file[0]?.originFileObj;
    if (chosen === undefined) return;
    const data = new FormData();
    data.append('county', me.county);
    data.append('asOf', asOf);
    if (bank !== undefined) data.append('bank', bank);
    data.append('file', chosen);
    const fingerprint = [chosen.name, chosen.size, chosen.lastModified, asOf, bank].join(':');
    await upload.mutateAsync({ path: '/imports', form: data, fingerprint }).then(
      (created) => navigate(importPath(created.id)),
      () => undefined,
    );
  };
  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={{ asOf: today(), bank: me.bank ?? undefined }}
      onFinish={(values) => void submit(values)}
    >
      <Form.Item
        name="file"
        valuePropName="fileList"
        getValueFromEvent={(event: { fileList: UploadFile[] }) => event.fileList.slice(-1)}
        rules={[{ required: true, message: '请选择文件' }]}
      >
        <Upload.Dragger accept=".csv,.xlsx" beforeUpload={() => false} maxCount={1} data-testid="import-file">
          <InboxOutlined className="drop-icon" />
          <div>点击或拖入文件</div>
          <div className="muted small">贷款清单 CSV，或发放台账（附件5）XLSX</div>
        </Upload.Dragger>
      </Form.Item>
      <Form.Item
        name="asOf"
        label="数据截止日"
        extra="文件中的余额为这一天的余额"
        rules={[{ required: true, message: '请选择截止日' }]}
      >
        <DateField notAfterToday testId="import-asOf" />
      </Form.Item>
      <Form.Item name="bank" label="默认银行" extra="文件未写明银行的，按此银行入账">
        <Select
          allowClear
          disabled={me.bank !== null}
          options={labelledOptions(county?.banks)}
          data-testid="import-bank"
        />
      </Form.Item>
      <ProblemAlert error={upload.error} testId="import-problem" />
      <Button
        type="primary"
        htmlType="submit"
        block
        loading={upload.isPending}
        className="block-gap"
        data-testid="import-upload"
      >
        上传并检查
      </Button>
    </Form>
  );
}

const columns: ColumnsType<ImportView> = [
  {
    title: '文件',
    width: 160,
    ellipsis: true,
    render: (_, row) => <Link to={importPath(row.id)}>{row.fileName}</Link>,
  },
  { title: '截止日', dataIndex: 'asOf', width: 106, className: 'num' },
  {
    title: '状态',
    width: 120,
    render: (_, row) => (
      <Tag variant="filled" color={importTones[row.state]}>
        {importStateName(row)}
      </Tag>
    ),
  },
  { title: '行数', dataIndex: 'rows', width: 76, align: 'right', className: 'num' },
  {
    title: '有误',
    width: 66,
    align: 'right',
    className: 'num',
    render: (_, row) => <span className={row.bad > 0 ? 'bad' : 'muted'}>{row.bad}</span>,
  },
  { title: '余额（元）', width: 132, align: 'right', render: (_, row) => <Amount value={row.balance} /> },
  { title: '上传时间', width: 136, className: 'num', render: (_, row) => instant(row.createdAt) },
];

function ImportList() {
  const query = useImports();
  const navigate = useNavigate();
  return (
    <Panel title="导入记录" flush>
      <Loaded query={query}>
        {(rows) => (
          <Table<ImportView>
            size="small"
            rowKey="id"
            dataSource={rows}
            scroll={{ x: 700 }}
            columns={columns}
            pagination={rows.length > 20 ? { pageSize: 20, size: 'small' } : false}
            locale={{ emptyText: <Nothing text="还没有导入过，请在右侧上传文件" /> }}
            onRow={(row) =>
              ({
                onClick: () => void navigate(importPath(row.id)),
                className: 'clickable',
                'data-testid': 'import-row',
              }) as object
            }
          />
        )}
      </Loaded>
    </Panel>
  );
}
