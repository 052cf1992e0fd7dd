// The highest number that a majority of voters has reached, of their matchIndexes or answered rounds: the median of a sorted
// array, updated by one binary search for each distinct number that is passed.

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

  /** Raises one voter's number. Equal numbers are passed together: with many voters, most have the same. */
  raise(from: number, to: number): void {
    let place = this.lastOf(from);
    while (place + 1 < this.reached.length && this.reached[place + 1]! <= to) {
      this.reached[place] = this.reached[place + 1]!;
      place = this.lastOf(this.reached[place]!);
    }
    this.reached[place] = to;
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
