/** Keeps the children of one run: started in order, stopped in the opposite order, and none outlives the launcher. */
import { PlainError, say } from '../say.mjs';
import { Child } from './child.mjs';
import { diedError, waitUntilReady } from './health.mjs';
import { RunFile } from './run-file.mjs';

/** npm and the terminal each deliver the same Ctrl-C; what comes within this time is the same wish. */
const sameWishMs = 1_000;

export class Launcher {
  /** @param {string} dataFolder */
  constructor(dataFolder) {
    this.runFile = new RunFile(dataFolder);
    /** @type {Child[]} */
    this.children = [];
    this.stopAskedAt = 0;
    this.isEnding = false;
    /** Resolves when somebody wants an end; rejects when a child has died. @type {Promise<void>} */
    this.over = new Promise((resolve, reject) => {
      this.askStop = resolve;
      this.fail = reject;
    });
    this.over.catch(() => undefined);
  }

  /**
   * Starts a child and waits until it is ready. From then on its death ends the run.
   * @param {import('./child.mjs').ChildPlan} plan
   * @param {() => Promise<boolean>} isReady
   * @param {number} [timeoutMs]
   */
  async start(plan, isReady, timeoutMs = 60_000) {
    const child = this.add(plan);
    await waitUntilReady(child, isReady, timeoutMs);
    void child.ended.then((how) => {
      if (!child.isStopping) this.fail(diedError(child, how));
    });
  }

  /**
   * Runs a child that ends by itself.
   * @param {import('./child.mjs').ChildPlan} plan
   */
  async run(plan) {
    const child = this.add(plan);
    const how = await child.ended;
    if (child.isStopping) throw new PlainError(`${plan.name} was stopped`);
    this.children.splice(this.children.indexOf(child), 1);
    return { how, logFile: child.logFile };
  }

  /** @param {import('./child.mjs').ChildPlan} plan */
  add(plan) {
    if (this.isEnding) throw new PlainError(`${plan.name} was not started: the run is ending`);
    const child = new Child(plan);
    this.children.push(child);
    this.runFile.add(child.name, child.pid);
    return child;
  }

  /** Ctrl-C, `kill` and a closed terminal ask for an orderly end; asking a second time ends everything at once. */
  listenToSignals() {
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => this.onSignal());
    }
    process.stdout.on('error', () => undefined);
    process.stderr.on('error', () => undefined);
    if (process.env.npm_lifecycle_event) this.followParent(process.ppid);
  }

  onSignal() {
    const now = Date.now();
    if (!this.stopAskedAt) {
      this.stopAskedAt = now;
      this.askStop();
    } else if (now - this.stopAskedAt > sameWishMs) {
      for (const child of this.children) child.kill();
      this.runFile.remove();
      process.exit(130);
    }
  }

  /**
   * A killed npm cannot tell its script; the script sees that its parent has changed.
   * @param {number} parent
   */
  followParent(parent) {
    const watch = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(watch);
      this.onSignal();
    }, 1_000);
    watch.unref();
  }

  /** Stops api, worker, sandbox, Temporal and PostgreSQL, in this order. */
  async stopAll() {
    this.isEnding = true;
    for (const child of this.children.slice().reverse()) {
      if (!child.hasEnded) say(`stopping ${child.name}`);
      await child.stop();
    }
    this.runFile.remove();
  }
}
