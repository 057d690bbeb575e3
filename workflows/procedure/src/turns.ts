/**
 * Lets one piece of work run at a time, in order of arrival: handlers of one workflow that wait for their write would
 * otherwise see each other's half-made changes.
 */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  run<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.last.then(work, work);
    this.last = turn.catch(() => undefined);
    return turn;
  }
}
