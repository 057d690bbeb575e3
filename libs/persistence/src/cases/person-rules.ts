import { labelOf, targetGroupLabels } from '@bangdai/contracts';
import { ageOf, always, gradeLimit, household, oldest, stated, type Rule } from './rule-facts.js';
import { rangeText, yuanText } from './words.js';

/** Who may borrow, in the order of lifecycle §2. */
export const PERSON_RULES: readonly Rule[] = [
  {
    ...{ key: 'period', title: '受理期', clause: 'period', codes: ['PACK_NOT_EFFECTIVE'], asked: always },
    seen: ({ input }) => `申请日 ${input.applicationDate}`,
    limit: ({ pack }) => `${pack.effectiveFrom} 至 ${pack.effectiveTo ?? '长期'}`,
  },
  {
    ...{ key: 'breaker', title: '熔断', clause: 'breaker', codes: ['BREAKER_TRIPPED'] },
    asked: ({ pack }) => pack.breakers.length > 0,
    seen: ({ input }) => (input.breakerTripped === true ? '已触发' : '未触发'),
    limit: () => '所在地区未触发熔断',
  },
  {
    ...{
      key: 'targetGroup',
      title: '扶持对象',
      clause: 'borrower',
      codes: ['NOT_TARGET_GROUP'],
      asked: household,
    },
    seen: ({ input }) => labelOf(targetGroupLabels, input.applicant.group ?? '未登记'),
    limit: ({ pack }) =>
      pack.eligibility.targetGroups.map((key) => labelOf(targetGroupLabels, key)).join('、'),
  },
  {
    ...{ key: 'area', title: '实施区域', clause: 'area', codes: ['OUTSIDE_AREA'] },
    asked: ({ pack }) => pack.eligibility.areaList !== null,
    seen: ({ input }) => stated(input.applicant.inAreaList, '在名单内', '不在名单内'),
    limit: () => '在实施名单内',
  },
  {
    ...{
      key: 'applicant',
      title: '申请人',
      clause: 'borrower',
      codes: ['FAMILY_MEMBER_NOT_ALLOWED'],
      asked: household,
    },
    seen: ({ input }) => stated(input.applicant.isFamilyMember, '家庭成员代为申请', '本人申请'),
    limit: ({ pack }) => (pack.eligibility.familyMemberMayApply ? '本人或家庭成员' : '本人'),
  },
  {
    ...{ key: 'capacity', title: '民事行为能力', clause: 'conditions', codes: ['NO_CIVIL_CAPACITY'] },
    asked: (facts) => household(facts) && facts.pack.eligibility.requireCivilCapacity,
    seen: ({ input }) => stated(input.applicant.civilCapacity, '完全民事行为能力', '不具备'),
    limit: () => '完全民事行为能力',
  },
  {
    ...{
      key: 'age',
      title: '年龄',
      clause: 'age',
      codes: ['AGE_BELOW_MIN', 'AGE_ABOVE_MAX'],
      asked: household,
    },
    seen: (facts) => (ageOf(facts) === null ? null : `${ageOf(facts)} 周岁（申请日）`),
    limit: (facts) => {
      const { min } = facts.pack.eligibility.age;
      const max = oldest(facts);
      return rangeText(min === null ? null : String(min), max === null ? null : String(max), '周岁');
    },
  },
  {
    ...{ key: 'credit', title: '信用记录', clause: 'conditions', codes: ['BAD_CREDIT'] },
    asked: ({ pack }) => pack.eligibility.requireGoodCredit,
    seen: ({ input }) => stated(input.applicant.badCredit, '有不良记录', '无不良记录'),
    limit: () => '无重大不良信用记录',
  },
  {
    ...{ key: 'blacklist', title: '失信名单', clause: 'exit', codes: ['BLACKLISTED'] },
    asked: ({ pack }) => pack.eligibility.refuseBlacklist !== null,
    seen: ({ input }) =>
      ['none', '', 'false'].includes(String(input.applicant.blacklist ?? 'none')) ? '不在名单' : '在名单内',
    limit: ({ pack }) =>
      pack.eligibility.refuseBlacklist === 'malicious' ? '不在恶意失信名单' : '不在失信名单',
  },
  {
    ...{ key: 'earlier', title: '以往还款', clause: 'overdue', codes: ['PREVIOUS_LATE_REPAYMENT'] },
    asked: ({ pack }) => pack.eligibility.refuseAfterUnexcusedLateRepayment,
    seen: ({ input }) => stated(input.applicant.previousLate, '曾经逾期', '无逾期'),
    limit: () => '无正当理由不得逾期',
  },
  {
    ...{ key: 'rating', title: '评级授信', clause: 'rating', codes: ['NOT_RATED', 'GRADE_LIMIT_EXCEEDED'] },
    asked: ({ pack, product }) => pack.eligibility.requireRating || product.gradeLimits !== null,
    seen: ({ input }) => {
      const { rated, grade } = input.applicant;
      return rated === false ? '未评级' : grade ? `${grade} 级` : stated(rated, '已评级', '未评级');
    },
    limit: (facts) => {
      const cap = gradeLimit(facts);
      return cap === null ? '已评级授信' : `本级授信额度 ${yuanText(cap)}`;
    },
  },
  {
    ...{ key: 'will', title: '贷款意愿', clause: 'conditions', codes: ['NO_WILLINGNESS'] },
    asked: ({ pack }) => pack.eligibility.requireWillingness,
    seen: ({ input }) => stated(input.applicant.willing, '有意愿', '无意愿'),
    limit: () => '有贷款意愿',
  },
  {
    ...{ key: 'ability', title: '还款能力', clause: 'conditions', codes: ['NO_REPAYMENT_ABILITY'] },
    asked: ({ pack }) => pack.eligibility.requireRepaymentAbility,
    seen: ({ input }) => stated(input.applicant.ableToRepay, '有还款能力', '无还款能力'),
    limit: () => '有还款能力',
  },
];
