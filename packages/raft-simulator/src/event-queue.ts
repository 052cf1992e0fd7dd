// Virtual time: a binary heap of pending events. Events of the same time come in the order of insertion, so that a run is
// deterministic.

export class EventQueue<Event> {
  private readonly at: number[] = [];
  private readonly order: number[] = [];
  private readonly events: Event[] = [];
  private added = 0;
  /** Virtual time (ms): that of the last event taken. */
  now = 0;

  get size(): number {
    return this.events.length;
  }

  put(at: number, event: Event): void {
    this.added += 1;
    this.rise(this.events.length, at, this.added, event);
  }

  /** Takes the next event and advances the time to it. */
  take(): Event | undefined {
    const first = this.events[0];
    if (first === undefined) return undefined;
    this.now = this.at[0]!;
    const at = this.at.pop()!;
    const order = this.order.pop()!;
    const event = this.events.pop()!;
    if (this.events.length > 0) this.sink(at, order, event);
    return first;
  }

  private rise(from: number, at: number, order: number, event: Event): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (this.at[parent]! <= at) break; // equal times: the heap's element was inserted first
      this.move(parent, place);
      place = parent;
    }
    this.set(place, at, order, event);
  }

  private sink(at: number, order: number, event: Event): void {
    const { length } = this.events;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= length) break;
      if (child + 1 < length && this.isBefore(child + 1, this.at[child]!, this.order[child]!)) child += 1;
      if (!this.isBefore(child, at, order)) break;
      this.move(child, place);
      place = child;
    }
    this.set(place, at, order, event);
  }

  private isBefore(place: number, at: number, order: number): boolean {
    const other = this.at[place]!;
    return other < at || (other === at && this.order[place]! < order);
  }

  private move(from: number, to: number): void {
    this.set(to, this.at[from]!, this.order[from]!, this.events[from]!);
  }

  private set(place: number, at: number, order: number, event: Event): void {
    this.at[place] = at;
    this.order[place] = order;
    this.events[place] = event;
  }
}
