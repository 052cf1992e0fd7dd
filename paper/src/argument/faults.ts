// Faults of this project's own servers that its tests found, from its history: whether a seed had them again, or only luck.

export interface Fault {
  /** What went wrong. */
  readonly fault: string;
  readonly found: string;
  /** Whether the run that showed it could be repeated. */
  readonly replays: 'yes' | 'no';
  /** The commit that mended it. */
  readonly commit: string;
}

export const faults: readonly Fault[] = [
  {
    fault: 'an answer older than a probe ended the probe, so that entries were sent over and over',
    found: '2 of 100,000 seeds of the rules',
    replays: 'yes',
    commit: '3d9955c',
  },
  {
    fault: 'copies of an answer had a snapshot sent again, whose answers were copied in turn',
    found: '1 of 50,000 seeds of the rules',
    replays: 'yes',
    commit: 'e21ce83',
  },
  {
    fault:
      'a server refused a read in a term that was not yet durable, crashed, and was back in the old term',
    found: 'a seed of event loop and coroutines',
    replays: 'yes',
    commit: 'bb60ef2',
  },
  {
    fault: 'between threads, a send that came as room appeared was forgotten',
    found: 'a full test run on a busy machine',
    replays: 'no',
    commit: '8e5c6ed',
  },
  {
    fault: 'a thread terminated in the middle of a write left its place in the ring locked',
    found: '2 of 10 runs of the threads’ tests',
    replays: 'no',
    commit: '4ee8857',
  },
];
