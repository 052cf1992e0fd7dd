// The highest number that a majority of voters has reached, of their matchIndexes or answered rounds: the median of a sorted
// array, updated in O(log n) comparisons.

export class Majority {
  /** Ascending. */
  private readonly reached: number[];
  /** Position of the number that a majority has reached or passed. */
  private readonly place: number;

  /** @param reached one number for each voter */
  constructor(reached: readonly number[]) {
    this.reached = reached.toSorted((a, b) => a - b);
    this.place = reached.length - (Math.floor(reached.length / 2) + 1);
  }

  /** The highest number that a majority of voters has reached. */
  get value(): number {
    return this.reached[this.place] ?? 0;
  }

  /** Raises one voter's number. */
  raise(from: number, to: number): void {
    const first = this.lastOf(from);
    const last = this.lastOf(to);
    this.reached.copyWithin(first, first + 1, last + 1);
    this.reached[last] = to;
  }

  /** The last position whose number is at most this one. */
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
