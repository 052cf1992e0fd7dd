// The timeline: a lane for each server with its roles, the marks of what happened, and the time shown.

import type { JSX } from 'preact';
import type { Mark, Recording } from '../engine/recording.ts';
import { ms } from './texts.ts';

/** A stretch of one role in one term. */
interface Stretch {
  readonly server: number;
  readonly kind: string;
  readonly term: number;
  readonly from: number;
  to: number;
}

const lane = 11;

const markSigns: Readonly<Record<Mark, string>> = {
  election: '♛',
  commit: '✓',
  crash: '✕',
  restart: '↻',
  violation: '!',
  network: '⌁',
};

export function Timeline({
  recording,
  now,
  end,
  latest,
  goTo,
}: {
  readonly recording: Recording;
  readonly now: number;
  readonly end: number;
  /** The latest time that was shown: what comes later is not given away (ms). */
  readonly latest: number;
  readonly goTo: (time: number) => void;
}): JSX.Element {
  const stretches = stretchesOf(recording, latest);
  const servers = [...new Set(stretches.map(({ server }) => server))].sort((a, b) => a - b);
  const height = servers.length * lane + 22;
  const x = (time: number) => (time / Math.max(end, 1)) * 1000;
  const y = (server: number) => servers.indexOf(server) * lane + 4;
  return (
    <div class="timeline">
      <svg viewBox={`0 0 1000 ${height}`} preserveAspectRatio="none" aria-hidden="true">
        {stretches.map(({ server, kind, term, from, to }) => (
          <rect
            key={`${server}-${from}`}
            class={`${kind} term-${term % 8}`}
            x={x(from)}
            width={Math.max(0.5, x(to) - x(from))}
            y={y(server) + (kind === 'leader' ? 0 : 3)}
            height={kind === 'leader' ? 8 : 2}
          />
        ))}
        <line class="now" x1={x(now)} x2={x(now)} y1="0" y2={height} />
      </svg>
      <div class="marks" aria-hidden="true">
        {marksOf(recording, latest, end / 60).map(({ at, mark }) => (
          <i key={`${mark}${at}`} class={mark} style={{ left: `${(at / Math.max(end, 1)) * 100}%` }}>
            {markSigns[mark]}
          </i>
        ))}
      </div>
      <input
        type="range"
        min="0"
        max={Math.ceil(end)}
        step="any"
        value={now}
        aria-label="Time shown"
        aria-valuetext={ms(now)}
        onInput={(event) => goTo(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}

/** Stretches until a time. They are found by comparing each picture with the one before. */
function stretchesOf({ steps }: Recording, until: number): Stretch[] {
  const stretches: Stretch[] = [];
  const open = new Map<number, Stretch>();
  for (const { at, picture } of steps) {
    if (at > until) break;
    for (const [id, { running, role, term }] of picture.servers) {
      const kind = running ? role : 'crashed';
      const last = open.get(id);
      if (last !== undefined && last.kind === kind && last.term === term) continue;
      if (last !== undefined) last.to = at;
      const next = { server: id, kind, term, from: at, to: until };
      open.set(id, next);
      stretches.push(next);
    }
  }
  return stretches;
}

/** Marks until a time, at most one of a kind within a distance: they would overlap. */
function marksOf(
  { steps }: Recording,
  until: number,
  distance: number,
): { readonly at: number; readonly mark: Mark }[] {
  const found: { at: number; mark: Mark }[] = [];
  const last = new Map<Mark, number>();
  for (const { at, marks } of steps) {
    if (at > until) break;
    for (const mark of marks) {
      if (at - (last.get(mark) ?? Number.NEGATIVE_INFINITY) < distance) continue;
      last.set(mark, at);
      found.push({ at, mark });
    }
  }
  return found;
}
