import {
  exchangeFiles,
  statementColumns,
  type CounterpartView,
  type HandedInFile,
} from '@bangdai/contracts/http';
import { UploadOutlined } from '@ant-design/icons';
import { Alert, Button, Select, Space, Table, Upload } from 'antd';
import { useState } from 'react';
import { useCommand } from '../../api/use-command';
import { Panel } from '../../ui/page';
import { ProblemAlert } from '../../ui/states';

type FileType = keyof typeof exchangeFiles | 'statement';

const columnsOf = (type: FileType): readonly string[] =>
  type === 'statement' ? statementColumns : exchangeFiles[type].columns;

const labelOf = (type: FileType): string => (type === 'statement' ? '对账单' : exchangeFiles[type].zh);

/** What this house may hand in. */
function typesOf({ kind }: CounterpartView): FileType[] {
  const facts = (Object.keys(exchangeFiles) as (keyof typeof exchangeFiles)[]).filter(
    (type) => exchangeFiles[type].from === kind,
  );
  return [...facts, 'statement'];
}

/** Tables of a bank or treasury without a machine, with the result of each row. */
export function HandInPanel({ row }: { row: CounterpartView }) {
  const [type, setType] = useState<FileType>('statement');
  const command = useCommand<HandedInFile>(['counterparts', 'tasks']);
  const put = (file: File) => {
    const form = new FormData();
    form.append('county', row.county);
    if (row.kind === 'bank') form.append('bank', row.code);
    form.append('type', type);
    form.append('file', file);
    const fingerprint = `${type}:${file.name}:${file.size}:${file.lastModified}`;
    command.mutate({ path: '/counterparts/files', form, fingerprint });
  };
  return (
    <Panel title={`报送文件 · ${row.kind === 'treasury' ? '国库' : row.name}`}>
      <Space wrap>
        <Select<FileType>
          value={type}
          style={{ width: 160 }}
          options={typesOf(row).map((value) => ({ value, label: labelOf(value) }))}
          onChange={(chosen) => {
            command.reset();
            setType(chosen);
          }}
          data-testid="hand-in-type"
        />
        <Upload
          accept=".csv,.xlsx"
          showUploadList={false}
          data-testid="hand-in-file"
          beforeUpload={(file) => {
            put(file);
            return false;
          }}
        >
          <Button icon={<UploadOutlined />} loading={command.isPending} data-testid="hand-in-upload">
            选择 CSV 或 Excel 文件
          </Button>
        </Upload>
        {type === 'statement' && row.statementTo !== null && (
          <span className="muted" data-testid="statement-to">
            对账单已报至 {row.statementTo}
          </span>
        )}
      </Space>
      <p className="muted">首行为列名：{columnsOf(type).join('、')}</p>
      <ProblemAlert error={command.error} testId="hand-in-problem" />
      {command.data !== undefined && <Results file={command.data} />}
    </Panel>
  );
}

function Results({ file }: { file: HandedInFile }) {
  const refused = file.rows.filter(({ code }) => code !== null);
  return (
    <>
      <Alert
        showIcon
        type={file.refused === 0 ? 'success' : 'warning'}
        title={`接收 ${file.accepted} 行，退回 ${file.refused} 行`}
        data-testid="hand-in-result"
      />
      {refused.length > 0 && (
        <Table
          size="small"
          rowKey="row"
          pagination={false}
          dataSource={refused}
          columns={[
            { title: '行', dataIndex: 'row', width: 80, className: 'num' },
            { title: '原因', dataIndex: 'detail' },
          ]}
        />
      )}
    </>
  );
}
