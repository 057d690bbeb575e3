/** Every stable code of the platform with its HTTP status and Chinese text. Texts never carry personal data. */

interface ErrorText {
  status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 500 | 503;
  zh: string;
}

/** Reasons of refusal, lifecycle §2, in their fixed order. */
export const eligibilityReasons = {
  PACK_NOT_EFFECTIVE: '申请日期不在本方案的受理期内',
  BREAKER_TRIPPED: '所在地区已触发熔断，暂停新增贷款',
  NOT_TARGET_GROUP: '不属于本方案的扶持对象',
  OUTSIDE_AREA: '不在本方案的实施区域内',
  FAMILY_MEMBER_NOT_ALLOWED: '本方案不允许由家庭成员代为申请',
  NO_CIVIL_CAPACITY: '不具备完全民事行为能力',
  AGE_BELOW_MIN: '年龄低于下限',
  AGE_ABOVE_MAX: '年龄超过上限',
  BAD_CREDIT: '有不良信用记录',
  BLACKLISTED: '在黑名单内',
  PREVIOUS_LATE_REPAYMENT: '以往贷款无正当理由逾期还款',
  NOT_RATED: '尚未评级授信',
  NO_WILLINGNESS: '无贷款意愿',
  NO_REPAYMENT_ABILITY: '无还款能力',
  AMOUNT_BELOW_MIN: '金额低于最低限额',
  AMOUNT_ABOVE_MAX: '金额超过最高限额',
  GRADE_LIMIT_EXCEEDED: '超过信用等级对应的授信额度',
  TERM_BELOW_MIN: '期限短于最短期限',
  TERM_ABOVE_MAX: '期限超过最长期限',
  LINE_EXPIRED: '授信期限已到',
  DRAW_BEYOND_LINE: '用信到期日超出授信期限',
  RATE_ABOVE_CAP: '利率超过上限',
  RATE_NOT_EQUAL: '利率与规定利率不一致',
  PURPOSE_BANNED: '用途属于禁止范围',
  PURPOSE_UNKNOWN: '用途不在本方案的范围内',
  OTHER_BORROWER_IN_HOUSEHOLD: '本户已有其他借款人',
  HOUSEHOLD_EXPOSURE_ABOVE_MAX: '本户贷款余额合计超过上限',
  TOP_UP_NOT_ALLOWED: '本方案不允许追加贷款',
  PREVIOUS_LOAN_NOT_PAID_OFF: '前一笔贷款尚未结清',
  RENEWAL_NOT_ALLOWED: '本方案不允许续贷或展期',
  RENEWAL_LIMIT_REACHED: '续贷或展期次数已用完',
  AFTER_MATURITY: '已到期，不能再申请续贷或展期',
  REFERENCE_RATE_MISSING: '缺少该日期的参考利率',
} as const;

export type EligibilityReason = keyof typeof eligibilityReasons;

const refusals: Record<string, ErrorText> = Object.fromEntries(
  Object.entries(eligibilityReasons).map(([code, zh]) => [code, { status: 422, zh } as ErrorText]),
);

export const errorTexts: Record<string, ErrorText> = {
  ...refusals,
  NOT_ELIGIBLE: { status: 422, zh: '不符合申请条件' },
  TERM_ABOVE_TIERS: { status: 422, zh: '期限超出参考利率的档次' },
  DUPLICATE_EVENT: { status: 409, zh: '该事件已处理过' },
  EVENT_OUT_OF_ORDER: { status: 409, zh: '事件日期早于上一事件' },
  CHAIN_CLOSED: { status: 409, zh: '审批流程已结束' },
  LOAN_CLOSED: { status: 409, zh: '贷款已结束' },
  PUBLICITY_RUNNING: { status: 409, zh: '公示期未结束' },
  NO_PUBLICITY_OPEN: { status: 409, zh: '当前没有公示' },
  UNKNOWN_STEP: { status: 422, zh: '没有这个环节' },
  STEP_NOT_PENDING: { status: 409, zh: '该环节不是当前待办环节' },
  WRONG_ROLE: { status: 403, zh: '您的岗位不能办理该环节' },
  OUT_OF_JURISDICTION: { status: 403, zh: '不在您的管辖范围内' },
  SAME_PERSON: { status: 403, zh: '同一人不能办理同一笔业务的两个环节' },
  DECISION_NOT_ALLOWED: { status: 422, zh: '该环节没有这个选项' },
  REASON_REQUIRED: { status: 422, zh: '请填写理由或意见' },
  DOCUMENT_MISSING: { status: 422, zh: '缺少必需的材料' },
  MEETING_RECORD_REQUIRED: { status: 422, zh: '缺少会议记录' },
  COMPOSITION_NOT_MET: { status: 422, zh: '到会人员构成不符合要求' },
  BAD_AMOUNT: { status: 422, zh: '金额格式不正确' },
  BAD_DATE: { status: 422, zh: '日期不正确' },
  BAD_ID_NUMBER: { status: 422, zh: '身份证号码不正确' },
  BAD_RATIO: { status: 422, zh: '分子大于分母' },
  FIELD_REQUIRED: { status: 422, zh: '缺少必填项' },
  FIELD_INVALID: { status: 422, zh: '填写内容不正确' },
  DUPLICATE_APPLICATION: { status: 409, zh: '本户已有办理中的申请' },
  AMOUNT_ABOVE_REQUEST: { status: 422, zh: '核定金额高于申请金额' },
  ALREADY_DISBURSED: { status: 409, zh: '该贷款已发放' },
  NOT_APPROVED: { status: 409, zh: '该贷款尚未审批通过' },
  AMOUNT_ABOVE_APPROVED: { status: 422, zh: '发放金额高于审批金额' },
  LEVERAGE_EXCEEDED: { status: 422, zh: '超过风险补偿金的放大倍数' },
  DUPLICATE_RECEIPT: { status: 409, zh: '该回单号已入账' },
  OVERPAYMENT: { status: 422, zh: '还款超过余额，超出部分已挂账' },
  HELD_MONEY_RETURNED: { status: 409, zh: '该回单的挂账款项已退还，不能再更正' },
  CORRECTED: { status: 409, zh: '已冲正' },
  CORRECTION_OPEN: { status: 409, zh: '该笔已有待确认的更正' },
  NOTHING_TO_CORRECT: { status: 422, zh: '更正内容与原记录相同' },
  REQUEST_OPEN: { status: 409, zh: '已有办理中的续贷或展期申请' },
  NOT_DETERMINED: { status: 409, zh: '尚未审定，不能拨付' },
  FIGURES_CHANGED: { status: 409, zh: '数字已变更，请刷新后重新核对' },
  BUDGET_SHORT: { status: 409, zh: '到位资金不足' },
  SETTLEMENT_EXISTS: { status: 409, zh: '该银行该期的贴息结算已存在' },
  NOTHING_TO_SETTLE: { status: 422, zh: '该期没有可结算的贴息' },
  CLAIM_EXISTS: { status: 409, zh: '该贷款已有补偿申请' },
  CAUSE_EXCLUDED: { status: 422, zh: '该原因不予补偿' },
  CAUSE_NOT_COVERED: { status: 422, zh: '该原因不在补偿范围内' },
  NOT_OVERDUE: { status: 422, zh: '贷款未逾期' },
  TOO_EARLY: { status: 422, zh: '逾期天数未达到补偿条件' },
  INSURANCE_NOT_SETTLED: { status: 409, zh: '保险尚未理赔' },
  FUND_INSUFFICIENT: { status: 409, zh: '风险补偿金余额不足，排队等候' },
  PACK_INVALID: { status: 422, zh: '政策包不合格' },
  PACK_NOT_FOUND: { status: 404, zh: '没有这个政策包' },
  CALENDAR_NOT_PUBLISHED: { status: 422, zh: '该年度的节假日安排尚未公布' },
  NOT_FOUND: { status: 404, zh: '没有找到' },
  UNAUTHENTICATED: { status: 401, zh: '请先登录' },
  BAD_CREDENTIALS: { status: 401, zh: '用户名或密码不正确' },
  LOCKED_OUT: { status: 429, zh: '登录失败次数过多，请稍后再试' },
  FORBIDDEN: { status: 403, zh: '没有权限' },
  BAD_SIGNATURE: { status: 401, zh: '签名无效' },
  IDEMPOTENCY_KEY_REQUIRED: { status: 400, zh: '缺少 Idempotency-Key' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, zh: '同一 Idempotency-Key 已用于其他内容' },
  IDEMPOTENCY_IN_PROGRESS: { status: 409, zh: '同一请求正在处理' },
  TASK_TAKEN: { status: 409, zh: '该任务已被他人认领' },
  TASK_DONE: { status: 409, zh: '该任务已办结' },
  CONSULTATION_OPEN: { status: 409, zh: '委派或加签的意见尚未收齐' },
  ALREADY_URGED: { status: 409, zh: '今天已催办过，每天只能催办一次' },
  STAND_IN_SCOPE: { status: 403, zh: '不在代理授权范围内，须由本人办理' },
  BULK_MIXED: { status: 422, zh: '批量办理只限同一区县、同一环节且无需逐件填写的事项' },
  BULK_TOO_LARGE: { status: 422, zh: '一次最多办理 100 项' },
  FILE_INVALID: { status: 422, zh: '文件无法识别' },
  FILE_TOO_LARGE: { status: 413, zh: '文件过大' },
  FILE_TYPE_NOT_ALLOWED: { status: 415, zh: '不支持的文件类型' },
  IMPORT_DONE: { status: 409, zh: '该批次已导入' },
  COUNTERPART_UNAVAILABLE: { status: 503, zh: '对方系统暂时无法连接' },
  OUTCOME_UNKNOWN: { status: 503, zh: '对方处理结果不明，已转人工查证' },
  ENGINE_UNAVAILABLE: { status: 503, zh: '流程引擎暂时无法连接，请稍后再试' },
  TOO_MANY_REQUESTS: { status: 429, zh: '请求过于频繁' },
  INTERNAL: { status: 500, zh: '系统错误' },
};

export const textOf = (code: string): string => errorTexts[code]?.zh ?? code;
export const statusOf = (code: string): number => errorTexts[code]?.status ?? 500;

/** A refusal with a stable code: no stack, no personal data; `reasons` where several apply. */
export class RefusedError extends Error {
  constructor(
    readonly code: string,
    readonly reasons: string[] = [],
    /** JSON pointers of the fields at fault. */
    readonly fields: { pointer: string; code: string }[] = [],
  ) {
    super(code);
    this.name = 'RefusedError';
  }
}
