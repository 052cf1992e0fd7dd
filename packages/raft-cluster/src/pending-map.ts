// Map of pending requests by number. It replaces `Map`, whose tables slow V8's collector down under churn: an outgrown table
// refers to its values and to its successor, so once one such table is old, all later ones and their values survive minor
// collections. That cost a runtime a fifth of its throughput at 256 outstanding proposals.

interface Pair<V> {
  readonly key: number;
  readonly value: V;
}

/** Smallest number of slots. A power of two, as all sizes are. */
const minSlots = 16;

/**
 * A map with the methods of `Map`, for keys that increase and live briefly, such as log indexes and request ids. A key's slot is its
 * remainder by the number of slots, which doubles when two keys meet: at most twice the distance of the lowest and the highest key.
 */
export class PendingMap<V> {
  private slots: (Pair<V> | undefined)[] = emptySlots(minSlots);

  get(key: number): V | undefined {
    const pair = this.slots[this.slotOf(key)];
    return pair?.key === key ? pair.value : undefined;
  }

  has(key: number): boolean {
    return this.slots[this.slotOf(key)]?.key === key;
  }

  set(key: number, value: V): void {
    while ((this.slots[this.slotOf(key)]?.key ?? key) !== key) this.grow();
    this.slots[this.slotOf(key)] = { key, value };
  }

  delete(key: number): void {
    if (this.has(key)) this.slots[this.slotOf(key)] = undefined;
  }

  /** The pairs, in no particular order. Pairs may be deleted meanwhile. */
  *[Symbol.iterator](): IterableIterator<[key: number, value: V]> {
    for (const pair of this.slots) if (pair !== undefined) yield [pair.key, pair.value];
  }

  private slotOf(key: number): number {
    return key & (this.slots.length - 1);
  }

  /** Keys in different slots stay in different slots, as the sizes are powers of two. */
  private grow(): void {
    const pairs = this.slots;
    this.slots = emptySlots(2 * pairs.length);
    for (const pair of pairs) if (pair !== undefined) this.slots[this.slotOf(pair.key)] = pair;
  }
}

function emptySlots<V>(length: number): (Pair<V> | undefined)[] {
  return new Array<Pair<V> | undefined>(length).fill(undefined);
}
