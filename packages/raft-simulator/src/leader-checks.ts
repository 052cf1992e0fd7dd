// Checks of a leader, and of any server's compaction, by its own state alone.

import type { LogIndex, RaftState, ServerId } from '@three-ways/raft-core';
import { requireThat } from './violation.ts';

/** Upper bound on an entry's size in simulations (bytes). */
const maxEntryBytes = 64;

/** @param commitIndex highest index committed by any server */
export function checkBounds(
  { id, progress, settings, configurations }: RaftState,
  commitIndex: LogIndex,
): void {
  for (const { inFlight, bytesInFlight } of progress.values())
    requireThat(
      inFlight.length <= settings.maxMessagesInFlight &&
        bytesInFlight < settings.maxBytesInFlight + Math.max(settings.maxBytesInFlight, maxEntryBytes),
      'bounded memory',
      () => `leader ${id} has ${inFlight.length} messages, ${bytesInFlight} bytes in flight to one server`,
    );
  const before = configurations.length > 1 ? configurations.at(-2)!.index : 0;
  requireThat(
    before <= commitIndex,
    'one change at a time',
    () => `leader ${id} changes the members while the change at index ${before} is not committed`,
  );
}

/** The transferee is a voter, and nothing is appended during a transfer (dissertation §3.10). */
export function checkTransfer(
  raft: RaftState,
  transfereeBefore: ServerId | null,
  lastIndexBefore: LogIndex,
): void {
  const { id, transferee, progress, log } = raft;
  if (transferee === null) return;
  requireThat(
    progress.get(transferee)?.voter === true,
    'only a voter takes over',
    () => `leader ${id} hands over to server ${transferee}, which is no voter`,
  );
  requireThat(
    transferee !== transfereeBefore || log.lastIndex === lastIndexBefore,
    'nothing appended during a transfer',
    () => `leader ${id} appends entry ${log.lastIndex} while it hands over to server ${transferee}`,
  );
}

/** Compaction keeps the entries that slow followers need, and no more. */
export function checkTail(
  { id, log, settings, lastApplied, progress }: RaftState,
  droppedBefore: LogIndex,
): void {
  const { snapshotIndex: dropped } = log;
  const upTo = lastApplied - settings.trailingEntries;
  const least = upTo - settings.catchUpEntries;
  requireThat(
    dropped <= Math.max(droppedBefore, upTo) && dropped >= least,
    'trailing entries kept',
    () => `server ${id} with lastApplied ${lastApplied} drops its log up to ${dropped}`,
  );
  for (const [peer, { active, pendingSnapshot, matchIndex }] of progress)
    requireThat(
      peer === id ||
        !active ||
        pendingSnapshot !== null ||
        dropped <= Math.max(droppedBefore, matchIndex, least),
      'trailing entries kept',
      () => `leader ${id} drops its log up to ${dropped}, but active server ${peer} has only ${matchIndex}`,
    );
}

/** Duplicate read requests are kept once. Called after each step: only the newest read is compared. */
export function checkReads({ id, reads }: RaftState): void {
  if (reads.length < 2) return;
  const newest = reads.at(-1)!;
  const first = reads.findIndex(({ from, readId }) => readId === newest.readId && from === newest.from);
  requireThat(
    first === reads.length - 1,
    'no needless work',
    () => `leader ${id} keeps read ${newest.readId} of server ${newest.from} twice`,
  );
}
