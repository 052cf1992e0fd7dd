// Callbacks of abort signals: called once, withdrawn without a trace, and any number of them on one signal.

import { getEventListeners } from 'node:events';
import { onAbort } from '@three-ways/raft-cluster';
import { describe, expect, it } from 'vitest';

function listenersOf(signal: AbortSignal): number {
  return getEventListeners(signal, 'abort').length;
}

describe('onAbort', () => {
  it('calls back once when the signal fires, in order', () => {
    const controller = new AbortController();
    const called: number[] = [];
    for (const i of [1, 2, 3]) onAbort(controller.signal, () => called.push(i));
    controller.abort();
    controller.abort();
    expect(called).toEqual([1, 2, 3]);
    expect(listenersOf(controller.signal)).toBe(0);
  });

  it('calls back at once if the signal has fired', () => {
    let calls = 0;
    onAbort(AbortSignal.abort(), () => calls++)[Symbol.dispose]();
    expect(calls).toBe(1);
  });

  it('calls no callback that was disposed of, not even by another callback', () => {
    const controller = new AbortController();
    const called: string[] = [];
    const never = () => called.push('never');
    onAbort(controller.signal, () => later[Symbol.dispose]());
    const later = onAbort(controller.signal, never);
    onAbort(controller.signal, never)[Symbol.dispose]();
    controller.abort();
    expect(called).toEqual([]);
  });

  it('has one listener for any number of callbacks, and none without', () => {
    const { signal } = new AbortController();
    const registrations = Array.from({ length: 50_000 }, () => onAbort(signal, () => {}));
    expect(listenersOf(signal)).toBe(1);
    for (const registration of registrations) registration[Symbol.dispose]();
    expect(listenersOf(signal)).toBe(0);
    registrations[0]![Symbol.dispose]();
    using _again = onAbort(signal, () => {});
    expect(listenersOf(signal)).toBe(1);
  });
});
