// Go's select, which gevent lacks: waits for several things and takes exactly one. A case is any wait: an item to receive or
// to send, an event, a greenlet's end, a sleep as the deadline. An absent case is never ready, as with Go's nil channels.

import { current } from './current.ts';
import type { Hub } from './hub.ts';
import { Wait, type Waiter } from './wait.ts';

/** The case that is taken when no other is ready at once: Go's `default`. */
export const otherwise: unique symbol = Symbol('otherwise');

type Case = Wait<unknown> | typeof otherwise | null | undefined;

type ValueOf<C> = C extends Wait<infer T> ? T : undefined;

/** The case that was taken, by name, and what it gave. */
export type Selected<Cases> = {
  [Name in keyof Cases & string]: { readonly case: Name; readonly value: ValueOf<NonNullable<Cases[Name]>> };
}[keyof Cases & string];

/**
 * Waits until one of the cases is ready, and takes it; of several that are ready, one by chance, evenly.
 *
 *     const first = yield* select({ message: inbox.get(), deadline: sleep(150) });
 *     if (first.case === 'message') handle(first.value);
 */
export function select<Cases extends Readonly<Record<string, Case>>>(cases: Cases): Wait<Selected<Cases>> {
  return new Select(cases) as unknown as Wait<Selected<Cases>>;
}

interface Choice {
  readonly case: string;
  readonly value: unknown;
}

class Select extends Wait<Choice> implements Waiter {
  private readonly cases: Readonly<Record<string, Case>>;
  private chosen = '';

  constructor(cases: Readonly<Record<string, Case>>) {
    super();
    this.cases = cases;
  }

  get hub(): Hub {
    return this.waiter!.hub;
  }

  /** Whether a case is ready, and chooses one: the n-th that is takes the place of the one before with a chance of 1 in n. */
  ready(): boolean {
    const { cases } = this;
    let found = 0;
    let fallback: string | null = null;
    for (const name in cases) {
      const wait = cases[name];
      if (wait === otherwise) fallback = name;
      else if (wait?.fresh().ready()) {
        found += 1;
        if (found === 1 || current.hub!.random() * found < 1) this.chosen = name;
      }
    }
    if (found === 0 && fallback !== null) this.chosen = fallback;
    return found > 0 || fallback !== null;
  }

  commit(): void {
    const wait = this.cases[this.chosen];
    if (wait === otherwise) return this.succeed({ case: this.chosen, value: undefined });
    wait!.commit();
    this.conclude(wait!);
  }

  protected enlist(): void {
    for (const wait of this.waits()) {
      if (this.done) return;
      wait.park(this);
    }
  }

  /** One of its waits is over. The others end before anything else can happen, so that only one is ever taken. */
  woken(wait: Wait<unknown>): void {
    const { cases } = this;
    for (const name in cases) if (cases[name] === wait) this.chosen = name;
    this.conclude(wait);
    this.wake();
  }

  override withdraw(): void {
    super.withdraw();
    for (const wait of this.waits()) wait.withdraw();
  }

  protected override giveBack(): void {
    const wait = this.cases[this.chosen];
    if (wait instanceof Wait) wait.abandon();
  }

  describe(): string {
    return Array.from(this.waits(), (wait) => wait.describe()).join(' or ') || 'nothing at all';
  }

  private conclude(wait: Wait<unknown>): void {
    try {
      this.succeed({ case: this.chosen, value: wait.result() });
    } catch (error) {
      this.fail(error);
    }
  }

  private *waits(): Iterable<Wait<unknown>> {
    for (const name in this.cases) {
      const wait = this.cases[name];
      if (wait instanceof Wait) yield wait;
    }
  }
}
