// The live chapter: a cluster that runs in the page.

import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { defaultSettings } from '../engine/settings.ts';
import { type Model, models, type World } from '../engine/world.ts';
import type { GoProgram } from '../models/go-host.ts';
import { machines } from '../models/machines.ts';
import type { Scene } from '../scenes/scene.ts';
import { Compare } from './compare.tsx';
import { Controls } from './controls.tsx';
import { Logs } from './logs.tsx';
import { commandText, Panel } from './panel.tsx';
import { Ring } from './ring.tsx';
import { Scenes } from './scenes.tsx';
import { Settings } from './settings.tsx';
import { readTrace, Share } from './share.tsx';
import type { Sources } from './source-lines.ts';
import { SourcePanel } from './sources.tsx';
import { Stage } from './stage.ts';
import { modelNames } from './texts.ts';
import { Timeline } from './timeline.tsx';

export interface AppProps {
  readonly sources: Sources;
  readonly loadGo: () => Promise<GoProgram>;
  /** The recorded run of threads, loaded on demand; null if the page has none. */
  readonly loadThreads: (() => Promise<string>) | null;
  readonly loadScenes: () => Promise<readonly Scene[]>;
}

const firstWorld: World = { model: 'async', seed: 7, settings: defaultSettings, actions: [] };

export function App({ sources, loadGo, loadThreads, loadScenes }: AppProps): JSX.Element {
  const [, render] = useState(0);
  const all = useMemo(() => machines(loadGo), [loadGo]);
  const stage = useMemo(() => new Stage(all, firstWorld, () => render((count) => count + 1)), [all]);
  useEffect(() => {
    void openFromAddress(stage);
    const follow = () => openFromAddress(stage);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, [stage]);
  const { recording, now } = stage;
  const picture = recording.pictureAt(now);
  const { latency, jitter } = stage.world.settings;
  return (
    <>
      <ModelChoice stage={stage} loadThreads={loadThreads} />
      {stage.problem !== '' && (
        <p class="problem" role="alert">
          {stage.problem}
        </p>
      )}
      {stage.traceName !== null && <p class="recorded">{recordedText(stage.traceName)}</p>}
      <Scenes stage={stage} machines={all} loadScenes={loadScenes} />
      <div class="stage">
        <div class="theatre">
          <Ring
            picture={picture}
            now={now}
            arrival={(message) => recording.ends.get(message) ?? null}
            latency={latency + jitter}
            cuts={stage.cuts}
            showsHeartbeats={stage.showsHeartbeats}
            isCalm={stage.isCalm}
            selection={stage.selection}
            select={(selection) => stage.set({ selection })}
          />
          <Controls stage={stage} />
          <Timeline
            recording={recording}
            now={now}
            end={stage.end}
            latest={stage.latest}
            goTo={(time) => stage.goTo(time)}
          />
        </div>
        <Panel stage={stage} picture={picture}>
          <Logs
            picture={picture}
            selection={stage.selection}
            select={(selection) => stage.set({ selection })}
            commands={(index, term) => {
              const command = recording.commandOf(index, term);
              return command === null ? `entry ${index} of term ${term}` : commandText(command);
            }}
          />
        </Panel>
      </div>
      <SourcePanel stage={stage} sources={sources} machines={all} />
      {stage.traceName === null && <Settings stage={stage} />}
      <Share stage={stage} />
      <Compare key={stage.traceName} stage={stage} machines={all} />
    </>
  );
}

/** Shows the run of the address, if there is one; else, and if the address is wrong, a first run. */
async function openFromAddress(stage: Stage): Promise<void> {
  const address = /^#run=(.*)$/.exec(location.hash)?.[1];
  if (address !== undefined) await stage.openAddress(address);
  if (stage.recording.steps.length > 0 || location.hash.startsWith('#scene-')) return;
  const { problem } = stage;
  await stage.open(firstWorld, 0);
  if (problem !== '') stage.complain(problem);
}

/** The models that run, and the one that can only be shown. */
function ModelChoice({
  stage,
  loadThreads,
}: {
  stage: Stage;
  loadThreads: AppProps['loadThreads'];
}): JSX.Element {
  const isLive = stage.traceName === null;
  return (
    <div class="models" role="group" aria-label="Model">
      {models.map((model) => (
        <button
          key={model}
          type="button"
          class={model === 'go' ? 'goroutines' : model}
          aria-pressed={isLive && stage.world.model === model}
          onClick={() => switchTo(stage, model)}
        >
          {modelNames[model]}
        </button>
      ))}
      {loadThreads !== null && (
        <button
          type="button"
          class="workers"
          aria-pressed={stage.traceName === threadsName}
          onClick={async () => readTrace(stage, threadsName, await loadThreads())}
        >
          Threads, recorded
        </button>
      )}
      {stage.isBusy && <output class="busy">working …</output>}
    </div>
  );
}

const threadsName = 'threads';

/** The same world on another model. */
function switchTo(stage: Stage, model: Model): void {
  const time = stage.traceName === null ? stage.now : 0;
  void stage.open({ ...stage.world, model }, time);
}

function recordedText(name: string): string {
  if (name !== threadsName) return `This is the trace ${name}: it can be looked at, not changed.`;
  return (
    'This is a recording. Threads share memory and block, which a page may do only when it is served with isolation ' +
    'headers, and their time is real: so this is the trace of a run of raft-workers in Node, made when the page was built. ' +
    'It can be looked at, not changed.'
  );
}
