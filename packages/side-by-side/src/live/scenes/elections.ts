// Scenes of elections: a leader that is lost, and votes that are split.

import type { Scene } from './scene.ts';

export const leaderLost: Scene = {
  id: 'leader-lost',
  title: 'The leader is lost',
  settings: {},
  seed: 7,
  async script(director) {
    const first = await director.untilElected();
    await director.untilQuiet();
    await director.wait(60);
    director.start(
      `Server ${first} leads term 1. Every 50 ms it sends a heartbeat, and each one restarts the election timers, the arcs around the others.`,
    );
    await director.wait(40);
    await director.do({ do: 'crash', server: first });
    director.tell(`Server ${first} crashes. Nobody is told: a crashed server looks like a slow one.`);
    director.ask({
      text: 'How long will it be until there is a leader again?',
      options: [
        'The next heartbeat is missing after 50 ms, so about that long',
        'Until the first election timer elapses, 150 to 300 ms after the last heartbeat, and a few messages more',
        'Until every election timer has elapsed, more than 300 ms',
      ],
      right: 1,
      because:
        'A follower doubts its leader only when its own timer, drawn at random between 150 and 300 ms, elapses. The shortest of the four decides.',
    });
    await director.until('a candidate', ({ events }) =>
      events.some(({ event }) => event.type === 'role' && event.role === 'pre-candidate'),
    );
    director.tell(
      'The shortest timer has elapsed. This server asks the others first whether they would vote for it (PreVote), so that it disturbs nobody if a leader is alive.',
    );
    await director.until('a campaign', ({ events }) =>
      events.some(({ event }) => event.type === 'role' && event.role === 'candidate'),
    );
    director.tell('A majority would. It moves to the next term, votes for itself, and asks for votes.');
    const second = await director.untilElected();
    director.tell(
      `Server ${second} has the votes of a majority, and leads. Its first heartbeats tell the others.`,
    );
    await director.wait(80);
  },
};

export const splitVote: Scene = {
  id: 'split-vote',
  title: 'The votes are split',
  settings: {
    servers: 4,
    preVote: false,
    electionTimeout: [150, 200],
    heartbeatInterval: 50,
    latency: 20,
    jitter: 5,
  },
  seed: 3,
  async script(director) {
    director.start(
      'Four servers start. Their election timeouts are drawn from 150 to 200 ms: close together, while a message takes 20 ms.',
    );
    await director.until(
      'two candidates',
      ({ picture: { servers } }) =>
        [...servers.values()].filter(({ role, term }) => role === 'candidate' && term === 1).length > 1,
    );
    director.tell(
      'Before the first candidate’s request has arrived, another timer has elapsed: two candidates in the same term, each with its own vote.',
    );
    director.ask({
      text: 'Each server has one vote a term, and three of four are needed. What happens?',
      options: [
        'Both may lead: they are in the same term',
        'The one with the smaller id leads',
        'If neither gets three votes, nobody leads this term; timers decide who tries the next',
      ],
      right: 2,
      because:
        'A vote is given once a term, to whoever asks first. A term may end without a leader; new random timeouts make it unlikely that this repeats (§5.2).',
    });
    await director.until('another try', ({ picture: { servers } }) =>
      [...servers.values()].some(({ role, term }) => role === 'candidate' && term > 1),
    );
    director.tell('The term ended without a leader. A timer elapses again: the next term.');
    const leader = await director.untilElected();
    director.tell(
      `Server ${leader} leads term ${director.picture.servers.get(leader)!.term}. With timeouts from 150 to 300 ms this would be rare.`,
    );
    await director.wait(100);
  },
};
