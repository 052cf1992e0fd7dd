// Records every call of the rules in a run, in the format of README.md, for replay by the rules in another language. The
// recorder wraps the rules; the simulation is unaware of it.

import type { RaftState, ServerId, StableState, Unstable } from '@three-ways/raft-core';
import { digestOf } from './digest.ts';
import { type Rules, raftRules } from './rules.ts';
import type { Schedule } from './schedule.ts';
import { type Observer, Simulation } from './simulation.ts';

/** Maximum recorded lines of a schedule. */
const recordedLines = 300;

/** Returns the lines of a schedule's recording, header first. */
export function record(schedule: Schedule, lines = recordedLines): string[] {
  const recorder = new Recorder(schedule);
  new Simulation(recorder.rules(), schedule, recorder.observer()).run(() => recorder.lines.length <= lines);
  return recorder.lines;
}

class Recorder {
  readonly lines: string[] = [];
  /** Writes of each server since its start. */
  private readonly writes = new Map<ServerId, Unstable[]>();

  constructor({ seed, settings }: Schedule) {
    this.lines.push(JSON.stringify({ schedule: seed, servers: settings.servers, settings }));
  }

  private add(raft: RaftState, act: string, args: object, result: object, state = digestOf(raft)): void {
    this.lines.push(JSON.stringify({ server: raft.id, act, ...args, ...result, state }, bytesAsText));
  }

  /** Makes and records a call. Without `always`, a call without effect is left out. */
  private call<T>(raft: RaftState, act: string, args: object, make: () => T, always = true): T {
    const before = always ? '' : digestOf(raft);
    try {
      const out = make();
      const state = digestOf(raft);
      if (always || out !== null || state !== before) this.add(raft, act, args, { out: out ?? null }, state);
      return out;
    } catch (error) {
      this.add(raft, act, args, { error: (error as Error).name });
      throw error;
    }
  }

  rules(): Rules {
    return { ...raftRules, ...this.calls(), ...this.queries(), ...this.stateCalls() };
  }

  private calls() {
    const bare = (act: string, rule: (raft: RaftState) => void) => (raft: RaftState) =>
      this.call(raft, act, {}, () => rule(raft));
    return {
      startElection: bare('startElection', raftRules.startElection),
      leaderIsSilent: bare('leaderIsSilent', raftRules.leaderIsSilent),
      checkQuorum: bare('checkQuorum', raftRules.checkQuorum),
      abandonTransfer: bare('abandonTransfer', raftRules.abandonTransfer),
      newRaft: ((id, settings, stored) => this.start(id, settings, stored!)) as Rules['newRaft'],
      receive: ((raft, message) =>
        this.call(raft, 'receive', { message }, () => raftRules.receive(raft, message))) as Rules['receive'],
      propose: ((raft, command) =>
        this.call(raft, 'propose', { command }, () => raftRules.propose(raft, command))) as Rules['propose'],
      proposeChange: ((raft, change) =>
        this.call(raft, 'proposeChange', { change }, () =>
          raftRules.proposeChange(raft, change),
        )) as Rules['proposeChange'],
      startTransfer: ((raft, to) =>
        this.call(raft, 'startTransfer', { to }, () =>
          raftRules.startTransfer(raft, to),
        )) as Rules['startTransfer'],
      startRead: ((raft, from, readId) =>
        this.call(raft, 'startRead', { from, readId }, () =>
          raftRules.startRead(raft, from, readId),
        )) as Rules['startRead'],
    };
  }

  private start(id: ServerId, settings: RaftState['settings'], stored: StableState): RaftState {
    const raft = raftRules.newRaft(id, settings, stored);
    this.writes.set(id, []);
    this.add(raft, 'start', { stored }, { out: null });
    return raft;
  }

  private queries() {
    const sending =
      <T>(act: string, rule: (raft: RaftState, to: ServerId) => T) =>
      (raft: RaftState, to: ServerId) =>
        this.call(raft, act, { to }, () => rule(raft, to), false);
    return {
      voteRequestTo: sending('voteRequestTo', raftRules.voteRequestTo),
      nextMessageTo: sending('nextMessageTo', raftRules.nextMessageTo),
      heartbeatTo: sending('heartbeatTo', raftRules.heartbeatTo),
      roundTo: sending('roundTo', raftRules.roundTo),
      readIndexFrom: ((raft, readId) =>
        this.call(raft, 'readIndexFrom', { readId }, () =>
          raftRules.readIndexFrom(raft, readId),
        )) as Rules['readIndexFrom'],
      confirmedReads: ((raft) => {
        const out = raftRules.confirmedReads(raft);
        if (out.length > 0) this.add(raft, 'confirmedReads', {}, { out });
        return out;
      }) as Rules['confirmedReads'],
      committedEntries: ((raft, limit) => {
        const entries = raftRules.committedEntries(raft, limit);
        if (entries.length > 0)
          this.add(raft, 'committedEntries', { limit }, { out: entries.map(({ term }) => term) });
        return entries;
      }) as Rules['committedEntries'],
    };
  }

  private stateCalls() {
    return {
      unstableState: ((raft) => {
        const out = raftRules.unstableState(raft);
        if (out === null) return null;
        this.writes.get(raft.id)!.push(out);
        this.add(raft, 'unstableState', {}, { out });
        return out;
      }) as Rules['unstableState'],
      markStable: ((raft, unstable) => {
        const write = this.writes.get(raft.id)!.indexOf(unstable);
        this.call(raft, 'markStable', { write }, () => raftRules.markStable(raft, unstable));
      }) as Rules['markStable'],
      markApplied: ((raft, index) =>
        this.call(raft, 'markApplied', { index }, () =>
          raftRules.markApplied(raft, index),
        )) as Rules['markApplied'],
      compact: ((raft, data) =>
        this.call(raft, 'compact', { data }, () => raftRules.compact(raft, data))) as Rules['compact'],
    };
  }

  /** State machines are not part of the rules: the simulation reports what they do. */
  observer(): Observer {
    return {
      applied: ({ raft }, index, answer) => this.add(raft, 'apply', { index }, { out: answer }),
      restored: ({ raft }, index) => this.add(raft, 'restore', { index }, { out: null }),
    };
  }
}

function bytesAsText(_name: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}
