// Records a run on threads: they can't run in the page, so their trace is shown.

import type { TraceEvent } from '@three-ways/raft-cluster';
import { WorkersCluster } from '@three-ways/raft-workers';
import { traceText } from '../engine/trace-text.ts';

/** Longest wait for something to happen (ms). */
const patience = 10_000;

/** Elects a leader, proposes, crashes it, waits for another, proposes, and restarts the first. Returns the trace. */
export async function recordThreads(): Promise<string> {
  const events: TraceEvent[] = [];
  await using cluster = new WorkersCluster({ servers: 5, seed: 7, heartbeatInterval: 50 });
  await cluster.trace((event) => events.push(event));
  await cluster.faults({ delay: 10, jitter: 5, seed: 7 });
  await cluster.start();
  const first = await nextLeader(events, 0);
  await cluster.propose({ type: 'set', id: '1', name: 'Ada' }, { via: first.server });
  await cluster.crash(first.server);
  const second = await nextLeader(events, first.term);
  await cluster.propose({ type: 'set', id: '2', name: 'Grace' }, { via: second.server });
  await cluster.restart(first.server);
  const { lastIndex } = events.findLast((event) => event.type === 'append')!;
  await until(() =>
    events.some(
      (event) => event.type === 'commit' && event.server === first.server && event.commitIndex >= lastIndex,
    ),
  );
  await cluster.trace(null);
  return traceText(events);
}

type RoleEvent = Extract<TraceEvent, { readonly type: 'role' }>;

/** The leader of a term later than this one. */
async function nextLeader(events: readonly TraceEvent[], after: number): Promise<RoleEvent> {
  const isLeader = (event: TraceEvent): event is RoleEvent =>
    event.type === 'role' && event.role === 'leader' && event.term > after;
  await until(() => events.some(isLeader));
  return events.find(isLeader)!;
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + patience;
  while (!holds()) {
    if (performance.now() > deadline)
      throw new Error('the run on threads that is recorded for the page hangs');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
