// A bounded queue, which the event loop's standard library lacks.

export class Queue<T> {
  private readonly capacity: number;
  private readonly items: T[] = [];
  private readonly getters: ((item: T) => void)[] = [];
  private readonly putters: (() => void)[] = [];

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  get size(): number {
    return this.items.length;
  }

  /** Waits while the queue is full. */
  async put(item: T): Promise<void> {
    while (this.items.length >= this.capacity)
      await new Promise<void>((wake) => {
        this.putters.push(wake);
      });
    const getter = this.getters.shift();
    if (getter === undefined) this.items.push(item);
    else getter(item);
  }

  /** Waits while it is empty. */
  async get(): Promise<T> {
    if (this.items.length > 0) return this.take();
    return await new Promise<T>((resolve) => {
      this.getters.push(resolve);
    });
  }

  /** Takes the oldest item of a queue that is not empty. */
  take(): T {
    this.putters.shift()?.();
    return this.items.shift()!;
  }

  /** Takes the next item put, unless disposed of before. */
  onItem(getter: (item: T) => void): Disposable {
    this.getters.push(getter);
    return {
      [Symbol.dispose]: () => {
        const at = this.getters.indexOf(getter);
        if (at >= 0) this.getters.splice(at, 1);
      },
    };
  }
}
