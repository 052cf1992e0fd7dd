// Which steps no other actor can observe or influence. Such a step need not be tried before and after those of others: it
// is taken at once (a persistent set of one step, see P. Godefroid, "Partial-Order Methods for the Verification of
// Concurrent Systems", 1996). A load is independent if no other actor ever writes its word, another operation if no other
// actor ever touches it.
//
// What actors ever do is learned during the exploration: the first exploration assumes that words are private, and each
// access that refutes an assumption that was used begins another one. In the last one no assumption is refuted.

import type { Performed } from './fake-atomics.ts';

interface Accesses {
  readonly readers: Set<number>;
  readonly writers: Set<number>;
  /** The actors whose steps on this word were taken as independent. */
  readonly assumed: Set<number>;
}

/** Thrown when an assumption is refuted. */
export const refuted = new Error('a step taken as independent is not');

export class Independence {
  private readonly words = new Map<string, Accesses>();

  /** Forgets which assumptions were used, before the next exploration. */
  begin(): void {
    for (const { assumed } of this.words.values()) assumed.clear();
  }

  /** Records the step of an actor. @throws refuted */
  record(actor: number, { place, isRead }: Performed): void {
    if (place === undefined) return;
    const { readers, writers, assumed } = this.of(place);
    const known = isRead ? readers : writers;
    if (known.has(actor)) return;
    known.add(actor);
    if ([...assumed].some((other) => other !== actor)) throw refuted;
  }

  /** Whether a step that was recorded is independent of all steps of others. */
  holdsFor(actor: number, { kind, place, isRead, isPlain }: Performed): boolean {
    if (kind === 'end') return true;
    if (kind !== 'operation' || place === undefined || isPlain) return false;
    const { readers, writers, assumed } = this.of(place);
    const others = isRead ? [...writers] : [...writers, ...readers];
    if (others.some((other) => other !== actor)) return false;
    assumed.add(actor);
    return true;
  }

  private of({ memory, index }: { readonly memory: number; readonly index: number }): Accesses {
    const key = `${memory} ${index}`;
    const known = this.words.get(key);
    if (known !== undefined) return known;
    const made: Accesses = { readers: new Set(), writers: new Set(), assumed: new Set() };
    this.words.set(key, made);
    return made;
  }
}
