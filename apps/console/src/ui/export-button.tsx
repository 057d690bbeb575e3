import { DownloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { withQuery, type QueryValue } from '../api/client';

interface ExportButtonProps {
  /** Under `/exports`. */
  path: string;
  /** The same filters as the list beside it. */
  query?: Record<string, QueryValue>;
  testId: string;
}

/** All rows that the filters leave, as an Excel file. */
export const ExportButton = ({ path, query, testId }: ExportButtonProps) => (
  <Button
    icon={<DownloadOutlined />}
    href={withQuery(`/v1/exports/${path}`, query)}
    data-testid={testId}
    download
  >
    导出 Excel
  </Button>
);
