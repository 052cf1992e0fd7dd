// Worlds and traces as text: addresses and files are read back, and wrong ones are named.

import { describe, expect, it } from 'vitest';
import type { TimedAction } from '../src/live/engine/actions.ts';
import { worldSettings } from '../src/live/engine/settings.ts';
import { firstDifference, NoTrace, recordingOf } from '../src/live/engine/trace-text.ts';
import { addressOfWorld, type World, WrongAddress, worldAt } from '../src/live/engine/world.ts';

const actions: TimedAction[] = [
  { at: 10, do: 'propose', id: 'name', name: 'Ada Ł', via: 0 },
  { at: 20.125, do: 'crash', server: 1 },
  { at: 30, do: 'partition', groups: [[1, 2], [3]] },
  { at: 40, do: 'cut', from: 1, to: 2 },
  { at: 50, do: 'delay', message: 17, ms: 30 },
  { at: 60, do: 'network', latency: 5, jitter: 0, loss: 0.1 },
  { at: 70, do: 'heal' },
];
const settings = worldSettings({ servers: 3, electionTimeout: [100, 200] });
const world: World = { model: 'coroutines', seed: 4_000_000_000, settings, actions };

function addressOf(packed: unknown): string {
  return Buffer.from(JSON.stringify(packed)).toString('base64url');
}

describe('an address', () => {
  it('carries seed, settings, actions and time', () => {
    expect(worldAt(addressOfWorld(world, 1234.5))).toEqual({ world, time: 1234.5 });
  });

  it('is short: a run without actions takes under 60 characters', () => {
    const plain = { model: 'async', seed: 1, settings: worldSettings(), actions: [] } as const;
    expect(addressOfWorld(plain, 1000).length).toBeLessThan(60);
  });

  it.each([
    ['cut off', addressOfWorld(world, 1).slice(0, 50), /cut off or changed/],
    ['not base64', '***', /cut off or changed/],
    ['no list', addressOf({}), /holds no run/],
    ['of another version', addressOf([9]), /format 9: this page reads 1/],
    ['of another model', addressOf([1, 'rust', 1, {}, [], 0]), /model is "rust": give one of async/],
    ['with a wrong seed', addressOf([1, 'async', -1, {}, [], 0]), /seed is -1/],
    [
      'with too many servers',
      addressOf([1, 'async', 1, { servers: 99 }, [], 0]),
      /servers is 99: give an integer from 3 to 9/,
    ],
    [
      'with an unknown setting',
      addressOf([1, 'async', 1, { colour: 1 }, [], 0]),
      /no such field in settings/,
    ],
    ['with an unknown action', addressOf([1, 'async', 1, {}, [[0, 'explode']], 0]), /action is "explode"/],
    [
      'with an action too short',
      addressOf([1, 'async', 1, {}, [[0, 'cut', 1]], 0]),
      /cut is 1: give 2 values/,
    ],
    ['with a wrong server', addressOf([1, 'async', 1, {}, [[0, 'crash', 'x']], 0]), /server is "x"/],
    [
      'with groups that overlap',
      addressOf([1, 'async', 1, {}, [[0, 'partition', [[1], [1]]]], 0]),
      /each server at most once/,
    ],
    ['with a wrong time', addressOf([1, 'async', 1, {}, [], 1e12]), /time is 1000000000000/],
    ['with null for settings', addressOf([1, 'async', 1, null, [], 0]), /settings is null/],
  ])('that is %s is refused in one line', (_, address, message) => {
    expect(() => worldAt(address)).toThrow(WrongAddress);
    expect(() => worldAt(address)).toThrow(message);
  });
});

describe('a trace that is read', () => {
  it.each([
    ['', /empty/],
    ['{"type":"heal","at":1}\nnonsense', /Line 2 is not JSON/],
    ['{"type":"heal"}', /Line 1 has undefined as at|Line 1 lacks at/],
    ['{"type":"explosion","at":1}', /Line 1 has the unknown type "explosion"/],
  ])('is refused with its line: %j', (text, message) => {
    expect(() => recordingOf(text)).toThrow(NoTrace);
    expect(() => recordingOf(text)).toThrow(message);
  });

  it('may lack what a reader can do without', () => {
    const { steps } = recordingOf('{"type":"start","server":1,"at":0}\n{"type":"crash","server":1,"at":5}\n');
    expect(steps.at(-1)!.picture.servers.get(1)).toMatchObject({ running: false, term: 0 });
  });
});

describe('the first difference of two traces', () => {
  const events = (text: string) => recordingOf(text).eventsUntil(100);
  const start = '{"type":"start","server":1,"currentTerm":2,"at":0}\n';

  it('is none where only the order of fields differs', () => {
    expect(
      firstDifference(events(start), events('{"at":0,"currentTerm":2,"server":1,"type":"start"}')),
    ).toBeNull();
  });

  it('names the field', () => {
    const heartbeat = (term: number) =>
      `{"type":"send","at":1,"message":{"type":"PreVote","from":1,"to":2,"term":${term},"lastLogIndex":0,"lastLogTerm":0}}`;
    const [one, other] = [events(start + heartbeat(3)), events(start + heartbeat(4))];
    expect(firstDifference(one, other)).toEqual({ at: 1, field: 'message.term: 3 | 4' });
  });

  it('is where the shorter one ends', () => {
    expect(firstDifference(events(start), events(`${start}{"type":"heal","at":1}`))).toEqual({
      at: 1,
      field: null,
    });
  });
});
