import { Decimal, type PolicyPack } from '@bangdai/domain';
import { sumIsOne, unique, type Say } from './say.js';

export function ratingFaults({ rating }: PolicyPack, say: Say): void {
  if (rating === null) return;
  const sets: [string, { key: string; weight: string }[]][] = Object.entries(rating.variants ?? {}).map(
    ([key, variant]) => [`rating.variants.${key}.indicators`, variant.indicators],
  );
  if (rating.indicators != null) sets.push(['rating.indicators', rating.indicators]);
  if (rating.model === 'weighted' && sets.length === 0) say('rating.indicators', '加权评级须有指标');
  for (const [path, indicators] of sets) {
    if (!sumIsOne(indicators.map(({ weight }) => weight))) say(path, '权重之和应等于 1');
    unique(
      indicators.map(({ key }) => key),
      path,
      say,
    );
  }
  unique(
    (rating.grades ?? []).map(({ grade }) => grade),
    'rating.grades',
    say,
  );
  (rating.grades ?? []).forEach(({ minScore }, i, grades) => {
    const before = grades[i - 1];
    if (before !== undefined && !new Decimal(before.minScore).greaterThan(minScore)) {
      say(`rating.grades.${i}.minScore`, '等级应由高到低');
    }
  });
}

export function compensationFaults(pack: PolicyPack, say: Say): void {
  const parties = new Set(['fund', ...pack.parties.map(({ role }) => role)]);
  for (const [key, rule] of Object.entries(pack.compensation)) {
    const path = `compensation.${key}`;
    if (!sumIsOne(rule.split.map(({ share }) => share))) say(`${path}.split`, '分担比例之和应等于 1');
    unique(
      rule.split.map(({ party }) => party),
      `${path}.split`,
      say,
    );
    for (const { party } of rule.split)
      if (!parties.has(party)) say(`${path}.split`, `${party} 不在 parties 中`);
    for (const cause of rule.excludedCauses)
      if (rule.causes.includes(cause)) say(`${path}.excludedCauses`, `${cause} 同时在 causes 中`);
    for (const cause of rule.waivedForCauses) {
      if (!rule.causes.includes(cause)) say(`${path}.waivedForCauses`, `${cause} 不在 causes 中`);
    }
  }
}

export function insuranceFaults({ insurance }: PolicyPack, say: Say): void {
  const pool = insurance?.lossPool;
  if (pool != null && !sumIsOne([pool.poolShare, pool.insurerShare]))
    say('insurance.lossPool', '比例之和应等于 1');
}
