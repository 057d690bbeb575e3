import { addDays, idCheckCharacter } from '@bangdai/domain';
import { today } from '../clock.js';
import { DemoCallError, DemoClient } from './demo-client.js';
import { demoPassword } from './demo-accounts.js';
import type { DemoPlaces } from './places.js';

type Desk = 'village2' | 'township' | 'countyOffice' | 'bank';
interface Move {
  desk: Desk;
  decision: 'approve' | 'reject' | 'return';
  reason?: string;
}

interface DemoCase {
  name: string;
  birth: string;
  amount: string;
  termMonths: number;
  purpose: string;
  purposeText: string;
  moves: Move[];
}

const yes = (...desks: Desk[]): Move[] => desks.map((desk) => ({ desk, decision: 'approve' }));

/** A dozen households, each further along than the one before; invented, with numbers of an unassigned area. */
const cases: readonly DemoCase[] = [
  household('李桂兰', '1985-03-12', '30000.00', 'breeding', '养殖肉牛两头', []),
  household('阿依古丽·热合曼', '1990-07-25', '20000.00', 'planting', '种植大棚蔬菜', []),
  household('王建国', '1978-11-02', '50000.00', 'breeding', '扩建羊圈，购入种羊', []),
  household('买买提·艾力', '1988-01-19', '40000.00', 'agriProcessing', '添置磨面设备', yes('village2')),
  household('赵秀英', '1982-05-30', '15000.00', 'planting', '种植花椒', yes('village2')),
  household('张明', '1992-09-08', '50000.00', 'ecommerce', '网上销售干果', yes('village2', 'township')),
  household('古丽娜尔·吐尔逊', '1986-12-14', '25000.00', 'breeding', '养殖蛋鸡', yes('village2', 'township')),
  household(
    '陈志强',
    '1975-06-21',
    '50000.00',
    'planting',
    '苹果园更新',
    yes('village2', 'township', 'countyOffice'),
  ),
  household(
    '刘芳',
    '1995-02-03',
    '35000.00',
    'ruralTourism',
    '改建农家院',
    yes('village2', 'township', 'countyOffice'),
  ),
  household(
    '杨海涛',
    '1983-08-17',
    '45000.00',
    'breeding',
    '购买仔猪与饲料',
    yes('village2', 'township', 'countyOffice', 'bank'),
  ),
  household('周德明', '1980-10-10', '50000.00', 'planting', '流转土地种植玉米', [
    ...yes('village2'),
    { desk: 'township', decision: 'reject', reason: '实地查看，土地流转合同未签，暂不具备条件' },
  ]),
  household('吴玉梅', '1953-04-04', '20000.00', 'breeding', '养殖土鸡', []),
];

function household(
  name: string,
  birth: string,
  amount: string,
  purpose: string,
  purposeText: string,
  moves: Move[],
): DemoCase {
  return { name, birth, amount, termMonths: 12, purpose, purposeText, moves };
}

/** Submits the applications and carries each as far as its case says; repeated, it changes nothing. */
export async function loadApplications(apiUrl: string, county: string, places: DemoPlaces): Promise<void> {
  const signIn = (desk: Desk | 'village') => DemoClient.signIn(apiUrl, `${desk}@${county}`, demoPassword);
  const maker = await signIn('village');
  const desks = {
    village2: await signIn('village2'),
    township: await signIn('township'),
    countyOffice: await signIn('countyOffice'),
    bank: await signIn('bank'),
  };
  for (const [at, demo] of cases.entries()) {
    const loanId = await submit(maker, county, places, demo, at);
    if (loanId) for (const move of demo.moves) await decide(desks[move.desk], loanId, demo, move);
  }
}

/** Null for the household that the plan's age limit refuses: that, too, is something to look at. */
async function submit(maker: DemoClient, county: string, places: DemoPlaces, demo: DemoCase, at: number) {
  const { name, amount, termMonths, purpose, purposeText, birth } = demo;
  const { township, village } = places;
  const form = {
    ...{ county, township, village, name, amount, termMonths, purpose, purposeText },
    ...{ idNumber: idNumberOf(birth, at), phone: `1990000${String(1000 + at)}`, group: `${(at % 8) + 1}组` },
    ...{ appliedOn: today(), targetGroup: 'liftedPoor', education: '初中', existingDebt: '0.00' },
  };
  try {
    const answer = await maker.post<{ loanId: string }>('/v1/applications', form, `demo-application-${at}`);
    return answer.loanId;
  } catch (error) {
    if (error instanceof DemoCallError && error.code === 'NOT_ELIGIBLE') return null;
    throw error;
  }
}

async function decide(desk: DemoClient, loanId: string, demo: DemoCase, move: Move): Promise<void> {
  const task = await desk.taskOf(loanId);
  if (!task) return;
  const { decision, reason } = move;
  const isBank = move.desk === 'bank';
  const body = {
    decision,
    ...(reason && { reason }),
    ...(decision === 'approve' && { opinion: '情况属实，同意' }),
    ...(isBank && {
      approvedTerms: { amount: demo.amount, termMonths: demo.termMonths, annualRate: '0.0300' },
    }),
  };
  await desk.post(`/v1/tasks/${encodeURIComponent(task.id)}/decision`, body, `demo-${task.id}`);
}

/** Area 659999 is assigned to nobody; the check character is right. */
function idNumberOf(birth: string, at: number): string {
  const first17 = `659999${addDays(birth, 0).replaceAll('-', '')}${String(900 + at)}`;
  return first17 + idCheckCharacter(first17);
}
