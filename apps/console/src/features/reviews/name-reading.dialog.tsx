import { App, Form, Input, Modal } from 'antd';
import { useCommand } from '../../api/use-command';
import { ProblemAlert } from '../../ui/states';

interface Draft {
  pinyin?: string;
}

/** A surname of two readings is found by the reading that people here use. */
export function NameReadingDialog({
  loanId,
  borrower,
  onClose,
}: {
  loanId: string;
  borrower: string;
  onClose: () => void;
}) {
  const [form] = Form.useForm<Draft>();
  const { message } = App.useApp();
  const command = useCommand([]);
  const submit = ({ pinyin = '' }: Draft) =>
    command
      .mutateAsync({ path: `/loans/${encodeURIComponent(loanId)}/pinyin`, body: { pinyin: pinyin.trim() } })
      .then(
        () => {
          void message.success('读音已更正，可按新拼音检索');
          onClose();
        },
        () => undefined,
      );
  return (
    <Modal
      open
      width={440}
      title={`更正姓名读音：${borrower}`}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText="保存"
      confirmLoading={command.isPending}
      okButtonProps={{ 'data-testid': 'reading-submit' }}
    >
      <ProblemAlert error={command.error} />
      <Form form={form} layout="vertical" onFinish={(draft) => void submit(draft)}>
        <Form.Item
          name="pinyin"
          label="全名拼音，音节间空一格"
          extra="只影响拼音检索；留空恢复自动读音。"
          rules={[{ pattern: /^[a-zA-ZüÜ]+( [a-zA-ZüÜ]+)*$/, message: '如 shan xiao ming' }]}
        >
          <Input placeholder="如 shan xiao ming" maxLength={200} data-testid="reading-pinyin" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
