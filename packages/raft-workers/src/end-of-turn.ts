// Batches frequent actions at the end of the event loop's turn: once for each item.

export class EndOfTurn<T> {
  private readonly due = new Set<T>();
  private readonly act: (item: T) => void;

  constructor(act: (item: T) => void) {
    this.act = act;
  }

  /** Schedules the action for the end of this turn. */
  add(item: T): void {
    if (this.due.size === 0) setImmediate(this.run);
    this.due.add(item);
  }

  private readonly run = (): void => {
    for (const item of this.due) this.act(item);
    this.due.clear();
  };
}
