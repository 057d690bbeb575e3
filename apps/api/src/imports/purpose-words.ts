/**
 * What people write as 借款用途, and the purpose code it means. The first line of which a word occurs in
 * the text wins; of its codes the first that the county's pack knows is taken, since packs name
 * purposes in their own words (domain/policy-pack.md §5). A text that matches nothing stays unknown.
 */
export const purposeWords: readonly { words: readonly string[]; codes: readonly string[] }[] = [
  { words: ['养殖场', '种植基地', '圈舍', '大棚'], codes: ['breeding', 'planting', 'otherProduction'] },
  { words: ['建房', '修房', '购房', '买房', '装修', '住房', '盖房'], codes: ['housing'] },
  { words: ['结婚', '婚礼', '彩礼', '嫁妆', '婚嫁'], codes: ['marriage'] },
  { words: ['理财', '炒股', '股票', '基金'], codes: ['wealthProduct'] },
  { words: ['购车', '买车', '家电', '家具', '家庭用品'], codes: ['householdGoods', 'otherConsumption'] },
  { words: ['分红'], codes: ['shareDividend'] },
  { words: ['入股'], codes: ['shareInWithCapital'] },
  { words: ['转贷', '转借', '户贷企用', '企业使用'], codes: ['relending', 'enterpriseUse'] },
  { words: ['上学', '学费', '教育', '读书'], codes: ['schooling'] },
  { words: ['治病', '看病', '医疗', '手术'], codes: ['medical'] },
  { words: ['还债', '偿债', '还款', '归还'], codes: ['debtRepayment'] },
  { words: ['赌博', '赌债'], codes: ['gambling'] },
  { words: ['高利贷'], codes: ['usury'] },
  { words: ['农产品加工', '加工'], codes: ['agriProcessing', 'processing', 'otherProduction'] },
  { words: ['休闲农业', '采摘', '农家乐'], codes: ['leisureAgri', 'ruralTourism'] },
  { words: ['乡村旅游', '民宿', '旅游'], codes: ['ruralTourism', 'leisureAgri'] },
  { words: ['光伏'], codes: ['photovoltaic'] },
  { words: ['电商', '网店', '直播'], codes: ['ecommerce'] },
  { words: ['养殖', '养', '牧', '放羊'], codes: ['breeding'] },
  { words: ['种植', '种', '蔬菜', '柑橘', '花椒', '果'], codes: ['planting'] },
  { words: ['商店', '小卖部', '经营', '运输', '餐饮'], codes: ['smallBusiness', 'otherProduction'] },
  { words: ['消费'], codes: ['otherConsumption'] },
];
