// Scenes of a divided network: a leader in the minority, and its return.

import type { Director } from './director.ts';
import type { Scene } from './scene.ts';

/** Leads to a leader that is cut off with one follower and has appended an entry there. */
async function cutOffMinority(
  director: Director,
): Promise<{ old: number; companion: number; majority: number[] }> {
  const old = await director.untilElected();
  await director.do({ do: 'propose', id: '1', name: 'Ada', via: 0 });
  await director.until('a commit of entry 2', ({ picture: { servers } }) =>
    [...servers.values()].every(({ commitIndex }) => commitIndex >= 2),
  );
  const companion = director.others(old)[0]!;
  const majority = director.others(old, companion);
  director.start(`Server ${old} leads, and two entries are committed.`);
  await director.do({ do: 'partition', groups: [[old, companion], majority] });
  director.tell(
    `The network is cut: server ${old}, the leader, is left with server ${companion}. The other three see each other.`,
  );
  await director.wait(10);
  await director.do({ do: 'propose', id: '2', name: 'Grace', via: old });
  director.tell(
    `A client asks server ${old} to store 2 = Grace. It still leads, as far as it knows, and appends entry 3.`,
  );
  return { old, companion, majority };
}

export const minorityCutOff: Scene = {
  id: 'minority',
  title: 'A minority is cut off',
  settings: {},
  seed: 11,
  async script(director) {
    const { old, companion } = await cutOffMinority(director);
    await director.until(
      `the entry on server ${companion}`,
      ({ picture: { servers } }) => servers.get(companion)!.terms.length >= 3,
    );
    director.tell(`Entry 3 is on servers ${old} and ${companion}.`);
    director.ask({
      text: 'What becomes of the client’s request?',
      options: [
        'It is answered: the leader and its follower have it',
        'It waits for ever, since the leader can’t know that it is cut off',
        'It is not answered with success: two of five are no majority, and the leader, hearing from no majority, steps down',
      ],
      right: 2,
      because:
        'An entry is committed on a majority of all five. And with CheckQuorum a leader steps down when no majority has answered for an election timeout: its clients should ask elsewhere.',
    });
    const fresh = await director.untilElected();
    director.tell(
      `Meanwhile the other three have elected server ${fresh}, in term 2. There are two leaders, in different terms: that is allowed, since only one can commit.`,
    );
    await director.until(
      'the old leader to step down',
      ({ picture: { servers } }) => servers.get(old)!.role !== 'leader',
    );
    director.tell(
      `Server ${old} has heard no majority for an election timeout. It steps down, and its client is told that the outcome is unknown.`,
    );
    await director.wait(60);
  },
};

export const oldLeaderReturns: Scene = {
  id: 'old-leader',
  title: 'An old leader returns',
  settings: { checkQuorum: false },
  seed: 11,
  async script(director) {
    const { old, companion } = await cutOffMinority(director);
    const fresh = await director.untilElected();
    await director.do({ do: 'propose', id: '2', name: 'Edsger', via: fresh });
    await director.until(
      'the majority to commit',
      ({ picture: { servers } }) => servers.get(fresh)!.commitIndex >= 4,
    );
    director.tell(
      `The majority has elected server ${fresh}, in term 2, and committed two entries: its own first one, and 2 = Edsger.`,
    );
    await director.do({ do: 'heal' });
    director.tell(
      `The network is healed. Servers ${old} and ${companion} hold an entry 3 of term 1; the others hold another entry 3, of term 2.`,
    );
    director.ask({
      text: 'What becomes of entry 3 of term 1?',
      options: [
        'It is replaced: it was never committed',
        'It is kept, and moves behind the committed entries',
        'The old leader refuses: a leader never overwrites its log',
      ],
      right: 0,
      because:
        'The old leader learns of term 2 and follows. AppendEntries names the entry before the new ones; where terms differ, the follower drops its own from there on (§5.3). Its client was never told that the entry is stored.',
    });
    await director.until(
      'the old leader to follow',
      ({ picture: { servers } }) => servers.get(old)!.role === 'follower',
    );
    director.tell(`Server ${old} has seen term 2, and follows.`);
    await director.untilQuiet();
    director.tell('Entry 3 of term 1 is gone, and all logs are the same.');
    await director.wait(40);
  },
};
