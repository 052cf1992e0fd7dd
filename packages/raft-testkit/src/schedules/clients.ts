// The clients of a schedule. Each sends one request after the other, through any server, with a timeout; half of them have a
// session and repeat a request until it is answered.

import type { Cluster, RequestOptions } from '@three-ways/raft-cluster';
import {
  type Answer,
  NotLeader,
  Overloaded,
  RaftError,
  type SessionMark,
  seededRandom,
} from '@three-ways/raft-core';
import type { History, OperationInput } from '../linearizability/history.ts';
import { sleep, type Time } from '../targets/time.ts';
import type { Calls } from './calls.ts';
import type { Schedule } from './schedule.ts';

/** Timeout of a request (ms). */
const answerTimeout = 400;

/** Pause before the next request (ms). */
const pause = 20;

export class Client {
  private readonly number: number;
  private readonly cluster: Cluster;
  private readonly time: Time;
  private readonly schedule: Schedule;
  private readonly history: History;
  private readonly calls: Calls;
  private readonly random: () => number;
  private session: number | null = null;
  private sequence = 0;
  private asked = 0;

  constructor(
    number: number,
    cluster: Cluster,
    time: Time,
    schedule: Schedule,
    history: History,
    calls: Calls,
  ) {
    this.number = number;
    this.cluster = cluster;
    this.time = time;
    this.schedule = schedule;
    this.history = history;
    this.calls = calls;
    this.random = seededRandom((schedule.seed + number * 0x9e37_79b9) >>> 0);
  }

  /** Sends requests until the signal fires. */
  async run(stop: AbortSignal): Promise<void> {
    if (this.schedule.duplicates || this.number % 2 === 0) await this.openSession(stop);
    while (!stop.aborted) {
      await this.askOne(stop);
      await sleep(this.time, this.random() * pause);
    }
  }

  private async openSession(stop: AbortSignal): Promise<void> {
    while (this.session === null && !stop.aborted) {
      const answer = await this.attempt((signal) => this.cluster.propose({ type: 'register' }, { signal }));
      if (typeof answer === 'number') this.session = answer;
      else await sleep(this.time, pause);
    }
  }

  private async askOne(stop: AbortSignal): Promise<void> {
    const asked = this.draw();
    const mark = this.session === null ? undefined : { session: this.session, sequence: ++this.sequence };
    let call = this.history.nextPosition();
    for (;;) {
      const answer = await this.attempt((signal) => this.ask(asked, mark, signal));
      if (!(answer instanceof RaftError)) return this.history.answered(this.number, asked, call, answer);
      const asksAgain = mark !== undefined || asked.type === 'read';
      if (!asksAgain && (answer instanceof NotLeader || answer instanceof Overloaded)) return; // not appended
      if (!asksAgain || stop.aborted) return this.history.open(this.number, asked, call);
      await sleep(this.time, pause);
      if (asked.type === 'read') call = this.history.nextPosition(); // an unanswered read has no effect
    }
  }

  private draw(): OperationInput {
    const id = `${Math.floor(this.random() * this.schedule.ids)}`;
    const chance = this.random();
    if (chance < 0.45) return { type: 'read', id };
    if (chance < 0.55) return { type: 'delete', id };
    this.asked += 1;
    return { type: 'set', id, name: `${this.number}.${this.asked}` };
  }

  /** Through the leader half of the time, else through any server. */
  private ask(asked: OperationInput, mark: SessionMark | undefined, signal: AbortSignal): Promise<Answer> {
    const { ids } = this.cluster;
    const any = ids[Math.floor(this.random() * ids.length)]!;
    const via = this.random() < 0.5 ? {} : { via: any };
    const isPatient = this.schedule.isPatient && this.number === 1;
    if (!isPatient) return this.askThrough(asked, mark, { ...via, signal });
    return this.calls.track(`${JSON.stringify({ ...asked, ...via })}`, this.askThrough(asked, mark, via));
  }

  private askThrough(
    asked: OperationInput,
    mark: SessionMark | undefined,
    options: RequestOptions,
  ): Promise<Answer> {
    if (asked.type === 'read')
      return this.cluster.read(asked.id, { ...options, consistency: 'linearizable' });
    return this.cluster.propose(asked, { ...options, ...(mark && { session: mark }) });
  }

  /** The answer, or the error after at most `answerTimeout`. */
  private async attempt(ask: (signal: AbortSignal) => Promise<Answer>): Promise<Answer | RaftError> {
    const abandoned = new AbortController();
    using _timer = this.time.after(answerTimeout, () => abandoned.abort());
    try {
      return await ask(abandoned.signal);
    } catch (error) {
      if (error instanceof RaftError) return error;
      throw error;
    }
  }
}
