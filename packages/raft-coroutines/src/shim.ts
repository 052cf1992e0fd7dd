import { type Body, Event, type Green, type Greenlet, type Hub } from '@three-ways/greenlet';
export class AsyncResult<T> {
  private readonly e = new Event('r'); private v: T | undefined; private err: unknown; private failed = false;
  set(v: T) { this.v = v; this.e.set(); }
  setError(e: unknown) { this.err = e; this.failed = true; this.e.set(); }
  *get(): Green<T> { yield* this.e.wait(); if (this.failed) throw this.err; return this.v as T; }
}
export class Group {
  private readonly all = new Set<Greenlet<unknown>>(); private hub: Hub;
  constructor(hub: Hub) { this.hub = hub; }
  spawn<T>(body: Body<T>, name?: string): Greenlet<T> { const g = this.hub.spawn(body, name); this.all.add(g as never); g.link(() => this.all.delete(g as never)); return g; }
  *kill(): Green<void> { const a = [...this.all]; for (const g of a) g.kill(); for (const g of a) yield* g.join(); }
}
