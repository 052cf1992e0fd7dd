// Addresses, traces and tests: what of a run can be given away, and taken in.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { summaryOf, testOf } from '../engine/scenario-test.ts';
import { NoTrace, recordingOf, traceText } from '../engine/trace-text.ts';
import type { Stage } from './stage.ts';

export function Share({ stage }: { readonly stage: Stage }): JSX.Element {
  const [said, say] = useState('');
  const isLive = stage.traceName === null;
  return (
    <div class="share" role="group" aria-label="Share">
      {isLive && (
        <button type="button" onClick={() => copyAddress(stage).then(say)}>
          Copy the address
        </button>
      )}
      <button type="button" onClick={() => saveTrace(stage)}>
        Save the trace
      </button>
      {isLive && (
        <button type="button" onClick={() => saveTest(stage)}>
          Save as a test
        </button>
      )}
      <label class="picker">
        Open a trace
        <input
          type="file"
          accept=".jsonl,.json,.txt"
          onChange={async ({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            if (file !== undefined) readTrace(stage, file.name, await file.text());
            currentTarget.value = '';
          }}
        />
      </label>
      <output>{said}</output>
    </div>
  );
}

/** Puts what is shown into the page's address, and copies that. */
async function copyAddress(stage: Stage): Promise<string> {
  location.hash = `run=${stage.address}`;
  try {
    await navigator.clipboard.writeText(location.href);
    return 'Copied.';
  } catch {
    return 'It is in the address bar.';
  }
}

function saveTrace(stage: Stage): void {
  save('run.jsonl', traceText(stage.recording.eventsUntil(stage.now)));
}

function saveTest(stage: Stage): void {
  const { recording, world, now } = stage;
  const violation =
    recording.violation !== null && recording.violation.at <= now ? recording.violation.text : null;
  save('saved-run.test.ts', testOf(world, now, summaryOf(recording.eventsUntil(now), violation)));
}

function save(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Shows a trace, or says in one line why not. */
export function readTrace(stage: Stage, name: string, text: string): void {
  try {
    stage.openTrace(name, recordingOf(text));
  } catch (error) {
    if (!(error instanceof NoTrace)) throw error;
    stage.complain(`${name}: ${error.message}`);
  }
}
