import { Facts } from '../../ui/page';
import { Loaded } from '../../ui/states';
import { ImportConfirmations } from './import-confirmations';
import { ImportFigures, ImportSample } from './import-widgets';
import { formats } from './import-state';
import { useImport } from './queries';

/** A file beside the decision: how many loans and what sum one agrees to, and the first rows as they were read. */
export function ImportCase({ importId }: { importId: string }) {
  const query = useImport(importId);
  return (
    <Loaded query={query} rows={10}>
      {(view) => (
        <>
          <ImportFigures view={view} />
          <Facts
            items={[
              ['文件', view.fileName],
              ['格式', formats[view.format]],
              ['数据截止日', view.asOf],
            ]}
            columns={3}
          />
          <ImportConfirmations view={view} />
          <ImportSample rows={view.sample} />
        </>
      )}
    </Loaded>
  );
}
