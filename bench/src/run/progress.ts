// Progress of a run: one line, overwritten, on a terminal; elsewhere a line per finished trial. Both show the position in the
// plan and an estimate of the time left.

import { clearLine, cursorTo } from 'node:readline';
import type { WriteStream } from 'node:tty';
import type { Outcome } from '../results/results.ts';
import type { PlannedTrial } from './plan.ts';

export interface Progress {
  /** Shows a step before the trials. */
  announce(what: string): void;
  started(trial: PlannedTrial): void;
  finished(trial: PlannedTrial, outcome: Outcome, elapsedMs: number): void;
  /** Writes a line that stays on the screen. */
  warn(line: string): void;
  end(): void;
}

export function createProgress(stream: NodeJS.WritableStream, plan: readonly PlannedTrial[]): Progress {
  const estimate = new RemainingTime(plan);
  return 'isTTY' in stream && stream.isTTY
    ? new TerminalProgress(stream as WriteStream, plan.length, estimate)
    : new PlainProgress(stream, plan.length, estimate);
}

class PlainProgress implements Progress {
  private readonly stream: NodeJS.WritableStream;
  private readonly total: number;
  private readonly remaining: RemainingTime;

  constructor(stream: NodeJS.WritableStream, total: number, remaining: RemainingTime) {
    this.stream = stream;
    this.total = total;
    this.remaining = remaining;
  }

  announce(what: string): void {
    this.warn(what);
  }

  started(): void {}

  finished(trial: PlannedTrial, outcome: Outcome, elapsedMs: number): void {
    this.remaining.finished(trial, elapsedMs);
    const line = `${trial.number}/${this.total} ${nameOf(trial)}: ${outcomeOf(trial, outcome)}`;
    this.warn(`${line} (${this.remaining})`);
  }

  warn(line: string): void {
    this.stream.write(`${line}\n`);
  }

  end(): void {}
}

class TerminalProgress implements Progress {
  private readonly stream: WriteStream;
  private readonly total: number;
  private readonly remaining: RemainingTime;
  private latest = '';

  constructor(stream: WriteStream, total: number, remaining: RemainingTime) {
    this.stream = stream;
    this.total = total;
    this.remaining = remaining;
  }

  announce(what: string): void {
    this.draw(what);
  }

  started(trial: PlannedTrial): void {
    this.draw(`${bar(trial.number - 1, this.total)} ${this.remaining} · ${nameOf(trial)}${this.latest}`);
  }

  finished(trial: PlannedTrial, outcome: Outcome, elapsedMs: number): void {
    this.remaining.finished(trial, elapsedMs);
    this.latest = outcome.ok ? ` · last: ${outcomeOf(trial, outcome)}` : '';
    if (!outcome.ok) this.warn(`${nameOf(trial)}: ${outcomeOf(trial, outcome)}`);
  }

  warn(line: string): void {
    this.end();
    this.stream.write(`${line}\n`);
  }

  end(): void {
    cursorTo(this.stream, 0);
    clearLine(this.stream, 0);
  }

  private draw(line: string): void {
    this.end();
    this.stream.write(line.slice(0, (this.stream.columns || 80) - 1)); // a line that wraps can't be overwritten
  }
}

/** Time left: the plan's rest, scaled by the pace of the trials so far. */
class RemainingTime {
  private planned: number;
  private done = { planned: 0, actual: 0 };

  constructor(plan: readonly PlannedTrial[]) {
    this.planned = plan.reduce((sum, { suite, spec }) => sum + suite.expectedMs(spec), 0);
  }

  finished({ suite, spec }: PlannedTrial, elapsedMs: number): void {
    const planned = suite.expectedMs(spec);
    this.planned -= planned;
    this.done = { planned: this.done.planned + planned, actual: this.done.actual + elapsedMs };
  }

  toString(): string {
    const pace = this.done.planned === 0 ? 1 : this.done.actual / this.done.planned;
    const seconds = Math.max(0, Math.round((this.planned * pace) / 1000));
    return `about ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} left`;
  }
}

const barWidth = 20;

function bar(done: number, total: number): string {
  const filled = Math.round((done / total) * barWidth);
  return `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${done}/${total}`;
}

function nameOf({ suite, spec }: PlannedTrial): string {
  return `${suite.name}, ${suite.describe(spec)}, ${spec.target}`;
}

function outcomeOf({ suite }: PlannedTrial, outcome: Outcome): string {
  return outcome.ok ? suite.headline(outcome.result) : `FAILED: ${outcome.reason}`;
}
