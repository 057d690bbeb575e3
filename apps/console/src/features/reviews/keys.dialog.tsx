import { Modal } from 'antd';

const keys: [string, string][] = [
  ['j / k', '下一件 / 上一件'],
  ['Enter', '打开选中的事项'],
  ['a', '选择「同意」（或「提交」）'],
  ['r', '选择「不同意」'],
  ['t', '选择「退回」'],
  ['/', '查找'],
  ['?', '本帮助'],
];

/** Letters choose, they never send: what was chosen is sent with the button. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Modal open title="快捷键" onCancel={onClose} footer={null} width={420}>
      <table className="keys-table" data-testid="keys-help">
        <tbody>
          {keys.map(([key, text]) => (
            <tr key={key}>
              <th scope="row">
                <kbd>{key}</kbd>
              </th>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">
        a、r、t 只选择结论并把光标放进意见栏，按「提交」才生效；正在输入文字时不起作用。
      </p>
    </Modal>
  );
}
