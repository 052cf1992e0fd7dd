// Two traces beside each other: the run shown, and the same world on another model or a trace from a file. The first
// difference is marked.

import type { TraceEvent } from '@three-ways/raft-cluster';
import { eventText } from '@three-ways/raft-trace/event-text';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Machines } from '../engine/player.ts';
import { Run } from '../engine/run.ts';
import { type FirstDifference, firstDifference, NoTrace, recordingOf } from '../engine/trace-text.ts';
import { type Model, models } from '../engine/world.ts';
import type { Stage } from './stage.ts';
import { modelNames } from './texts.ts';

/** Events shown before the difference, and from it on. */
const context = 6;

interface Comparison {
  readonly names: readonly [string, string];
  readonly traces: readonly [readonly TraceEvent[], readonly TraceEvent[]];
  readonly difference: FirstDifference | null;
}

export function Compare({ stage, machines }: { stage: Stage; machines: Machines }): JSX.Element {
  const [comparison, show] = useState<Comparison | null>(null);
  const { traceName, world } = stage;
  const own = traceName ?? modelNames[world.model];
  const others = traceName === null ? [...models.filter((model) => model !== world.model), world.model] : [];
  const compareWith = (name: string, other: readonly TraceEvent[]) => {
    const until = traceName === null ? stage.now : Number.POSITIVE_INFINITY;
    const traces = [stage.recording.eventsUntil(until), other] as const;
    show({ names: [own, name], traces, difference: firstDifference(...traces) });
  };
  const rerun = async (model: Model) => {
    const run = await Run.start({ ...stage.world, model }, machines[model]);
    await run.advanceTo(stage.now);
    compareWith(modelNames[model], run.recording.eventsUntil(stage.now));
  };
  return (
    <section class="compare" aria-label="Comparison of traces">
      <h2>Two traces beside each other</h2>
      {traceName === null && (
        <p>
          The same seed, settings and actions on another model; or again on this one, which gives the same
          trace to the last event.
        </p>
      )}
      <div class="actions">
        {others.map((model) => (
          <button key={model} type="button" onClick={() => rerun(model)}>
            {model === world.model ? `with ${modelNames[model]} again` : `with ${modelNames[model]}`}
          </button>
        ))}
        <label class="picker">
          with a trace from a file
          <input
            type="file"
            accept=".jsonl,.json,.txt"
            onChange={async ({ currentTarget }) => {
              const file = currentTarget.files?.[0];
              if (file === undefined) return;
              try {
                compareWith(file.name, recordingOf(await file.text()).eventsUntil(Number.POSITIVE_INFINITY));
              } catch (error) {
                if (!(error instanceof NoTrace)) throw error;
                stage.complain(`${file.name}: ${error.message}`);
              }
            }}
          />
        </label>
      </div>
      {comparison !== null && <Beside comparison={comparison} />}
    </section>
  );
}

function Beside({
  comparison: { names, traces, difference },
}: {
  readonly comparison: Comparison;
}): JSX.Element {
  if (difference === null)
    return (
      <p class="equal" role="status">
        Equal: all {traces[0].length} events are the same.
      </p>
    );
  const { at, field } = difference;
  const from = Math.max(0, at - context);
  return (
    <div class="beside" role="region" aria-label="The first difference" tabIndex={0}>
      <table>
        <caption>
          They differ from event {at + 1} on{at > 0 && `; the ${at} before are the same`}
          {field !== null && ` (${field})`}.
        </caption>
        <thead>
          <tr>
            <th scope="col">{names[0]}</th>
            <th scope="col">{names[1]}</th>
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: 2 * context }, (_, i) => from + i).map((i) => (
            <tr key={i} class={i === at ? 'first' : i > at ? 'after' : ''}>
              {traces.map((trace, side) => (
                <td key={side}>{trace[i] === undefined ? '(ends)' : eventText(trace[i])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
