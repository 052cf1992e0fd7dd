// A world as a test: the text of a vitest file that runs it, and expects the run that was seen.

import type { TraceEvent } from '@three-ways/raft-cluster';
import type { Machines } from './player.ts';
import { Run } from './run.ts';
import { traceText } from './trace-text.ts';
import { addressOfWorld, type World, worldAt } from './world.ts';

/** What a test expects of a run. */
export interface Summary {
  readonly events: number;
  /** Of all events (FNV-1a, 32 bits). */
  readonly hash: number;
  readonly violation: string | null;
}

export function summaryOf(events: readonly TraceEvent[], violation: string | null): Summary {
  let hash = 0x811c_9dc5;
  for (const character of traceText(events))
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x0100_0193) >>> 0;
  return { events: events.length, hash, violation };
}

/**
 * Runs the world of an address up to the address's time.
 *
 * @public called by saved tests
 * @throws WrongAddress
 */
export async function runScenario(address: string, machines: Machines): Promise<Summary> {
  const { world, time } = worldAt(address);
  const run = await Run.start(world, machines[world.model]);
  await run.advanceTo(time);
  return summaryOf(run.recording.eventsUntil(time), run.recording.violation?.text ?? null);
}

/** The text of a test, to be saved in packages/side-by-side/test. */
export function testOf(world: World, time: number, summary: Summary): string {
  const { events, hash, violation } = summary;
  const literal = `{ events: ${events}, hash: ${hash}, violation: ${JSON.stringify(violation)} }`;
  return `// A scenario saved from the live chapter, where its address opens it.

import { expect, it } from 'vitest';
import { runScenario } from '../src/live/engine/scenario-test.ts';
import { machines } from '../src/live/models/machines.ts';
import { builtGoProgram } from '../src/live/probes/go-program.ts';

const address =
  '${addressOfWorld(world, time)}';

it('runs on ${world.model} as it was seen', async () => {
  const summary = await runScenario(address, machines(builtGoProgram));
  expect(summary).toEqual(${literal});
});
`;
}
