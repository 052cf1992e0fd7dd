// Progress of a run: one line, overwritten, on a terminal; elsewhere a line per finished trial. Both show the position in the
// plan and an estimate of the time left.

import { clearLine, cursorTo } from 'node:readline';
import type { WriteStream } from 'node:tty';
import { isTerminal, widthOf } from '@three-ways/command-line';
import type { Outcome } from '../results/results.ts';
import { type Estimate, minutes } from './estimate.ts';
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

/** @param total trials of the whole run, of which some may have finished earlier */
export function createProgress(stream: NodeJS.WritableStream, total: number, estimate: Estimate): Progress {
  return isTerminal(stream)
    ? new TerminalProgress(stream, total, estimate)
    : new PlainProgress(stream, total, estimate);
}

/** Interval at which a long trial is reported where nothing can be overwritten (ms). */
const plainInterval = 30_000;

class PlainProgress implements Progress {
  private readonly stream: NodeJS.WritableStream;
  private readonly total: number;
  private readonly estimate: Estimate;
  private ticks: NodeJS.Timeout | undefined;

  constructor(stream: NodeJS.WritableStream, total: number, estimate: Estimate) {
    this.stream = stream;
    this.total = total;
    this.estimate = estimate;
  }

  announce(what: string): void {
    this.warn(what);
  }

  started(trial: PlannedTrial): void {
    const begun = performance.now();
    const tick = () => this.warn(`${this.placeOf(trial)}: since ${minutes(performance.now() - begun)}`);
    this.ticks = setInterval(tick, plainInterval).unref();
  }

  finished(trial: PlannedTrial, outcome: Outcome, elapsedMs: number): void {
    this.end();
    this.estimate.finished(trial, elapsedMs);
    this.warn(
      `${this.placeOf(trial)}: ${outcomeOf(trial, outcome)} (${timeLeft(this.estimate.remainingMs)})`,
    );
  }

  warn(line: string): void {
    this.stream.write(`${line}\n`);
  }

  end(): void {
    clearInterval(this.ticks);
  }

  private placeOf(trial: PlannedTrial): string {
    return `${trial.number}/${this.total} ${nameOf(trial)}`;
  }
}

/** Interval at which the line is redrawn within a trial (ms). */
const tickInterval = 1000;

class TerminalProgress implements Progress {
  private readonly stream: WriteStream;
  private readonly total: number;
  private readonly estimate: Estimate;
  private latest = '';
  private ticks: NodeJS.Timeout | undefined;

  constructor(stream: WriteStream, total: number, estimate: Estimate) {
    this.stream = stream;
    this.total = total;
    this.estimate = estimate;
  }

  announce(what: string): void {
    this.draw([what]);
  }

  started(trial: PlannedTrial): void {
    const begun = performance.now();
    const expected = this.estimate.of(trial);
    const tick = () => this.show(trial, Math.min(performance.now() - begun, expected));
    tick();
    this.ticks = setInterval(tick, tickInterval).unref();
  }

  finished(trial: PlannedTrial, outcome: Outcome, elapsedMs: number): void {
    clearInterval(this.ticks);
    this.estimate.finished(trial, elapsedMs);
    this.latest = outcome.ok ? `last: ${outcomeOf(trial, outcome)}` : '';
    if (!outcome.ok) this.warn(`${nameOf(trial)}: ${outcomeOf(trial, outcome)}`);
  }

  warn(line: string): void {
    this.clear();
    this.stream.write(`${line}\n`);
  }

  end(): void {
    clearInterval(this.ticks);
    this.clear();
  }

  /** What matters most comes first: a narrow terminal loses the end. */
  private show(trial: PlannedTrial, spentMs: number): void {
    const left = timeLeft(this.estimate.remainingMs - spentMs);
    const place = `${bar(trial.number - 1, this.total)} ${left}`;
    this.draw([place, nameOf(trial), ...(this.latest === '' ? [] : [this.latest])]);
  }

  private clear(): void {
    cursorTo(this.stream, 0);
    clearLine(this.stream, 0);
  }

  /** Draws the parts that fit: a line that wraps can't be overwritten. */
  private draw([first = '', ...parts]: readonly string[]): void {
    const room = widthOf(this.stream) - 1;
    let line = first;
    for (const part of parts) if (`${line} · ${part}`.length <= room) line = `${line} · ${part}`;
    this.clear();
    this.stream.write(line.slice(0, room));
  }
}

function timeLeft(ms: number): string {
  return `about ${minutes(ms)} left`;
}

const barWidth = 10;

function bar(done: number, total: number): string {
  const filled = Math.round((done / total) * barWidth);
  return `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${done}/${total}`;
}

function nameOf({ suite, spec, control }: PlannedTrial): string {
  return `${suite.name}, ${suite.describe(spec)}, ${spec.target}${control ? ' again' : ''}`;
}

function outcomeOf({ suite }: PlannedTrial, outcome: Outcome): string {
  return outcome.ok ? suite.headline(outcome.result) : `FAILED: ${outcome.reason}`;
}
