// Abort signals as this library sees them: one listener on a signal while anything waits for it, none otherwise. A race against
// a long-lived signal leaves nothing behind, and waits on one signal do not search its list of listeners.

import { type Link, LinkedList, unlink } from './linked-list.ts';
import type { AbortSignalLike } from './public.ts';

class Listener implements Link, Disposable {
  previous: Link | null = null;
  following: Link | null = null;
  readonly call: () => void;
  private readonly state: AbortState;

  constructor(state: AbortState, call: () => void) {
    this.state = state;
    this.call = call;
  }

  [Symbol.dispose](): void {
    unlink(this);
    this.state.settle();
  }
}

class AbortState {
  private readonly signal: AbortSignalLike;
  private readonly listeners = new LinkedList<Listener>();
  private attached = false;

  constructor(signal: AbortSignalLike) {
    this.signal = signal;
  }

  add(call: () => void): Disposable {
    const listener = new Listener(this, call);
    this.listeners.push(listener);
    this.settle();
    return listener;
  }

  /** Listens to the signal if and only if anything listens here. */
  settle(): void {
    if (this.attached === !this.listeners.isEmpty) return;
    this.attached = !this.attached;
    if (this.attached) this.signal.addEventListener('abort', this.fire);
    else this.signal.removeEventListener('abort', this.fire);
  }

  private readonly fire = (): void => {
    for (let next = this.listeners.shift(); next !== null; next = this.listeners.shift()) next.call();
    this.settle();
  };
}

const states = new WeakMap<AbortSignalLike, AbortState>();

const nothing: Disposable = { [Symbol.dispose]() {} };

/** Calls back once when the signal fires, or at once if it has; never after the result is disposed of. */
export function onAbort(signal: AbortSignalLike, call: () => void): Disposable {
  if (signal.aborted) {
    call();
    return nothing;
  }
  const state = states.get(signal) ?? new AbortState(signal);
  states.set(signal, state);
  return state.add(call);
}
