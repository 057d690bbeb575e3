import { Alert, Button } from 'antd';
import { useMe } from '../session/me-context';
import { useActFor } from './stand-ins';

/** As long as somebody acts in another's name, every screen says so. */
export function ActingBanner() {
  const { standIn, displayName } = useMe();
  const actFor = useActFor();
  if (standIn == null) return null;
  return (
    <Alert
      banner
      type="info"
      data-testid="acting-banner"
      title={`正在代 ${standIn.principalName} 办理（至 ${standIn.until}），记录为「${standIn.principalName}(${displayName}代)」。`}
      action={
        <Button size="small" onClick={() => actFor(null)} data-testid="acting-end">
          恢复本人
        </Button>
      }
    />
  );
}
