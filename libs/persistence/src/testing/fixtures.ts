import type { Actor, LoanChange, LoanStart } from '@bangdai/contracts';
import { ApplicationRequest, type ApplicationForm } from '@bangdai/contracts/http';
import { idCheckCharacter } from '@bangdai/domain';

let counter = 0;

/** A checksum-valid identity number under an unassigned area code: it belongs to nobody. */
export function inventedIdNumber(birth = '19850612'): string {
  counter += 1;
  const first17 = `659999${birth}${String(counter % 1000).padStart(3, '0')}`;
  return first17 + idCheckCharacter(first17);
}

export function villageActor(county: string, place = '龙兴镇/北山村'): Actor {
  return { id: '00000000-0000-4000-8000-000000000001', role: 'village', county, place, bank: null };
}

/** A household's application that no rule speaks against. */
export function applicationForm(over: Partial<ApplicationForm> = {}): ApplicationForm {
  return ApplicationRequest.parse({
    county: 'bachu-2024',
    appliedOn: '2024-02-01',
    name: '阿依古丽·阿不都外力',
    idNumber: inventedIdNumber(),
    phone: '19919420290',
    account: '6230520000000012345',
    township: '龙兴镇',
    village: '北山村',
    group: '2组',
    targetGroup: 'liftedPoor',
    amount: '30000.00',
    termMonths: 12,
    purpose: 'planting',
    purposeText: '种植棉花',
    documents: ['idCard'],
    ...over,
  });
}

/** A change that only moves the stage; tests add what they look at. */
export function loanChange(loan: LoanStart, changeId: string, over: Partial<LoanChange> = {}): LoanChange {
  return {
    loanId: loan.loanId,
    county: loan.county,
    changeId,
    at: '2024-02-01T02:00:00.000Z',
    stage: 'inReview',
    pendingStep: null,
    publicityEndsOn: null,
    events: [],
    openTasks: [],
    closeTasks: [],
    messages: [],
    agenda: null,
    doneAgendaKeys: [],
    ...over,
  };
}
