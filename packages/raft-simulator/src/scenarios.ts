// Scenarios: several actions in an order that independent random actions would seldom produce.

import type { ConfigurationChange } from '@three-ways/raft-core';
import { type ActionKind, anyServer, downFor, type GeneratorContext } from './action-kinds.ts';
import type { Draw } from './draw.ts';
import type { Action } from './schedule.ts';

type DelayedAction = [after: number, Action];

export const scenarios: readonly ActionKind[] = [
  { probability: 0.3, every: [2, 8], make: leaderLost },
  { probability: 0.3, every: [2, 8], make: absentJoiner },
  { probability: 0.3, every: [2, 8], make: changeDuringTransfer },
  { probability: 0.25, every: [2, 8], make: laggard },
  { probability: 0.25, every: [2, 8], make: oneWayLoss },
  { probability: 0.25, every: [1, 6], make: readsInBursts },
  { probability: 0.6, every: [3, 8], make: diskLost },
];

function plain(after: number): DelayedAction {
  return [after, { type: 'plain', via: 0, forward: false }];
}

function change(after: number, type: ConfigurationChange['type'], server: number): DelayedAction {
  return [after, { type: 'change', change: { type, server } }];
}

/** The beginning of Figure 8: an isolated leader accepts commands and may crash; later it returns. */
function leaderLost(draw: Draw, context: GeneratorContext): DelayedAction[] {
  const alone: Action = draw.chance(0.5)
    ? { type: 'isolate', server: 0 }
    : { type: 'cut', from: 0, to: draw.integer(1, context.size) };
  const commands = Array.from({ length: draw.integer(1, 3) }, () => plain(draw.between(0, 20)));
  const survivors = draw.integer(0, 2);
  const crash: Action = { type: 'crash', server: 0, survivors, downFor: downFor(draw, context) };
  const slow: DelayedAction[] = draw.chance(0.4)
    ? [[0, { type: 'disk', server: 0, latency: draw.between(1, 5) * context.timeout }]]
    : [];
  const back: DelayedAction = [draw.between(20, 2 * context.timeout), { type: 'heal' }];
  return draw.chance(0.5)
    ? [...slow, [0, alone], ...commands, back]
    : [...slow, [0, alone], ...commands, [21, crash], back];
}

/** A server that is down or cut off is added, promoted and perhaps removed (dissertation §4.2.1). */
function absentJoiner(draw: Draw, context: GeneratorContext): DelayedAction[] {
  const { settings, joiners, learners, timeout } = context;
  if (joiners === learners) return [];
  const server = draw.integer(settings.servers + 1, settings.servers + joiners - learners);
  const absence: Action = draw.chance(0.5)
    ? { type: 'isolate', server }
    : { type: 'crash', server, survivors: 0, downFor: draw.between(2, 8) * timeout };
  const step = () => draw.between(0.2, 1) * timeout;
  const added = step();
  const promoted = added + step();
  const removed = promoted + step();
  const changes = [change(added, 'addLearner', server), change(promoted, 'promote', server)];
  if (draw.chance(0.5)) changes.push(change(removed, 'remove', server));
  return [[0, absence], ...changes, plain(removed), [removed + step(), { type: 'heal' }]];
}

/** Membership changes during a transfer, whose transferee may be isolated or removed (dissertation §3.10). */
function changeDuringTransfer(draw: Draw, { size, settings, timeout }: GeneratorContext): DelayedAction[] {
  const to = draw.integer(1, settings.servers);
  const server = draw.chance(0.6) ? to : draw.integer(1, size);
  const type = draw.oneOf(['remove', 'remove', 'addLearner'] as const);
  const after = draw.between(0, 0.3) * timeout;
  const isCut = draw.chance(0.7);
  return [
    ...(isCut ? ([[0, { type: 'isolate', server: to }]] as const) : []).map(
      ([at, action]): DelayedAction => [at, action],
    ),
    [1, { type: 'transfer', to }],
    change(1 + after, type, server),
    plain(2 + after),
    [2 + draw.between(0.5, 3) * timeout, { type: 'heal' }],
  ];
}

/** A server falls behind so far that it may need a snapshot, and returns under load. */
function laggard(draw: Draw, { size, timeout }: GeneratorContext): DelayedAction[] {
  const server = draw.integer(1, size);
  const missed = draw.between(1, 4) * timeout;
  const interval = draw.between(0.03, 0.15) * timeout;
  const gone: Action = draw.chance(0.5)
    ? { type: 'isolate', server }
    : { type: 'crash', server, survivors: 0, downFor: missed };
  const count = Math.floor((missed + timeout) / interval);
  const commands = Array.from({ length: count }, (_, i) => plain(i * interval));
  return [[0, gone], ...commands, [missed, { type: 'heal' }]];
}

/** Forwarded commands and reads through a server that loses messages in one direction. */
function oneWayLoss(draw: Draw, context: GeneratorContext): DelayedAction[] {
  const { size, timeout } = context;
  const server = draw.integer(1, size);
  const cut: Action = draw.chance(0.5)
    ? { type: 'cut', from: server, to: 0 }
    : { type: 'cut', from: 0, to: server };
  const until = draw.between(0.1, 2) * timeout;
  const requests = Array.from({ length: draw.integer(2, 6) }, (): DelayedAction => {
    const action: Action = draw.chance(0.5)
      ? { type: 'read', via: server }
      : { type: 'plain', via: server, forward: true };
    return [draw.between(0, 1) * until, action];
  });
  return [[0, cut], ...requests, [until, { type: 'heal' }]];
}

/** Many reads within one heartbeat interval. */
function readsInBursts(draw: Draw, context: GeneratorContext): DelayedAction[] {
  const via = anyServer(draw, context);
  const { heartbeatInterval } = context.settings;
  const count = draw.integer(5, 25);
  return Array.from(
    { length: count },
    (_, i): DelayedAction => [(i * heartbeatInterval) / count, { type: 'read', via }],
  );
}

/** A learner restarts without its disk; it may be removed and added again. */
function diskLost(draw: Draw, { size, learners, timeout }: GeneratorContext): DelayedAction[] {
  if (learners === 0) return [];
  const server = draw.integer(size - learners + 1, size);
  const lost = draw.between(0.5, 2) * timeout;
  const commands = Array.from({ length: 6 }, () => plain(draw.between(0, 2) * lost));
  const actions: DelayedAction[] = [
    change(0, 'addLearner', server),
    [lost, { type: 'loseDisk', server, downFor: draw.between(0, 0.5) * timeout }],
    ...commands,
  ];
  const removed = lost + draw.between(1, 3) * timeout;
  if (draw.chance(0.5))
    actions.push(change(removed, 'remove', server), change(removed + timeout / 2, 'addLearner', server));
  return actions;
}
