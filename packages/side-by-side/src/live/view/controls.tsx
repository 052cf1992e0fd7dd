// Play, step and jump; and the keys for them.

import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Mark } from '../engine/recording.ts';
import { leaderOf, nextProposal } from './panel.tsx';
import { type Stage, speeds } from './stage.ts';
import { ms } from './texts.ts';

const jumps: readonly (readonly [mark: Mark, key: string, label: string])[] = [
  ['election', 'e', 'Election'],
  ['commit', 'c', 'Commit'],
  ['violation', 'v', 'Violation'],
];

export function Controls({ stage }: { readonly stage: Stage }): JSX.Element {
  useKeys(stage);
  const { violation } = stage.recording;
  return (
    <div class="controls" role="toolbar" aria-label="Time">
      <button type="button" title="Step back (←)" aria-label="Step back" onClick={() => stage.stepBy(-1)}>
        ◂
      </button>
      <button
        type="button"
        class="play"
        title="Play or pause (space)"
        onClick={() => (stage.isPlaying ? stage.pause() : stage.play())}
      >
        {stage.isPlaying ? 'Pause' : 'Play'}
      </button>
      <button type="button" title="Step (→)" aria-label="Step" onClick={() => stage.stepBy(1)}>
        ▸
      </button>
      <span class="jumps">
        Next{' '}
        {jumps.map(([mark, key, label]) => (
          <button key={mark} type="button" title={`Next ${mark} (${key})`} onClick={() => jump(stage, mark)}>
            {label}
          </button>
        ))}
      </span>
      <label>
        Speed{' '}
        <select
          value={stage.speed}
          onChange={(event) => stage.set({ speed: Number(event.currentTarget.value) })}
        >
          {speeds.map((speed) => (
            <option key={speed} value={speed}>
              {speed === 1000 ? 'real time' : `1/${Math.round(1000 / speed)}`}
            </option>
          ))}
        </select>
      </label>
      <label>
        <input
          type="checkbox"
          checked={stage.showsHeartbeats}
          onChange={(event) => stage.set({ showsHeartbeats: event.currentTarget.checked })}
        />{' '}
        Heartbeats
      </label>
      <output class="clock">{ms(stage.now)}</output>
      <output class={`verdict${violation !== null && violation.at <= stage.now ? ' bad' : ''}`}>
        {violation !== null && violation.at <= stage.now
          ? `violated: ${violation.text}`
          : 'All invariants hold so far'}
      </output>
    </div>
  );
}

function jump(stage: Stage, mark: Mark): void {
  const missing = `No ${mark} within the next ten seconds.`;
  void stage.jumpTo(({ marks }) => marks.has(mark), missing);
}

/** Keys act unless a field has the focus. Space is left to a button that has it. */
function useKeys(stage: Stage): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const focused = event.target as HTMLElement;
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        focused.matches('input:not([type=checkbox]), select, textarea')
      )
        return;
      if (event.key === ' ' && focused.matches('button, input, summary, a')) return;
      if (perform(stage, event.key)) event.preventDefault();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [stage]);
}

function perform(stage: Stage, key: string): boolean {
  const mark = jumps.find(([, itsKey]) => itsKey === key)?.[0];
  if (mark !== undefined) jump(stage, mark);
  else if (key === ' ') stage.isPlaying ? stage.pause() : stage.play();
  else if (key === 'ArrowRight') void stage.stepBy(1);
  else if (key === 'ArrowLeft') void stage.stepBy(-1);
  else if (key === 'h') stage.set({ showsHeartbeats: !stage.showsHeartbeats });
  else if (stage.traceName !== null) return false;
  else if (key === 'p') void stage.act(nextProposal(stage, 0));
  else if (key === 'x') crashLeader(stage);
  else return false;
  return true;
}

function crashLeader(stage: Stage): void {
  const leader = leaderOf(stage.recording.pictureAt(stage.now));
  if (leader !== null) void stage.act({ do: 'crash', server: leader });
}
