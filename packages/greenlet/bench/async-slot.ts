// The trampoline's one-slot hand-off, for async functions.

export class AsyncSlot<T> {
  private item: T | undefined;
  private wake: (() => void) | null = null;

  async put(item: T): Promise<void> {
    while (this.item !== undefined) await this.change();
    this.item = item;
    this.wake?.();
  }

  async get(): Promise<T> {
    while (this.item === undefined) await this.change();
    const { item } = this;
    this.item = undefined;
    this.wake?.();
    return item;
  }

  private change(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }
}
