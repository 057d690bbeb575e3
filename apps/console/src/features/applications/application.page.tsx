import type { CountyView } from '@bangdai/contracts/http';
import { App, Button, Form } from 'antd';
import { Link, useNavigate } from 'react-router';
import { ApiProblem, fieldFaults } from '../../api/problem';
import { useCommand } from '../../api/use-command';
import { mayApply } from '../../app/menu';
import { today } from '../../ui/format';
import { PageHead, Panel } from '../../ui/page';
import { Loaded, Nothing, ProblemAlert } from '../../ui/states';
import { loanPath } from '../loans/queries';
import { useMe } from '../session/me-context';
import { useCounties } from '../session/queries';
import { applicationBody, homePlace, usualFindings, type ApplicationValues } from './application-form';
import { LoanSection, PersonSection, VillageSection } from './application-sections';

interface ApplicationAnswer {
  loanId: string;
  loanNo: string;
}

/** 贷款申请表 in the order of annex 1, filled in by the village for the household. */
export function ApplicationPage() {
  const me = useMe();
  const counties = useCounties();
  if (!mayApply(me.role)) return <Nothing text="贷款申请由村级经办人员填写" />;
  return (
    <Loaded query={counties}>
      {(list) => {
        const county = list.find(({ code }) => code === me.county);
        return county === undefined ? (
          <Nothing text="本地区还没有启用的政策方案" />
        ) : (
          <ApplicationForm county={county} />
        );
      }}
    </Loaded>
  );
}

function ApplicationForm({ county }: { county: CountyView }) {
  const me = useMe();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [form] = Form.useForm<ApplicationValues>();
  const apply = useCommand<ApplicationAnswer>(['loans', 'tasks']);

  const submit = async (values: ApplicationValues) => {
    await apply.mutateAsync({ path: '/applications', body: applicationBody(values, county) }).then(
      (answer) => {
        message.success(`已受理，编号 ${answer.loanNo}`);
        void navigate(loanPath(answer.loanId));
      },
      (error: unknown) => showFaults(error),
    );
  };
  const showFaults = (error: unknown) => {
    form.setFields(
      fieldFaults(error).map(({ name, errors }) => ({ name: name[0] as keyof ApplicationValues, errors })),
    );
    window.scrollTo({ top: 0 });
  };
  const refusedLoan =
    apply.error instanceof ApiProblem ? apply.error.problem.instance?.split('/').at(-1) : undefined;
  const notEligible = apply.error instanceof ApiProblem && (apply.error.problem.reasons?.length ?? 0) > 0;
  return (
    <Form
      form={form}
      layout="vertical"
      scrollToFirstError={{ block: 'center' }}
      disabled={apply.isPending}
      initialValues={{
        product: county.products[0],
        requestType: 'new',
        appliedOn: today(),
        bank: county.banks[0]?.key,
        ...homePlace(me),
        existingDebt: '0',
        findings: usualFindings,
        documents: [],
      }}
      onFinish={(values) => void submit({ ...homeDefaults(me.place), ...values })}
    >
      <PageHead
        title="贷款申请表"
        note={`${county.packTitle} · 受理期 ${county.effectiveFrom} 至 ${county.effectiveTo ?? '长期'}`}
      />
      {apply.error !== null && (
        <div className="block-gap">
          <ProblemAlert error={apply.error} testId={notEligible ? 'not-eligible' : 'application-problem'} />
          {refusedLoan !== undefined && <Link to={`/loans/${refusedLoan}`}>查看已登记的申请</Link>}
        </div>
      )}
      <Panel title="申请人">
        <PersonSection county={county} />
      </Panel>
      <Panel title="申贷信息">
        <LoanSection county={county} />
      </Panel>
      <Panel title="村级核实">
        <VillageSection county={county} />
      </Panel>
      <div className="sticky-actions">
        <Button onClick={() => form.resetFields()}>清空重填</Button>
        <Button type="primary" htmlType="submit" loading={apply.isPending} data-testid="application-submit">
          提交申请
        </Button>
      </div>
    </Form>
  );
}

/** A disabled field keeps its value out of what antd hands over when it was never registered; the place is put back. */
const homeDefaults = (place: string) => homePlace({ place });
