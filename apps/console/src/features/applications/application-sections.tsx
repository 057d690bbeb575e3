import type { CountyView } from '@bangdai/contracts/http';
import { AutoComplete, Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { DateField } from '../../ui/date-field';
import { thousands } from '../../ui/format';
import { documentTitle, labelledOptions, options, products, requestTypes } from '../../ui/labels';
import { villagesOf } from '../reviews/inbox-filters';
import { useMe } from '../session/me-context';
import {
  amountFault,
  capitalsOf,
  derivedFrom,
  educations,
  findingNames,
  homePlace,
  idNumberFault,
} from './application-form';
import { LoanPicker } from './loan-picker';

const needed = (message: string) => [{ required: true, whitespace: true, message }];
const chosen = (message: string) => [{ required: true, message }];
const fault = (check: (text: string | undefined) => string | null) => ({
  validator: (_: unknown, text: string | undefined) => {
    const found = check(text);
    return found === null ? Promise.resolve() : Promise.reject(new Error(found));
  },
});
const texts = (values: readonly string[]) => values.map((value) => ({ value }));
const contains = (input: string, option?: { value: string }) => option?.value.includes(input) ?? false;

interface SectionProps {
  county: CountyView;
}

export function PersonSection({ county }: SectionProps) {
  const idNumber = Form.useWatch<string | undefined>('idNumber');
  const appliedOn = Form.useWatch<string | undefined>('appliedOn');
  const derived = derivedFrom(idNumber, appliedOn);
  return (
    <div className="form-grid">
      <Form.Item name="name" label="姓名" rules={needed('请输入姓名')}>
        <Input maxLength={100} data-testid="field-name" />
      </Form.Item>
      <Form.Item
        required
        name="idNumber"
        label="身份证号码"
        rules={[fault(idNumberFault)]}
        validateDebounce={300}
      >
        <Input maxLength={18} className="num" data-testid="field-idNumber" />
      </Form.Item>
      <Form.Item label="年龄 / 性别">
        <div className="derived" data-testid="derived-person">
          {derived === null ? (
            <span className="muted">由身份证号码得出</span>
          ) : (
            `${derived.age} 岁 · ${derived.sex}`
          )}
        </div>
      </Form.Item>
      <Form.Item name="education" label="文化程度" rules={chosen('请选择文化程度')}>
        <Select options={texts(educations)} data-testid="field-education" />
      </Form.Item>
      <Form.Item
        name="phone"
        label="联系电话"
        rules={[{ required: true, pattern: /^[\d-]{7,20}$/, message: '请输入联系电话' }]}
      >
        <Input maxLength={20} data-testid="field-phone" />
      </Form.Item>
      <Form.Item name="targetGroup" label="扶持对象" rules={chosen('请选择扶持对象')}>
        <Select options={labelledOptions(county.targetGroups)} data-testid="field-targetGroup" />
      </Form.Item>
      <PlaceFields county={county} />
    </div>
  );
}

/** A village that the county's list does not have yet may be typed in. */
function PlaceFields({ county }: SectionProps) {
  const form = Form.useFormInstance();
  const home = homePlace(useMe());
  const township = Form.useWatch<string | undefined>('township') ?? home.township;
  return (
    <>
      <Form.Item name="township" label="乡镇" rules={needed('请选择乡镇')}>
        <AutoComplete
          disabled={home.township !== undefined}
          options={county.townships.map(({ name }) => ({ value: name }))}
          showSearch={{ filterOption: contains }}
          onChange={() => form.setFieldValue('village', undefined)}
          data-testid="field-township"
        />
      </Form.Item>
      <Form.Item name="village" label="村（居）" rules={needed('请选择或输入村名')}>
        <AutoComplete
          disabled={home.village !== undefined}
          options={texts(villagesOf(county, township))}
          showSearch={{ filterOption: contains }}
          placeholder="选择或输入新村名"
          data-testid="field-village"
        />
      </Form.Item>
      <Form.Item name="group" label="组（社）">
        <Input maxLength={40} data-testid="field-group" />
      </Form.Item>
      <Form.Item name="householdNo" label="户编号" tooltip="在册户请填写户编号，便于核对本户已有贷款">
        <Input maxLength={40} data-testid="field-householdNo" />
      </Form.Item>
      <Form.Item name="account" label="收款账号">
        <Input maxLength={40} className="num" data-testid="field-account" />
      </Form.Item>
    </>
  );
}

export function LoanSection({ county }: SectionProps) {
  const amount = Form.useWatch<string | undefined>('amount');
  const requestType = Form.useWatch<string | undefined>('requestType');
  return (
    <div className="form-grid">
      <Form.Item
        required
        name="amount"
        label="申贷金额"
        extra={county.amountMax === null ? undefined : `最高 ${thousands(county.amountMax)} 元`}
        rules={[fault((text) => amountFault(text, null))]}
      >
        <Input suffix="元" className="num-input" data-testid="field-amount" />
      </Form.Item>
      <Form.Item label="大写">
        <div className="derived" data-testid="amount-capitals">
          {capitalsOf(amount) || <span className="muted">由金额得出</span>}
        </div>
      </Form.Item>
      <Form.Item
        name="termMonths"
        label="申贷期限"
        extra={`最长 ${county.termMonthsMax} 个月`}
        rules={chosen('请输入期限')}
      >
        <InputNumber
          min={1}
          max={600}
          precision={0}
          suffix="个月"
          style={{ width: '100%' }}
          data-testid="field-termMonths"
        />
      </Form.Item>
      <Form.Item name="appliedOn" label="申请日期" rules={chosen('请选择申请日期')}>
        <DateField notAfterToday testId="field-appliedOn" />
      </Form.Item>
      <Form.Item name="purpose" label="申贷用途" rules={chosen('请选择用途')}>
        <Select options={labelledOptions(county.purposes)} data-testid="field-purpose" />
      </Form.Item>
      <Form.Item name="purposeText" label="用途说明" className="span-2">
        <Input maxLength={500} placeholder="如：购买仔猪 30 头" data-testid="field-purposeText" />
      </Form.Item>
      <Form.Item
        required
        name="existingDebt"
        label="已有银行负债"
        rules={[fault((text) => (text === '0' ? null : debtFault(text)))]}
      >
        <Input suffix="元" className="num-input" data-testid="field-existingDebt" />
      </Form.Item>
      <Form.Item name="bank" label="经办银行" rules={chosen('请选择银行')}>
        <Select options={labelledOptions(county.banks)} data-testid="field-bank" />
      </Form.Item>
      {county.products.length > 1 && (
        <Form.Item name="product" label="贷款产品" rules={chosen('请选择产品')}>
          <Select
            options={county.products.map((key) => ({ value: key, label: products[key] ?? key }))}
            data-testid="field-product"
          />
        </Form.Item>
      )}
      <Form.Item name="requestType" label="申请类型" rules={chosen('请选择申请类型')}>
        <Select options={options(requestTypes)} data-testid="field-requestType" />
      </Form.Item>
      {requestType !== undefined && requestType !== 'new' && (
        <Form.Item
          name="previousLoanId"
          label={requestType === 'renewal' ? '续贷的原贷款' : '原贷款'}
          className="span-2"
          rules={requestType === 'renewal' ? chosen('请选择原贷款') : []}
        >
          <LoanPicker county={county.code} />
        </Form.Item>
      )}
    </div>
  );
}

const debtFault = (text: string | undefined) => {
  const found = amountFault(text, null);
  return found === '金额必须大于零' ? null : found;
};

export function VillageSection({ county }: SectionProps) {
  const product = Form.useWatch<string | undefined>('product');
  return (
    <div className="form-grid">
      <Form.Item name="findings" label="核实情况（勾选表示“是”）" className="span-4">
        <Checkbox.Group
          className="tick-list"
          options={Object.entries(findingNames).map(([value, label]) => ({
            value,
            label: <span data-testid={`finding-${value}`}>{label}</span>,
          }))}
        />
      </Form.Item>
      <Form.Item name="grade" label="信用等级" tooltip="方案按等级授信的，请填写评级结果">
        <Input maxLength={20} data-testid="field-grade" />
      </Form.Item>
      <Form.Item name="blacklist" label="黑名单">
        <Select
          allowClear
          placeholder="不在黑名单"
          options={[
            { value: 'malicious', label: '恶意失信' },
            { value: 'nonMalicious', label: '非恶意失信' },
          ]}
          data-testid="field-blacklist"
        />
      </Form.Item>
      {product === 'enterprise' && (
        <Form.Item name="matchedHouseholds" label="带动户数" rules={chosen('请输入带动户数')}>
          <InputNumber
            min={0}
            precision={0}
            suffix="户"
            style={{ width: '100%' }}
            data-testid="field-matchedHouseholds"
          />
        </Form.Item>
      )}
      {county.requiredDocuments.length > 0 && (
        <Form.Item
          name="documents"
          label="已核对的纸质原件"
          className="span-4"
          extra="勾选即登记由您核对过原件；受理后可在贷款页上传电子件"
        >
          <Checkbox.Group
            className="tick-list"
            options={county.requiredDocuments.map((key) => ({
              value: key,
              label: <span data-testid={`document-${key}`}>{documentTitle(key, county.proofs)}</span>,
            }))}
          />
        </Form.Item>
      )}
    </div>
  );
}
