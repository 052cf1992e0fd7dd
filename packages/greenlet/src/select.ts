// Go's select, which gevent lacks: waits for several things and takes exactly one. A case is any wait: an item to receive or
// to send, an event, a greenlet's end, a sleep as the deadline. An absent case is never ready, as with Go's nil channels.

import { current } from './current.ts';
import type { Hub } from './hub.ts';
import { Kind, Wait, type Waiter } from './wait.ts';

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
  return new Wait(new Selection(cases), null) as unknown as Wait<Selected<Cases>>;
}

interface Taken {
  readonly case: string;
  readonly value: unknown;
}

/** The kind of wait that one select is, and the waiter of each of its cases. */
class Selection extends Kind<Taken, null> implements Waiter {
  private readonly cases: Readonly<Record<string, Case>>;
  /** The name of the case that is taken. */
  private chosen = '';
  /** The select, when it stands in line. */
  private wait: Wait<Taken> | null = null;

  constructor(cases: Readonly<Record<string, Case>>) {
    super();
    this.cases = cases;
  }

  get hub(): Hub {
    return this.wait!.hub;
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

  commit(select: Wait<Taken>): void {
    const wait = this.cases[this.chosen];
    if (wait === otherwise) return select.succeed({ case: this.chosen, value: undefined });
    wait!.commit();
    this.conclude(select, wait!);
  }

  enlist(select: Wait<Taken>): void {
    this.wait = select;
    for (const wait of this.waits()) {
      if (select.done) return;
      wait.park(this);
    }
  }

  /** One of its waits is over. The others end before anything else can happen: so only one is ever taken. */
  woken(wait: Wait<unknown>): void {
    const { cases } = this;
    for (const name in cases) if (cases[name] === wait) this.chosen = name;
    this.withdraw();
    this.conclude(this.wait!, wait);
    this.wait!.wake();
  }

  override withdraw(): void {
    for (const wait of this.waits()) wait.withdraw();
  }

  override giveBack(): void {
    const wait = this.cases[this.chosen];
    if (wait instanceof Wait) wait.abandon();
  }

  describe(): string {
    return Array.from(this.waits(), (wait) => wait.describe()).join(' or ') || 'nothing at all';
  }

  private conclude(select: Wait<Taken>, wait: Wait<unknown>): void {
    try {
      select.succeed({ case: this.chosen, value: wait.result() });
    } catch (error) {
      select.fail(error);
    }
  }

  private *waits(): Iterable<Wait<unknown>> {
    for (const name in this.cases) {
      const wait = this.cases[name];
      if (wait instanceof Wait) yield wait;
    }
  }
}
