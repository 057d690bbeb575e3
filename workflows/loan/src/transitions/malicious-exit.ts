import type { MaliciousExitCommand } from '@bangdai/contracts';
import { byPerson, type Now } from '@bangdai/procedure';
import { ChangeDraft, type Transition } from '../change-draft.js';
import type { LoanState } from '../state.js';
import { leaveProgramme } from './misuse.js';
import { endTermRequest } from './term-request.js';

/**
 * Recalled: due on the nearer day, and from then on as any loan that matures. Converted: the programme lets go of it,
 * the bank keeps it as an ordinary farmer loan (lifecycle §3).
 * @param endsRequest an open request for extension or renewal ends with it
 */
export function exited(
  state: LoanState,
  command: MaliciousExitCommand,
  now: Now,
  endsRequest: boolean,
): Transition {
  const { option, payBy } = command;
  const draft = new ChangeDraft(state, command.commandId, now);
  const data: Record<string, string> = payBy === null ? {} : { payBy };
  draft.tell(byPerson('maliciousExit', command, { decision: option, data }));
  if (endsRequest) endTermRequest(draft, 'LOAN_CLOSED');
  return leaveProgramme(draft, option === 'recall' ? payBy : null).build({ withAgenda: true });
}
