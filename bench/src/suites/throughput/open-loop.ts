// An open loop: requests become due at equal distances, at a fixed rate, whether or not earlier ones are answered, and their
// latency counts from when they were due: a stall shows in all requests that fell into it (no coordinated omission). Go's twin is
// go-reference/workloads/open_loop.go.

import { setTimeout as delay } from 'node:timers/promises';
import { record } from '../common/latencies.ts';
import type { Load } from './load.ts';
import type { OpenLoop } from './protocol.ts';
import { wrongAnswer } from './requests.ts';

/** Requests are sent at each tick of a timer (ms): those that have become due since the last. */
const tick = 1;

/** Resolves when the load has ended and every request that was sent is answered. @throws what a request throws */
export async function runOpenLoop(load: Load, { ratePerSecond, maxOutstanding }: OpenLoop): Promise<void> {
  const distance = 1000 / ratePerSecond;
  const started = performance.now();
  const failures: unknown[] = [];
  const fail = (error: unknown) => void failures.push(error);
  for (let sent = 0; load.running || load.outstanding > 0; await delay(tick)) {
    if (failures.length > 0) throw failures[0];
    const now = performance.now();
    while (load.running && load.outstanding < maxOutstanding) {
      const due = started + sent * distance;
      if (due > now) break;
      if (due >= load.recordFrom) load.late.add(now - due);
      send(load, sent % load.requests.count, due, fail);
      sent += 1;
    }
  }
}

function send(load: Load, position: number, due: number, fail: (error: unknown) => void): void {
  load.outstanding += 1;
  load.requests.ask(position).then((answer) => {
    load.outstanding -= 1;
    load.answered += 1;
    if (due >= load.recordFrom) record(load.latencies, due, performance.now());
    const wrong = wrongAnswer(load.requests, position, answer);
    if (wrong !== null) fail(wrong);
  }, fail);
}
