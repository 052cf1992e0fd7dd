// The baseline: the least that runs generators as coroutines. A run queue and a one-slot hand-off; no names, joins, timers,
// kill, errors, or turns for I/O.

export type Task<T = void> = Generator<void, T, void>;

let ready: Task[] = [];
let current: Task;

export function spawn(task: Task): void {
  ready.push(task);
}

/** Runs until nothing is ready. */
export function run(): void {
  for (let batch = ready; batch.length > 0; batch = ready) {
    ready = [];
    for (current of batch) current.next();
  }
}

/** Lets the others run. */
export function* pause(): Task {
  ready.push(current);
  yield;
}

export class Slot<T> {
  private item: T | undefined;
  private waiting: Task | null = null;

  *put(item: T): Task {
    while (this.item !== undefined) {
      this.waiting = current;
      yield;
    }
    this.item = item;
    this.wake();
  }

  *get(): Task<T> {
    while (this.item === undefined) {
      this.waiting = current;
      yield;
    }
    const { item } = this;
    this.item = undefined;
    this.wake();
    return item;
  }

  private wake(): void {
    if (this.waiting !== null) ready.push(this.waiting);
    this.waiting = null;
  }
}
