// Go's select, which gevent lacks: waits for several operations and performs exactly one. A case is any Wait: a get or a put,
// an event, the end of a greenlet, a sleep as the deadline. An absent case is never ready, like Go's nil channels.

import { current } from './current.ts';
import type { Wait } from './public.ts';
import type { Scheduler } from './scheduler.ts';
import { PendingWait, type Waiter, WaitKind } from './wait.ts';

/** A case taken when no other is ready at once: Go's `default`. */
export const otherwise: unique symbol = Symbol('otherwise');

type Case = Wait<unknown> | typeof otherwise | null | undefined;

type ValueOf<C> = C extends Wait<infer T> ? T : undefined;

/** The name of the chosen case and its result. */
export type Selected<Cases> = {
  [Name in keyof Cases & string]: { readonly case: Name; readonly value: ValueOf<NonNullable<Cases[Name]>> };
}[keyof Cases & string];

/**
 * Waits until one of the cases is ready, and performs it; if several are, one of them at random, uniformly.
 *
 *     const first = yield* select({ message: inbox.get(), deadline: sleep(150) });
 *     if (first.case === 'message') handle(first.value);
 */
export function select<Cases extends Readonly<Record<string, Case>>>(cases: Cases): Wait<Selected<Cases>> {
  return new PendingWait(new Selection(cases), null) as unknown as Wait<Selected<Cases>>;
}

interface Choice {
  readonly case: string;
  readonly value: unknown;
}

/** The WaitKind of a single select, and the waiter of each of its cases. */
class Selection extends WaitKind<Choice, null> implements Waiter {
  private readonly names: string[] = [];
  private readonly waits: PendingWait<unknown>[] = [];
  /** Name of the `otherwise` case. */
  private fallback: string | null = null;
  /** Index of the chosen case; -1 for the fallback. */
  private chosen = -1;
  /** The select itself, while parked. */
  private select: PendingWait<Choice> | null = null;

  constructor(cases: Readonly<Record<string, Case>>) {
    super();
    for (const name in cases) {
      const wait = cases[name];
      if (wait === otherwise) this.fallback = name;
      else if (wait !== null && wait !== undefined) {
        this.names.push(name);
        this.waits.push((wait as PendingWait<unknown>).claim());
      }
    }
  }

  get hub(): Scheduler {
    return this.select!.hub;
  }

  /** Chooses among the ready cases: the nth found replaces the choice so far with probability 1/n. */
  override ready(): boolean {
    const { waits } = this;
    let found = 0;
    this.chosen = -1;
    for (let i = 0; i < waits.length; i += 1) {
      if (!waits[i]!.ready()) continue;
      found += 1;
      if (found === 1 || current.hub!.random() * found < 1) this.chosen = i;
    }
    return found > 0 || this.fallback !== null;
  }

  override commit(select: PendingWait<Choice>): void {
    if (this.chosen < 0) return select.succeed({ case: this.fallback!, value: undefined });
    this.waits[this.chosen]!.commit();
    this.conclude(select);
  }

  override register(select: PendingWait<Choice>): void {
    const { waits } = this;
    this.select = select;
    if (hasTwins(waits)) this.shuffle(select.hub.random);
    for (let i = 0; i < waits.length && !select.done; i += 1) waits[i]!.park(this);
  }

  /** A case has ended. The others are cancelled before anything else can happen, so that only one is ever performed. */
  woken(wait: PendingWait<unknown>): void {
    const select = this.select!;
    this.chosen = this.waits.indexOf(wait);
    this.cancel();
    this.conclude(select);
    select.wake();
  }

  override cancel(): void {
    for (const wait of this.waits) wait.cancel();
  }

  override giveBack(): void {
    if (this.chosen >= 0) this.waits[this.chosen]!.abandon();
  }

  override describe(): string {
    return this.waits.map((wait) => wait.describe()).join(' or ') || 'nothing at all';
  }

  /** Cases on one channel queue up there, so the first one registered would always win. */
  private shuffle(random: () => number): void {
    for (let i = this.waits.length - 1; i > 0; i -= 1) {
      const j = Math.floor(random() * (i + 1));
      swap(this.waits, i, j);
      swap(this.names, i, j);
    }
  }

  private conclude(select: PendingWait<Choice>): void {
    try {
      select.succeed({ case: this.names[this.chosen]!, value: this.waits[this.chosen]!.result() });
    } catch (error) {
      select.fail(error);
    }
  }
}

/** Whether two of the waits may be for the same subject. Not examined of more than a few. */
function hasTwins(waits: readonly PendingWait<unknown>[]): boolean {
  if (waits.length > 4) return true;
  for (let i = 1; i < waits.length; i += 1)
    for (let j = 0; j < i; j += 1) if (waits[i]!.mayShareSubject(waits[j]!)) return true;
  return false;
}

function swap(list: unknown[], i: number, j: number): void {
  const item = list[i];
  list[i] = list[j];
  list[j] = item;
}
