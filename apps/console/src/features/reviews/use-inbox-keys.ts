import { useEffect, useRef } from 'react';

/** Single keys on the inbox; silent while someone types or a dialog is open. */
export function useInboxKeys(handlers: Record<string, () => void>): void {
  const current = useRef(handlers);
  current.current = handlers;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isBusy(event)) return;
      const handler = current.current[event.key];
      if (handler === undefined) return;
      event.preventDefault();
      handler();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

const typing = 'input:not([type=checkbox]), textarea, select, [contenteditable], [role="combobox"]';

/** Someone types, a dialog is open, or Enter belongs to the button that has the focus. */
function isBusy({ target, key }: KeyboardEvent): boolean {
  if (document.querySelector('.ant-modal-wrap:not([style*="display: none"])') !== null) return true;
  if (!(target instanceof HTMLElement)) return false;
  return target.closest(key === 'Enter' ? `${typing}, button, a` : typing) !== null;
}

/** The focus goes along with the cursor, so that Enter and screen readers mean the same row. */
export function focusRow(taskId: string | undefined): void {
  if (taskId === undefined) return;
  document.querySelector<HTMLElement>(`[data-task-id="${CSS.escape(taskId)}"] .inbox-open`)?.focus();
}

/** Chooses the first of these answers that the opened task offers, and goes on to its text. Nothing is sent. */
export function chooseDecision(...outcomes: string[]): void {
  const choice = outcomes
    .map((outcome) => document.querySelector<HTMLElement>(`[data-testid="decision-${outcome}"]`))
    .find((element) => element !== null);
  if (choice === undefined || choice === null) return;
  choice.click();
  // At once, so that no key that follows is lost; and again, where another answer brought a field of its own.
  focusText();
  requestAnimationFrame(focusText);
}

function focusText(): void {
  const field = document.querySelector<HTMLElement>('.decision-fields textarea, .decision-fields input');
  if (document.activeElement !== field) field?.focus();
}

export function focusSearch(): void {
  document.querySelector<HTMLInputElement>('.filter-search input')?.focus();
}
