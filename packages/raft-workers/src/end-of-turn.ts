// Puts off what is done often to the end of the event loop's turn, where once is enough.

export class EndOfTurn<T> {
  private readonly due = new Set<T>();
  private readonly act: (item: T) => void;

  constructor(act: (item: T) => void) {
    this.act = act;
  }

  /** Has it done at the end of this turn, when all that waited for answers have gone on. */
  add(item: T): void {
    if (this.due.size === 0) setImmediate(this.run);
    this.due.add(item);
  }

  private readonly run = (): void => {
    for (const item of this.due) this.act(item);
    this.due.clear();
  };
}
