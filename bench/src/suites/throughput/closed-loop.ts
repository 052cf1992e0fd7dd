// A closed loop: each client makes a request, waits for its answer, and makes the next. Little else runs in the loop, so that
// the cluster is what is measured. Go's twin is go-reference/workloads/closed_loop.go.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { record } from '../common/latencies.ts';
import type { Load } from './load.ts';
import type { ClosedLoop } from './protocol.ts';
import { wrongAnswer } from './requests.ts';

/** One request in eight is timed: timing each would cost a fast runtime a tenth of its throughput. */
const timedOneIn = 8;

/**
 * Requests of a client after which it waits for the next turn of the event loop. Reads that are answered at once are answered
 * within a turn, so that without such waits no timer would ever fire, nor the measurement end.
 */
const requestsPerTurn = 64;

/** Resolves when the load has ended and every client has its answer. @throws what a client throws */
export async function runClosedLoop(load: Load, { outstanding }: ClosedLoop): Promise<void> {
  await Promise.all(Array.from({ length: outstanding }, (_, number) => runClient(load, number)));
}

/** Clients start at different places, so that they neither name the same ids nor time the same requests. */
async function runClient(load: Load, number: number): Promise<void> {
  const { requests, latencies } = load;
  const { count, ask } = requests;
  const yields = load.answersAtOnce;
  let position = number % count;
  let untilTimed = number % timedOneIn;
  let untilTurn = requestsPerTurn;
  while (load.running) {
    const timed = untilTimed === 0;
    const asked = timed ? performance.now() : 0;
    const answer = await ask(position);
    if (timed && asked >= load.recordFrom) record(latencies, asked, performance.now());
    const wrong = wrongAnswer(requests, position, answer);
    if (wrong !== null) throw wrong;
    untilTimed = timed ? timedOneIn - 1 : untilTimed - 1;
    position = position + 1 === count ? 0 : position + 1;
    load.answered += 1;
    if (yields && --untilTurn === 0) {
      untilTurn = requestsPerTurn;
      await nextTurn();
    }
  }
}
