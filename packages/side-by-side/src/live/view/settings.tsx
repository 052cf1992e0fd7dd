// The settings of a world. Changing one starts the run anew; latency and loss also while it runs.

import type { JSX } from 'preact';
import { type WorldSettings, worldSettings } from '../engine/settings.ts';
import type { World } from '../engine/world.ts';
import type { Stage } from './stage.ts';

interface Field {
  readonly label: string;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly value: (settings: WorldSettings) => number;
  readonly change: (settings: WorldSettings, value: number) => Partial<WorldSettings>;
}

const fields: readonly Field[] = [
  {
    label: 'Servers',
    unit: '',
    min: 3,
    max: 9,
    value: (s) => s.servers,
    change: (_, servers) => ({ servers }),
  },
  {
    ...{ label: 'Election timeout from', unit: 'ms', min: 20, max: 9000 },
    value: (s) => s.electionTimeout[0],
    change: ({ electionTimeout: [, max] }, min) => ({ electionTimeout: [min, Math.max(max, min + 1)] }),
  },
  {
    ...{ label: 'to', unit: 'ms', min: 21, max: 10_000 },
    value: (s) => s.electionTimeout[1],
    change: ({ electionTimeout: [min] }, max) => ({ electionTimeout: [Math.min(min, max - 1), max] }),
  },
  {
    ...{ label: 'Heartbeat every', unit: 'ms', min: 1, max: 5000 },
    value: (s) => s.heartbeatInterval,
    change: (_, heartbeatInterval) => ({ heartbeatInterval }),
  },
  {
    label: 'Latency',
    unit: 'ms',
    min: 1,
    max: 1000,
    value: (s) => s.latency,
    change: (_, latency) => ({ latency }),
  },
  {
    label: 'and up to',
    unit: 'ms',
    min: 0,
    max: 1000,
    value: (s) => s.jitter,
    change: (_, jitter) => ({ jitter }),
  },
  {
    ...{ label: 'Loss', unit: '%', min: 0, max: 90 },
    value: (s) => Math.round(s.loss * 100),
    change: (_, percent) => ({ loss: percent / 100 }),
  },
  {
    ...{ label: 'Snapshot every', unit: 'entries (0: never)', min: 0, max: 1000 },
    value: (s) => s.snapshotThreshold,
    change: (_, snapshotThreshold) => ({ snapshotThreshold }),
  },
];

export function Settings({ stage }: { readonly stage: Stage }): JSX.Element {
  const { world } = stage;
  return (
    <details class="settings">
      <summary>Settings</summary>
      <div>
        {fields.map((field) => (
          <NumberField key={field.label} field={field} stage={stage} />
        ))}
        {(['preVote', 'checkQuorum'] as const).map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={world.settings[name]}
              onChange={(event) => change(stage, { [name]: event.currentTarget.checked })}
            />{' '}
            {name === 'preVote' ? 'PreVote' : 'CheckQuorum'}
          </label>
        ))}
        <label>
          Seed{' '}
          <input
            type="number"
            min="0"
            max="4294967295"
            value={world.seed}
            onChange={(event) => anew(stage, { seed: event.currentTarget.valueAsNumber >>> 0 })}
          />
        </label>
        <button type="button" onClick={() => setNetwork(stage)}>
          Change the network now
        </button>
        <p>
          Changing a setting starts the run anew with the same actions. “Change the network now” makes latency
          and loss an action at the time shown.
        </p>
      </div>
    </details>
  );
}

function NumberField({ field, stage }: { readonly field: Field; readonly stage: Stage }): JSX.Element {
  const { settings } = stage.world;
  return (
    <label>
      {field.label}{' '}
      <input
        type="number"
        min={field.min}
        max={field.max}
        value={field.value(settings)}
        onChange={(event) => {
          const value = event.currentTarget.valueAsNumber;
          if (Number.isFinite(value)) change(stage, field.change(settings, value));
        }}
      />{' '}
      {field.unit}
    </label>
  );
}

function change(stage: Stage, changed: Partial<WorldSettings>): void {
  try {
    anew(stage, { settings: worldSettings({ ...stage.world.settings, ...changed }) });
  } catch (error) {
    stage.complain(`${(error as Error).message}.`);
  }
}

function anew(stage: Stage, changed: Partial<World>): void {
  void stage.open({ ...stage.world, ...changed }, 0);
}

function setNetwork(stage: Stage): void {
  const { latency, jitter, loss } = stage.world.settings;
  void stage.act({ do: 'network', latency, jitter, loss });
}
