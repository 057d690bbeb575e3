import { today } from './days.js';

/** The day by which bank and treasury work: today in Shanghai, or a day set by hand to play other times. */
export class Clock {
  private fixed: string | null = null;

  set(day: string | null): void {
    this.fixed = day;
  }

  today(): string {
    return this.fixed ?? today();
  }
}
