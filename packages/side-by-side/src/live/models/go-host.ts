// The host of a Go program that was compiled to WebAssembly. Its clock, its timers and its random data are virtual: Go's
// runtime asks the page for all three, so that the unchanged program runs on a virtual clock, and the same seed gives the
// same run. The rest of the host is wasm_exec.js, from the Go distribution that compiled the program.

import { seededRandom } from '@three-ways/raft-core';

/** The program, and the text of wasm_exec.js. */
export interface GoProgram {
  readonly module: WebAssembly.Module;
  readonly host: string;
}

/** What wasm_exec.js defines. */
interface Go {
  readonly importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
}

interface Due {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

/** Go's clock must not begin at 0, which its runtime takes for no time (ms). */
const origin = 1000;

/** A clock with timers, in ms, which moves only when run. */
export class HostClock {
  private time = 0;
  private numbered = 0;
  private readonly timers = new Map<number, Due>();

  now(): number {
    return this.time;
  }

  set(ms: number, callback: () => void): number {
    this.numbered += 1;
    this.timers.set(this.numbered, { at: this.time + Math.max(0, ms), order: this.numbered, callback });
    return this.numbered;
  }

  clear(number: number): void {
    this.timers.delete(number);
  }

  /** Fires all timers that are due until a time, that time included. Promises are settled before time moves on. */
  async advanceTo(time: number): Promise<void> {
    for (;;) {
      await settled();
      const next = this.next();
      if (next === null || next.at > time) break;
      this.timers.delete(next.order);
      this.time = Math.max(this.time, next.at);
      next.callback();
    }
    this.time = Math.max(this.time, time);
  }

  private next(): Due | null {
    let first: Due | null = null;
    for (const due of this.timers.values())
      if (first === null || due.at < first.at || (due.at === first.at && due.order < first.order))
        first = due;
    return first;
  }
}

/**
 * Starts a program, which runs until it waits.
 *
 * @param globals added to the program's global object
 * @param imports functions that the program imports, by module
 */
export async function startGo(
  { module, host }: GoProgram,
  clock: HostClock,
  seed: number,
  globals: Readonly<Record<string, unknown>>,
  imports: WebAssembly.Imports,
): Promise<void> {
  const random = seededRandom(seed);
  const performance = { now: () => clock.now() };
  const crypto = {
    getRandomValues(bytes: Uint8Array) {
      for (let i = 0; i < bytes.length; i++) bytes[i] = Math.floor(random() * 256);
      return bytes;
    },
  };
  const setTimer = (callback: () => void, ms: number) => clock.set(ms, callback);
  const clearTimer = (timer: number) => clock.clear(timer);
  class VirtualDate {
    static now = () => origin + clock.now();
    readonly getTime = VirtualDate.now;
  }
  const global: Record<string, unknown> = { Object, Array, Uint8Array, TextEncoder, TextDecoder, Error };
  Object.assign(global, { performance, crypto }, globals);
  const names = ['globalThis', 'performance', 'crypto', 'setTimeout', 'clearTimeout', 'Date', 'fs'];
  new Function(...names, host)(global, performance, crypto, setTimer, clearTimer, VirtualDate, standardError);
  const go = new (global.Go as new () => Go)();
  const instance = await WebAssembly.instantiate(module, { ...go.importObject, ...imports });
  void go.run(instance);
}

/** What Go's runtime prints when it panics goes to the console. */
const standardError = {
  writeSync(_: number, bytes: Uint8Array) {
    console.error(new TextDecoder().decode(bytes));
    return bytes.length;
  },
};

/** Resolves once all microtasks have run. */
function settled(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
