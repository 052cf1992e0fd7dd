// Scenes of logs: Figure 8, and a follower that needs a snapshot.

import type { Picture } from '../engine/picture.ts';
import type { Director } from './director.ts';
import type { Scene } from './scene.ts';

/** Makes a server the leader: the others are crashed until it is a candidate. */
async function elect(director: Director, chosen: number, voters: readonly number[]): Promise<void> {
  const running = [...director.picture.servers.values()]
    .filter((server) => server.running)
    .map(({ id }) => id);
  for (const id of running) if (id !== chosen) await director.do({ do: 'crash', server: id });
  if (!running.includes(chosen)) await director.do({ do: 'restart', server: chosen });
  await director.until(
    `server ${chosen} to campaign`,
    ({ picture: { servers } }) => servers.get(chosen)!.role === 'candidate',
  );
  for (const id of voters) await director.do({ do: 'restart', server: id });
  await director.until(
    `server ${chosen} to lead`,
    ({ picture: { servers } }) => servers.get(chosen)!.role === 'leader',
  );
}

function termAt({ servers }: Picture, server: number, index: number): number | undefined {
  const { base, terms } = servers.get(server)!;
  return terms[index - base - 1];
}

export const figure8: Scene = {
  id: 'figure-8',
  title: 'Figure 8 of the Raft paper',
  settings: {
    ...{ preVote: false, checkQuorum: false, electionTimeout: [300, 400], heartbeatInterval: 40 },
    ...{ latency: 30, jitter: 0, entriesPerMessage: 1 },
  },
  seed: 5,
  async script(director) {
    await elect(director, 1, [2, 3, 4, 5]);
    await director.until('entry 1 to be committed', ({ picture: { servers } }) =>
      [...servers.values()].every(({ commitIndex }) => commitIndex === 1),
    );
    director.start('Server 1 leads. Entry 1 is committed on all five.');
    for (const id of [3, 4, 5]) await director.do({ do: 'crash', server: id });
    await director.do({ do: 'propose', id: '1', name: 'Ada', via: 1 });
    const first = director.picture.servers.get(1)!.term;
    await director.until('entry 2 on server 2', ({ picture }) => termAt(picture, 2, 2) === first);
    director.tell(
      `(a) Servers 3, 4 and 5 are down. Server 1 appends entry 2, of term ${first}, and replicates it to server 2 alone. Then it crashes.`,
    );
    await elect(director, 5, [3, 4]);
    for (const id of [3, 4, 5]) await director.do({ do: 'crash', server: id });
    await director.wait(70);
    const fifth = director.picture.servers.get(5)!;
    director.tell(
      `(b) Server 5 is elected by 3 and 4, which know nothing of that entry. It appends an entry 2 of its own, of term ${fifth.term}, and crashes before it is sent.`,
    );
    await elect(director, 1, [2, 3]);
    const second = director.picture.servers.get(1)!.term;
    director.tell(
      `(c) Server 1 leads again, in term ${second}, elected by 2 and 3, and goes on replicating its entry 2.`,
    );
    await director.until('the old entry on server 3', ({ picture }) => termAt(picture, 3, 2) === first);
    director.tell(`Entry 2 of term ${first} is now on servers 1, 2 and 3: on a majority.`);
    director.ask({
      text: 'Is entry 2 committed?',
      options: [
        'Yes: it is stored on a majority',
        'No: it is of an older term, and a leader counts only entries of its own term',
        'Yes, once server 1 has heard of it from servers 2 and 3',
      ],
      right: 1,
      because:
        'A leader commits by counting only entries of its own term; earlier ones are committed with them (§5.4.2). You will see why.',
    });
    for (const id of [1, 2, 3]) await director.do({ do: 'crash', server: id });
    director.tell('Server 1 crashes, before an entry of its own term is on a majority; 2 and 3 with it.');
    await elect(director, 5, [3, 4]);
    director.tell(
      '(d) Server 5 returns. Its last entry is of a newer term than that of 3 and 4, so they vote for it.',
    );
    const own = termAt(director.picture, 5, 2)!;
    await director.until('the entry to be replaced', ({ picture }) => termAt(picture, 3, 2) === own);
    director.tell(
      'Server 5 replaces entry 2 on server 3. Had it counted as committed because it was on a majority, a committed entry would now be lost.',
    );
    await director.wait(120);
  },
};

export const slowFollower: Scene = {
  id: 'snapshot',
  title: 'A slow follower and a snapshot',
  settings: { servers: 3, snapshotThreshold: 4 },
  seed: 7,
  async script(director) {
    const leader = await director.untilElected();
    await director.untilQuiet();
    const slow = director.others(leader)[0]!;
    director.start(
      `Server ${leader} leads three. Every four entries, a server replaces those that it has applied by a snapshot.`,
    );
    await director.do({ do: 'crash', server: slow });
    director.tell(`Server ${slow} crashes, and misses what follows.`);
    for (const name of [
      'Ada',
      'Grace',
      'Edsger',
      'Barbara',
      'Tony',
      'Leslie',
      'Frances',
      'Niklaus',
      'John',
    ]) {
      await director.do({ do: 'propose', id: name[0]!, name, via: 0 });
      await director.wait(30);
    }
    director.tell(`Nine entries are committed without server ${slow}. The leader has compacted its log.`);
    await director.wait(60);
    await director.do({ do: 'restart', server: slow });
    director.tell(`Server ${slow} is back, and lacks entries that the leader no longer has.`);
    director.ask({
      text: 'How does it catch up?',
      options: [
        'The leader asks the third server for the old entries',
        'The leader sends its snapshot, and then the entries after it',
        `Server ${slow} can’t catch up: it has to be removed and added again`,
      ],
      right: 1,
      because:
        'Where nextIndex lies before the first entry that the leader still has, it sends InstallSnapshot in chunks (§7).',
    });
    await director.until('a snapshot', ({ events }) =>
      events.some(({ event }) => event.type === 'send' && event.message.type === 'InstallSnapshot'),
    );
    director.tell(
      'The follower’s log ends too early for AppendEntries. The leader sends its snapshot instead, as diamonds.',
    );
    await director.until('the snapshot to be installed', ({ events }) =>
      events.some(({ event }) => event.type === 'install'),
    );
    director.tell(`Server ${slow} has installed it: ▪ in its log is what the snapshot covers.`);
    await director.untilQuiet();
    director.tell('The entries after the snapshot follow as usual. All three agree.');
    await director.wait(40);
  },
};
