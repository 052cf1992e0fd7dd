// The life cycle of a cluster, shared by all runtimes: its phase, the refusals of each phase, and the serialization of starts
// and crashes. The table is in cluster.ts.

import { Stopped } from './errors.ts';

export class LifeCycle {
  private phase: 'made' | 'started' | 'stopped' = 'made';
  private started: Promise<void> | null = null;
  private stopped: Promise<void> | null = null;
  /** Resolves when the last operation is done. */
  private last: Promise<void> = Promise.resolve();
  /** Number of unfinished operations. */
  private underWay = 0;

  /** Starts the cluster, once. @throws Stopped after the stop */
  start(work: () => Promise<void>): Promise<void> {
    this.requireNotStopped();
    this.phase = 'started';
    this.started ??= this.inTurn(work);
    return this.started;
  }

  /** Stops the cluster, once, after the operation under way. Queued ones are refused. */
  stop(work: () => Promise<void>): Promise<void> {
    this.phase = 'stopped';
    this.stopped ??= this.queue(work);
    return this.stopped;
  }

  /** Runs operations one after another, in the order of the calls; at once if none is under way. @throws Stopped */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.requireStarted();
    return this.queue(() => {
      this.requireStarted();
      return work();
    });
  }

  /** @throws Stopped before the start and after the stop */
  requireStarted(): void {
    if (this.phase === 'made') throw new Stopped('the cluster has not been started');
    this.requireNotStopped();
  }

  /** @throws Stopped */
  requireNotStopped(): void {
    if (this.isOver) throw new Stopped('the cluster has been stopped: make a new one');
  }

  get isOver(): boolean {
    return this.phase === 'stopped';
  }

  private queue<T>(work: () => Promise<T>): Promise<T> {
    this.underWay += 1;
    const done = this.underWay === 1 ? work() : this.last.then(work);
    const leave = () => {
      this.underWay -= 1;
    };
    this.last = done.then(leave, leave);
    return done;
  }
}
