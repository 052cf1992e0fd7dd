// The scenes: each comes about on each of its models, and shows what it says.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findGo, goFolder } from '@three-ways/raft-go';
import { afterAll, describe, expect, it } from 'vitest';
import type { Recording } from '../src/live/engine/recording.ts';
import { models } from '../src/live/engine/world.ts';
import { builtGoProgram } from '../src/live/probes/go-program.ts';
import { scenes as allScenes } from '../src/live/scenes/all.ts';
import type { PlayedScene } from '../src/live/scenes/director.ts';
import { bundleWithProbes } from './live-bundle.ts';

const folder = mkdtempSync(join(tmpdir(), 'live-scenes-'));
const go = await findGo(goFolder);
const { Director, Run, machines, scenes, worldOfScene } = await bundleWithProbes(folder);
const all = machines(builtGoProgram);

afterAll(() => rmSync(folder, { recursive: true }));

/** What must be seen in the run of a scene. */
const shows: Readonly<Record<string, (recording: Recording, scene: PlayedScene) => void>> = {
  'leader-lost'(recording) {
    expect(leaders(recording).size).toBe(2);
  },
  'split-vote'(recording) {
    expect(leaders(recording).has(1)).toBe(false);
    expect(leaders(recording).size).toBe(1);
  },
  minority(recording, { end }) {
    expect(recording.outcomes.some(({ what, failed }) => failed && what.includes('2 = Grace'))).toBe(true);
    expect(
      [...recording.pictureAt(end).servers.values()].filter(({ role }) => role === 'leader'),
    ).toHaveLength(1);
  },
  'old-leader'(recording, { end, question }) {
    const logsAt = (time: number) =>
      new Set([...recording.pictureAt(time).servers.values()].map(({ terms }) => terms.join()));
    expect(logsAt(question.at).size).toBeGreaterThan(1);
    expect(logsAt(end).size).toBe(1);
  },
  'figure-8'(recording, { question, end }) {
    const { servers } = recording.pictureAt(question.at);
    const holders = [...servers.values()].filter(({ terms }) => terms[1] === servers.get(1)!.terms[1]);
    expect(holders.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect([...servers.values()].every(({ commitIndex }) => commitIndex < 2)).toBe(true);
    expect(recording.pictureAt(end).servers.get(3)!.terms[1]).not.toBe(servers.get(1)!.terms[1]);
  },
  snapshot(recording, { end }) {
    expect([...recording.pictureAt(end).servers.values()].some(({ base }) => base > 0)).toBe(true);
  },
  membership(recording) {
    expect(recording.violation?.text).toMatch(/^leader completeness/);
  },
};

describe.each(scenes.map((scene) => [scene.id, scene] as const))('the scene %s', (id, scene) => {
  const fitting = (scene.models ?? models).filter((model) => model !== 'go' || go.found);

  it.each(fitting)('comes about on %s', async (model) => {
    const played = await Director.play(scene.script, worldOfScene(scene, model), all);
    const { begin, question, end, lines, world } = played;
    expect(begin).toBeLessThanOrEqual(question.at);
    expect(question.at).toBeLessThan(end);
    expect(question.options[question.right]).toBeDefined();
    expect(lines.length).toBeGreaterThan(2);
    const run = await Run.start(world, all[model]);
    await run.advanceTo(end);
    shows[id]!(run.recording, played);
    if (id !== 'membership') expect(run.recording.violation).toBeNull();
  });
});

it('the change of members is refused where the fix is in force', async () => {
  const scene = scenes.find(({ id }) => id === 'membership')!;
  const settings = { ...scene.settings, membershipFix: true };
  await expect(
    Director.play(scene.script, worldOfScene({ ...scene, settings }, 'async'), all),
  ).rejects.toThrow('not seen: the removal to be committed');
});

it('each scene has what it must show', () => {
  expect(Object.keys(shows).sort()).toEqual(allScenes.map(({ id }) => id).sort());
});

/** The leader of each term. */
function leaders({ steps }: Recording): Map<number, number> {
  const found = new Map<number, number>();
  for (const { events } of steps)
    for (const { event } of events)
      if (event.type === 'role' && event.role === 'leader') found.set(event.term, event.server);
  return found;
}
