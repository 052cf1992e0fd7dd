import { type Body, Event, type Green, type Greenlet, type Hub } from '@three-ways/greenlet';
export class AsyncResult<T> {
  private event: Event | null = null;
  private v: T | undefined;
  private err: unknown;
  private state = 0;
  private res: ((v: T) => void) | null = null;
  private rej: ((e: unknown) => void) | null = null;
  set(v: T) {
    if (this.state) return;
    this.v = v;
    this.state = 1;
    this.event?.set();
    if (this.res) this.res(v);
  }
  setError(e: unknown) {
    if (this.state) return;
    this.err = e;
    this.state = 2;
    this.event?.set();
    this.rej?.(e);
  }
  *get(): Green<T> {
    if (!this.state) {
      this.event ??= new Event('r');
      yield* this.event.wait();
    }
    if (this.state === 2) throw this.err;
    return this.v as T;
  }
  toPromise(): Promise<T> {
    if (this.state === 1) return Promise.resolve(this.v as T);
    if (this.state === 2) return Promise.reject(this.err);
    return new Promise<T>((res, rej) => {
      this.res = res;
      this.rej = rej;
    });
  }
}
export class Group {
  private readonly all = new Set<Greenlet<unknown>>();
  private hub: Hub;
  constructor(hub: Hub) {
    this.hub = hub;
  }
  spawn<T>(body: Body<T>, name?: string): Greenlet<T> {
    const g = this.hub.spawn(body, name);
    this.all.add(g as never);
    g.link(() => this.all.delete(g as never));
    return g;
  }
  *kill(): Green<void> {
    const a = [...this.all];
    for (const g of a) g.kill();
    for (const g of a) yield* g.join();
  }
}
