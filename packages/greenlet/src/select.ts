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
  private readonly names: string[] = [];
  private readonly waits: Wait<unknown>[] = [];
  /** The name of the case that needs no wait. */
  private fallback: string | null = null;
  /** Which case is taken; -1 for the fallback. */
  private chosen = -1;
  /** The select, when it stands in line. */
  private select: Wait<Taken> | null = null;

  constructor(cases: Readonly<Record<string, Case>>) {
    super();
    for (const name in cases) {
      const wait = cases[name];
      if (wait === otherwise) this.fallback = name;
      else if (wait !== null && wait !== undefined) {
        this.names.push(name);
        this.waits.push(wait.fresh());
      }
    }
  }

  get hub(): Hub {
    return this.select!.hub;
  }

  /** Whether a case is ready, and chooses one: the n-th that is takes the place of the one before with a chance of 1 in n. */
  ready(): boolean {
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

  commit(select: Wait<Taken>): void {
    if (this.chosen < 0) return select.succeed({ case: this.fallback!, value: undefined });
    this.waits[this.chosen]!.commit();
    this.conclude(select);
  }

  enlist(select: Wait<Taken>): void {
    const { waits } = this;
    this.select = select;
    for (let i = 0; i < waits.length && !select.done; i += 1) waits[i]!.park(this);
  }

  /** One of its waits is over. The others end before anything else can happen: so only one is ever taken. */
  woken(wait: Wait<unknown>): void {
    const select = this.select!;
    this.chosen = this.waits.indexOf(wait);
    this.withdraw();
    this.conclude(select);
    select.wake();
  }

  override withdraw(): void {
    for (const wait of this.waits) wait.withdraw();
  }

  override giveBack(): void {
    if (this.chosen >= 0) this.waits[this.chosen]!.abandon();
  }

  describe(): string {
    return this.waits.map((wait) => wait.describe()).join(' or ') || 'nothing at all';
  }

  private conclude(select: Wait<Taken>): void {
    try {
      select.succeed({ case: this.names[this.chosen]!, value: this.waits[this.chosen]!.result() });
    } catch (error) {
      select.fail(error);
    }
  }
}
