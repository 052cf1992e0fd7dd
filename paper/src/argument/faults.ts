// Faults of this project's own servers that its tests found, from its history: whether a seed had them again, or only luck. What
// showed a fault was noted when it was mended; the tests that keep it from returning are looked up in the sources.

/** A test of what was mended: its file, and the name that it has there. */
export interface Keeper {
  readonly kind: 'vector' | 'mutation' | 'test';
  readonly file: string;
  readonly name: string;
}

export interface Fault {
  /** What went wrong. */
  readonly fault: string;
  readonly found: string;
  /** Whether the run that showed it could be repeated. */
  readonly replays: 'yes' | 'no';
  /** The commit that mended it. */
  readonly commit: string;
  readonly keptBy: readonly Keeper[];
}

const vector = (file: string, name: string): Keeper => ({
  kind: 'vector',
  file: `packages/raft-core/vectors/${file}.json`,
  name,
});

const mutation = (file: string, name: string): Keeper => ({
  kind: 'mutation',
  file: `packages/raft-mutation/src/${file}-mutations.ts`,
  name,
});

const test = (file: string, name: string): Keeper => ({
  kind: 'test',
  file: `packages/thread-channel/test/${file}.test.ts`,
  name,
});

export const faults: readonly Fault[] = [
  {
    fault: 'an answer older than a probe ended the probe, so that entries were sent over and over',
    found: 'simulated clusters, a seed each',
    replays: 'yes',
    commit: '3d9955c',
    keptBy: [
      vector('replication', 'an acknowledgement from before a probe does not end it'),
      mutation('liveness', 'acknowledgement from before a probe'),
    ],
  },
  {
    fault: 'copies of an answer had a snapshot sent again, whose answers were copied in turn',
    found: 'simulated clusters, a seed each',
    replays: 'yes',
    commit: 'e21ce83',
    keptBy: [
      vector('snapshot', 'a copy of an older answer does not begin the newer snapshot once more'),
      mutation('log', 'snapshot restarted by old replies'),
    ],
  },
  {
    fault:
      'a server refused a read in a term that was not yet durable, crashed, and was back in the old term',
    found: 'a fault schedule, on event loop and coroutines',
    replays: 'yes',
    commit: 'bb60ef2',
    keptBy: [
      vector('durability', 'a term learnt from a reply is stable before it answers a read'),
      mutation('election', 'term answered to a read before it is stable'),
    ],
  },
  {
    fault: 'between threads, a send that came as room appeared was forgotten',
    found: 'the whole test suite, on a busy machine',
    replays: 'no',
    commit: '8e5c6ed',
    keptBy: [test('send-queue', 'are served even if added in the turn in which the one before found room')],
  },
  {
    fault: 'a thread terminated in the middle of a write left its place in the ring locked',
    found: 'some runs of the threads’ tests',
    replays: 'no',
    commit: '4ee8857',
    keptBy: [test('deaths', 'leaves its handle to another thread, once that is reopened')],
  },
];

/** What keeps a fault from returning, as the table has it: `a vector, a mutation`. */
export function keepersOf({ keptBy }: Fault): string {
  return keptBy.map(({ kind }) => `a ${kind}`).join(', ');
}
