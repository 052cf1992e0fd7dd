// Faults that need several acts in a certain order: what chance alone would seldom bring together.

import type { ConfigurationChange } from '@three-ways/raft-core';
import type { Draw } from '../draw.ts';
import { type Around, anyServer, downFor, type Kind } from './action-kinds.ts';
import type { Act } from './schedule.ts';

type Later = [after: number, Act];

export const scenarios: readonly Kind[] = [
  { probability: 0.3, every: [2, 8], make: leaderLost },
  { probability: 0.3, every: [2, 8], make: absentJoiner },
  { probability: 0.3, every: [2, 8], make: changeDuringTransfer },
  { probability: 0.25, every: [2, 8], make: laggard },
  { probability: 0.25, every: [2, 8], make: oneWayLoss },
  { probability: 0.25, every: [1, 6], make: readsInBursts },
  { probability: 0.6, every: [3, 8], make: diskLost },
];

function plain(after: number): Later {
  return [after, { act: 'plain', via: 0, forward: false }];
}

function change(after: number, type: ConfigurationChange['type'], server: number): Later {
  return [after, { act: 'change', change: { type, server } }];
}

/** Figure 8's beginning: a leader takes commands that it can't replicate, and goes; later it comes back. */
function leaderLost(draw: Draw, around: Around): Later[] {
  const alone: Act = draw.chance(0.5)
    ? { act: 'isolate', server: 0 }
    : { act: 'cut', from: 0, to: draw.integer(1, around.size) };
  const commands = Array.from({ length: draw.integer(1, 3) }, () => plain(draw.between(0, 20)));
  const survivors = draw.integer(0, 2);
  const crash: Act = { act: 'crash', server: 0, survivors, downFor: downFor(draw, around) };
  const slow: Later[] = draw.chance(0.4)
    ? [[0, { act: 'disk', server: 0, latency: draw.between(1, 5) * around.timeout }]]
    : [];
  const back: Later = [draw.between(20, 2 * around.timeout), { act: 'heal' }];
  return draw.chance(0.5)
    ? [...slow, [0, alone], ...commands, back]
    : [...slow, [0, alone], ...commands, [21, crash], back];
}

/** A server that is down or cut off is added, promoted and perhaps removed (dissertation §4.2.1). */
function absentJoiner(draw: Draw, around: Around): Later[] {
  const { settings, joiners, learners, timeout } = around;
  if (joiners === learners) return [];
  const server = draw.integer(settings.servers + 1, settings.servers + joiners - learners);
  const absence: Act = draw.chance(0.5)
    ? { act: 'isolate', server }
    : { act: 'crash', server, survivors: 0, downFor: draw.between(2, 8) * timeout };
  const step = () => draw.between(0.2, 1) * timeout;
  const added = step();
  const promoted = added + step();
  const removed = promoted + step();
  const changes = [change(added, 'addLearner', server), change(promoted, 'promote', server)];
  if (draw.chance(0.5)) changes.push(change(removed, 'remove', server));
  return [[0, absence], ...changes, plain(removed), [removed + step(), { act: 'heal' }]];
}

/** The members change while a transfer is under way; the transferee may be cut off, and may be removed (dissertation §3.10). */
function changeDuringTransfer(draw: Draw, { size, settings, timeout }: Around): Later[] {
  const to = draw.integer(1, settings.servers);
  const server = draw.chance(0.6) ? to : draw.integer(1, size);
  const type = draw.oneOf(['remove', 'remove', 'addLearner'] as const);
  const after = draw.between(0, 0.3) * timeout;
  const isCut = draw.chance(0.7);
  return [
    ...(isCut ? ([[0, { act: 'isolate', server: to }]] as const) : []).map(([at, act]): Later => [at, act]),
    [1, { act: 'transfer', to }],
    change(1 + after, type, server),
    plain(2 + after),
    [2 + draw.between(0.5, 3) * timeout, { act: 'heal' }],
  ];
}

/** A server misses so much that it may need a snapshot, and clients go on when it is back. */
function laggard(draw: Draw, { size, timeout }: Around): Later[] {
  const server = draw.integer(1, size);
  const missed = draw.between(1, 4) * timeout;
  const interval = draw.between(0.03, 0.15) * timeout;
  const gone: Act = draw.chance(0.5)
    ? { act: 'isolate', server }
    : { act: 'crash', server, survivors: 0, downFor: missed };
  const count = Math.floor((missed + timeout) / interval);
  const commands = Array.from({ length: count }, (_, i) => plain(i * interval));
  return [[0, gone], ...commands, [missed, { act: 'heal' }]];
}

/** Clients forward and read through a server whose messages are lost in one direction. */
function oneWayLoss(draw: Draw, around: Around): Later[] {
  const { size, timeout } = around;
  const server = draw.integer(1, size);
  const cut: Act = draw.chance(0.5)
    ? { act: 'cut', from: server, to: 0 }
    : { act: 'cut', from: 0, to: server };
  const until = draw.between(0.1, 2) * timeout;
  const requests = Array.from({ length: draw.integer(2, 6) }, (): Later => {
    const act: Act = draw.chance(0.5)
      ? { act: 'read', via: server }
      : { act: 'plain', via: server, forward: true };
    return [draw.between(0, 1) * until, act];
  });
  return [[0, cut], ...requests, [until, { act: 'heal' }]];
}

/** More reads within one heartbeat interval than it has messages otherwise. */
function readsInBursts(draw: Draw, around: Around): Later[] {
  const via = anyServer(draw, around);
  const { heartbeatInterval } = around.settings;
  const count = draw.integer(5, 25);
  return Array.from(
    { length: count },
    (_, i): Later => [(i * heartbeatInterval) / count, { act: 'read', via }],
  );
}

/** A learner comes back with its id and without its disk; perhaps it is removed and added again. */
function diskLost(draw: Draw, { size, learners, timeout }: Around): Later[] {
  if (learners === 0) return [];
  const server = draw.integer(size - learners + 1, size);
  const lost = draw.between(0.5, 2) * timeout;
  const commands = Array.from({ length: 6 }, () => plain(draw.between(0, 2) * lost));
  const acts: Later[] = [
    change(0, 'addLearner', server),
    [lost, { act: 'loseDisk', server, downFor: draw.between(0, 0.5) * timeout }],
    ...commands,
  ];
  const removed = lost + draw.between(1, 3) * timeout;
  if (draw.chance(0.5))
    acts.push(change(removed, 'remove', server), change(removed + timeout / 2, 'addLearner', server));
  return acts;
}
