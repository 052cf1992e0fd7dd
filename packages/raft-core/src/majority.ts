// The number that a majority has reached: of all voters' matchIndexes (or answered rounds) kept in order, the one at which
// the majority is full. It is a median, not the most frequent number, and finding it does not depend on the cluster's size.

export class Majority {
  /** In rising order. */
  private readonly reached: number[];
  /** Where the number stands that a majority has reached or passed. */
  private readonly place: number;

  /** @param reached what each voter has reached */
  constructor(reached: readonly number[]) {
    this.reached = reached.toSorted((a, b) => a - b);
    this.place = reached.length - (Math.floor(reached.length / 2) + 1);
  }

  /** The highest number that a majority of voters has reached. */
  get value(): number {
    return this.reached[this.place] ?? 0;
  }

  /** One voter has gone up from one number to another: it changes places with those that it passes. */
  raise(from: number, to: number): void {
    const first = this.lastOf(from);
    const last = this.lastOf(to);
    this.reached.copyWithin(first, first + 1, last + 1);
    this.reached[last] = to;
  }

  /** The last place whose number is at most this one. */
  private lastOf(number: number): number {
    let low = 0;
    let high = this.reached.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.reached[middle]! <= number) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
