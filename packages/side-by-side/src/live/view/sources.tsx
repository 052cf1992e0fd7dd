// Picture and source: the lines that ran in the step shown, and who waits for what.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Machines, Player } from '../engine/player.ts';
import type { Recording, Step } from '../engine/recording.ts';
import { type Model, models, type World } from '../engine/world.ts';
import {
  lastStepOf,
  type ModelSources,
  type RanFunction,
  ranIn,
  type Sources,
  serversThatRan,
  waitingIn,
} from './source-lines.ts';
import type { Stage } from './stage.ts';
import { modelNames, ms } from './texts.ts';

interface SourcePanelProps {
  readonly stage: Stage;
  readonly sources: Sources;
  readonly machines: Machines;
}

export function SourcePanel({ stage, sources, machines }: SourcePanelProps): JSX.Element | null {
  const [chosen, setChosen] = useState(0);
  const [other, setOther] = useState<Model | null>(null);
  const { model } = stage.world;
  const beside = other === model || stage.traceName !== null ? null : other;
  const companion = useCompanion(stage, beside, machines);
  const step = stage.stepWithLines;
  const own = sources[model];
  if (stage.traceName !== null || own === undefined || step === null) return null;
  const ran = serversThatRan(step);
  const selected = stage.selection?.kind === 'server' ? stage.selection.id : chosen;
  const all = [...step.picture.servers.keys()].sort((a, b) => a - b);
  const isShown = all.includes(selected) && (ran.length === 0 || ran.includes(selected));
  const server = isShown ? selected : (ran[0] ?? all[0] ?? 1);
  const besideStep = companion && lastStepOf(companion, stage.now, server);
  const besideSources = beside === null ? undefined : sources[beside];
  return (
    <section class="source" aria-label="The source that runs">
      <header>
        <h2>The lines that ran, {modelNames[model]}</h2>
        <div class="which" role="group" aria-label="Server">
          {all.map((id) => (
            <button
              key={id}
              type="button"
              aria-pressed={id === server}
              class={ran.includes(id) ? 'ran' : ''}
              onClick={() => {
                setChosen(id);
                stage.set({ selection: { kind: 'server', id } });
              }}
            >
              S{id}
            </button>
          ))}
        </div>
        <label>
          Beside it{' '}
          <select
            value={beside ?? ''}
            onChange={({ currentTarget: { value } }) => setOther(value === '' ? null : (value as Model))}
          >
            <option value="">nothing</option>
            {models
              .filter((each) => each !== model)
              .map((each) => (
                <option key={each} value={each}>
                  {modelNames[each]}
                </option>
              ))}
          </select>
        </label>
      </header>
      {beside !== null && (
        <p class="quiet">
          The same seed, settings and actions on {modelNames[beside]}: what server {server} did there last, up
          to the time shown.
        </p>
      )}
      <div class={beside === null ? 'columns' : 'columns two'}>
        <Column step={step} server={server} sources={own} {...(beside && { name: modelNames[model] })} />
        {besideStep && besideSources && (
          <Column step={besideStep} server={server} sources={besideSources} name={modelNames[beside!]} />
        )}
      </div>
    </section>
  );
}

/** The same world on another model, carried out up to the time shown; null until it is, and without a model. */
function useCompanion(stage: Stage, model: Model | null, machines: Machines): Recording | null {
  const [, arrived] = useState(0);
  const held = useRef<{ player: Player; world: World; model: Model } | null>(null);
  const { world, now } = stage;
  useEffect(() => {
    if (model === null) {
      held.current = null;
      return;
    }
    if (held.current?.world !== world || held.current.model !== model)
      held.current = { player: new Player(machines, { ...world, model }), world, model };
    held.current.player.goTo(now).then(
      () => arrived((count) => count + 1),
      (error: Error) => stage.complain(error.message),
    );
  }, [model, world, now]);
  return model === null ? null : (held.current?.player.recording ?? null);
}

/** What a server did in a step, and what its tasks wait for. */
function Column({
  step,
  server,
  sources,
  name,
}: {
  readonly step: Step;
  readonly server: number;
  readonly sources: ModelSources;
  readonly name?: string;
}): JSX.Element {
  const functions = ranIn(step, server, sources);
  const waiting = waitingIn(step, server, sources);
  return (
    <div class="model">
      <div
        class="code"
        role="region"
        aria-label={`Functions that ran${name ? `, ${name}` : ''}`}
        tabIndex={0}
      >
        {name !== undefined && (
          <h3>
            {name}, {ms(step.at)}
          </h3>
        )}
        {functions.length === 0 && (
          <p class="quiet">
            Server {server} did nothing at {ms(step.at)}.
          </p>
        )}
        {functions.map((func) => (
          <Listing key={func.start} func={func} />
        ))}
      </div>
      <div class="waits">
        <h3>Who waits for what on server {server}</h3>
        {waiting.length === 0 && <p class="quiet">Nothing of it runs.</p>}
        <ul>
          {waiting.map(({ name, file, line, text, reason, count }) => (
            <li key={`${file}${line}`}>
              <b>{name}</b>
              {count > 1 && <small> ×{count}</small>} waits {reason}
              <code>
                <span>{line}</span> {text}
              </code>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function Listing({
  func: { file, name, start, lines, lit, last, address },
}: {
  readonly func: RanFunction;
}): JSX.Element {
  return (
    <figure>
      <figcaption>
        <b>{name}</b> <small>{file.replace(/^packages\//, '').replace('/src/', '/')}</small>
        {address !== undefined && <a href={address}>this step in all columns</a>}
      </figcaption>
      <ol start={start}>
        {lines.map((text, i) => {
          const line = start + i;
          const kind = line === last ? 'lit last' : lit.has(line) ? 'lit' : '';
          return (
            <li key={line} value={line} class={kind}>
              <code>{codeOf(text)}</code>
            </li>
          );
        })}
      </ol>
    </figure>
  );
}

/** A line with its comment set apart. */
function codeOf(text: string): JSX.Element {
  const comment = text.search(/(?<=^|\s)(\/\/|\/\*\*|\* )/);
  if (comment < 0) return <>{text.replaceAll('\t', '  ')}</>;
  return (
    <>
      {text.slice(0, comment).replaceAll('\t', '  ')}
      <i>{text.slice(comment)}</i>
    </>
  );
}
