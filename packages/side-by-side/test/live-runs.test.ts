// Runs of the live chapter without a page: each model repeats itself from a seed, and actions take place.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findGo, goFolder } from '@three-ways/raft-go';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Action, TimedAction } from '../src/live/engine/actions.ts';
import type { Machines } from '../src/live/engine/player.ts';
import { Player } from '../src/live/engine/player.ts';
import { Run } from '../src/live/engine/run.ts';
import { summaryOf, testOf } from '../src/live/engine/scenario-test.ts';
import { worldSettings } from '../src/live/engine/settings.ts';
import { firstDifference, recordingOf, traceText } from '../src/live/engine/trace-text.ts';
import { type Model, models, type World } from '../src/live/engine/world.ts';
import { machines } from '../src/live/models/machines.ts';
import { type BuiltGo, buildGoProgram, builtGoProgram } from '../src/live/probes/go-program.ts';
import { bundleWithProbes } from './live-bundle.ts';

const go = await findGo(goFolder);
if (!go.found) console.log(`runs of Go in the page are left out: ${go.reason}`);
const present = models.filter((model) => model !== 'go' || go.found);

const actions: TimedAction[] = [
  { at: 500, do: 'propose', id: 'x', name: '1', via: 0 },
  { at: 600, do: 'crash', server: 1 },
  { at: 700, do: 'network', latency: 10, jitter: 20, loss: 0.1 },
  { at: 1200, do: 'propose', id: 'x', name: '2', via: 3 },
  { at: 1500, do: 'add' },
  {
    at: 2000,
    do: 'partition',
    groups: [
      [2, 3],
      [4, 5, 6],
    ],
  },
  { at: 2500, do: 'heal' },
  { at: 2600, do: 'restart', server: 1 },
];
const end = 4000;

function worldOf(model: Model, actions: readonly TimedAction[] = [], seed = 7): World {
  return { model, seed, settings: worldSettings({ snapshotThreshold: 4 }), actions };
}

async function traceOf(world: World, step = end, code = { Run, machines: plain }): Promise<string> {
  const run = await code.Run.start(world, code.machines[world.model]);
  for (let time = step; time < end; time += step) await run.advanceTo(time);
  await run.advanceTo(end);
  return traceText(run.recording.eventsUntil(end));
}

/** The first line in which two traces differ; null if they are the same. */
function difference(a: string, b: string): string | null {
  if (a === b) return null;
  const [left, right] = [a.split('\n'), b.split('\n')];
  const i = left.findIndex((line, i) => line !== right[i]);
  return `line ${i + 1}: ${left[i]} | ${right[i]}`;
}

let plain: Machines;
/** The same code in one bundle, with probes. */
let probed: { readonly Run: typeof Run; readonly machines: Machines };
const folder = mkdtempSync(join(tmpdir(), 'live-'));

beforeAll(async () => {
  plain = machines(builtGoProgram);
  const bundle = await bundleWithProbes(folder);
  const loadGo = async () => {
    const { wasm, host } = (await buildGoProgram(join(folder, 'go'))) as BuiltGo;
    return { module: await WebAssembly.compile(wasm), host };
  };
  probed = { Run: bundle.Run, machines: bundle.machines(loadGo) };
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

describe.each(present)('a run of %s', (model) => {
  const world = worldOf(model, actions);

  it('is the same however often it is interrupted', async () => {
    const once = await traceOf(world);
    expect(difference(await traceOf(world, 16.7), once)).toBeNull();
    expect(difference(await traceOf(worldOf(model, actions, 8)), once)).not.toBeNull();
  });

  it('is the same with probes, which tell lines', async () => {
    expect(difference(await traceOf(world, end, probed), await traceOf(world))).toBeNull();
    const run = await probed.Run.start(world, probed.machines[model]);
    await run.advanceTo(550);
    const { steps } = run.recording;
    expect(steps.some(({ lines }) => lines.length > 0)).toBe(true);
    const { servers } = run.recording.pictureAt(550);
    for (const { timer } of servers.values()) expect(timer![1] - timer![0]).toBeGreaterThanOrEqual(149);
    expect(run.recording.steps.at(-1)!.tasks!.of(2).length).toBeGreaterThan(2);
  });

  it('is the same forward, back and forward again, and after a past that was changed and restored', async () => {
    const player = new Player(plain, world);
    const shown = () => traceText(player.recording.eventsUntil(player.now));
    await player.open(world, end);
    const first = shown();
    await player.goTo(900.5);
    const before = shown();
    expect(first.startsWith(before)).toBe(true);
    await player.goTo(end);
    expect(difference(shown(), first)).toBeNull();
    await player.goTo(900.5);
    await player.act({ do: 'crash', server: 2 });
    expect(shown().startsWith(before)).toBe(true);
    expect(player.world.actions.at(-1)).toEqual({ at: 900.5, do: 'crash', server: 2 });
    await player.goTo(end);
    expect(difference(shown(), first)).not.toBeNull();
    await player.open(world, end);
    expect(difference(shown(), first)).toBeNull();
  });

  it('has no violation, and elects another leader after a crash', async () => {
    const run = await Run.start(world, plain[model]);
    await run.advanceTo(end);
    expect(run.recording.violation).toBeNull();
    const elected = run.recording.steps.filter(({ marks }) => marks.has('election'));
    expect(elected.length).toBeGreaterThan(1);
    expect(run.recording.outcomes.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['propose x = 1', 'add a server']),
    );
    expect(run.recording.pictureAt(end).servers.size).toBe(6);
  });

  it('drops and delays messages in flight, and cuts one direction', async () => {
    const player = new Player(plain, worldOf(model));
    await player.open(worldOf(model), 0);
    const at = await player.find(({ events }) => events.some(({ event }) => event.type === 'send'), 1000);
    await player.goTo(at!);
    const [one, other] = [...player.recording.pictureAt(at!).flights.keys()];
    await player.act({ do: 'drop', message: one! });
    await player.act({ do: 'delay', message: other!, ms: 100 });
    await player.act({ do: 'cut', from: 1, to: 2 });
    await player.goTo(at! + 400);
    const { ends } = player.recording;
    expect(ends.get(one!)!.lost).toBe(true);
    expect(ends.get(other!)!.at - at!).toBeGreaterThan(109);
    const lost = player.recording.steps.flatMap(({ events }) =>
      events.flatMap(({ event, message }) =>
        event.type === 'drop' && message !== one ? [`${event.message.from}>${event.message.to}`] : [],
      ),
    );
    expect(new Set(lost).difference(new Set(['1>2']))).toEqual(new Set());
  });

  it('can be read back from its trace', async () => {
    const run = await Run.start(world, plain[model]);
    await run.advanceTo(end);
    const events = run.recording.eventsUntil(end);
    const read = recordingOf(traceText(events));
    expect(read.violation).toBeNull();
    expect(read.pictureAt(end).servers).toEqual(run.recording.pictureAt(end).servers);
    expect(firstDifference(events, read.eventsUntil(end).slice(0, 100))).toEqual({ at: 100, field: null });
  });
});

describe('a player', () => {
  it('finds the next election, and gives up after a while', async () => {
    const player = new Player(plain, worldOf('async'));
    await player.open(worldOf('async'), 0);
    const elected = await player.find(({ marks }) => marks.has('election'), 5000);
    expect(elected).toBeGreaterThan(150);
    await player.goTo(elected!);
    expect(await player.find(({ marks }) => marks.has('violation'), 500)).toBeNull();
  });

  it('gives up what was done later than the time shown', async () => {
    const player = new Player(plain, worldOf('async', actions));
    await player.open(worldOf('async', actions), 650);
    const act: Action = { do: 'restart', server: 1 };
    await player.act(act);
    expect(player.world.actions).toEqual([...actions.slice(0, 2), { at: 650, ...act }]);
  });
});

describe('a scenario that is saved as a test', async () => {
  const world = worldOf('async', actions);
  const run = await Run.start(world, machines(builtGoProgram).async);
  await run.advanceTo(end);
  const summary = summaryOf(run.recording.eventsUntil(end), null);
  const file = new URL('.saved-scenario.ts', import.meta.url);
  writeFileSync(file, testOf(world, end, summary));
  try {
    await import(file.pathname); // declares its test here
  } finally {
    rmSync(file);
  }
});
