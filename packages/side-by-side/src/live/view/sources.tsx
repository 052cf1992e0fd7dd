// Picture and source: the lines that ran in the step shown, and who waits for what.

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type RanFunction, ranIn, type Sources, serversThatRan, waitingIn } from './source-lines.ts';
import type { Stage } from './stage.ts';
import { modelNames, ms } from './texts.ts';

interface SourcePanelProps {
  readonly stage: Stage;
  readonly sources: Sources;
}

export function SourcePanel({ stage, sources }: SourcePanelProps): JSX.Element | null {
  const [chosen, setChosen] = useState(0);
  const step = stage.stepWithLines;
  const own = sources[stage.world.model];
  if (stage.traceName !== null || own === undefined || step === null) return null;
  const ran = serversThatRan(step);
  const selected = stage.selection?.kind === 'server' ? stage.selection.id : chosen;
  const all = [...step.picture.servers.keys()].sort((a, b) => a - b);
  const server =
    all.includes(selected) && (ran.length === 0 || ran.includes(selected))
      ? selected
      : (ran[0] ?? all[0] ?? 1);
  const waiting = waitingIn(step, server, own);
  return (
    <section class="source" aria-label="The source that runs">
      <header>
        <h2>The lines that ran, {modelNames[stage.world.model]}</h2>
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
      </header>
      <div class="columns">
        <div class="code" role="region" aria-label="Functions that ran" tabIndex={0}>
          {ran.includes(server) ? (
            ranIn(step, server, own).map((func) => <Listing key={func.start} func={func} />)
          ) : (
            <p class="quiet">
              Server {server} did nothing at {ms(step.at)}.
            </p>
          )}
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
    </section>
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
