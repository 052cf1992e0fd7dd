// The servers as a table: a button for each, and its log.

import type { JSX } from 'preact';
import type { Picture, ServerPicture } from '../engine/picture.ts';
import type { Selection } from './stage.ts';

/** Entries shown of each log. */
const shown = 9;

export function Logs({
  picture,
  selection,
  select,
  commands,
}: {
  readonly picture: Picture;
  readonly selection: Selection;
  readonly select: (selection: Selection) => void;
  /** What an entry holds, by index and term. */
  readonly commands: (index: number, term: number) => string;
}): JSX.Element {
  const servers = [...picture.servers.values()].sort((a, b) => a.id - b.id);
  const last = Math.max(0, ...servers.map(({ base, terms }) => base + terms.length));
  const first = Math.max(1, last - shown + 1);
  const indexes = Array.from({ length: Math.min(shown, last) }, (_, i) => first + i);
  return (
    <div class="logs" role="region" aria-label="Servers and their logs" tabIndex={0}>
      <p id="logs-caption">Logs: each entry with its term. A full border is committed.</p>
      <table aria-labelledby="logs-caption">
        <thead>
          <tr>
            <th scope="col">Server</th>
            {indexes.map((index) => (
              <th key={index} scope="col">
                {index}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {servers.map((server) => {
            const isSelected = selection?.kind === 'server' && selection.id === server.id;
            return (
              <tr key={server.id} class={isSelected ? 'selected' : ''}>
                <th scope="row">
                  <button
                    type="button"
                    aria-pressed={isSelected}
                    onClick={() => select(isSelected ? null : { kind: 'server', id: server.id })}
                  >
                    S{server.id} <small>{server.running ? server.role : 'crashed'}</small>
                  </button>
                </th>
                {indexes.map((index) => (
                  <Entry key={index} server={server} index={index} commands={commands} />
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Entry({
  server: { base, terms, commitIndex },
  index,
  commands,
}: {
  readonly server: ServerPicture;
  readonly index: number;
  readonly commands: (index: number, term: number) => string;
}): JSX.Element {
  if (index <= base)
    return (
      <td class="compacted" title="in a snapshot">
        ▪
      </td>
    );
  const term = terms[index - base - 1];
  if (term === undefined) return <td />;
  const isCommitted = index <= commitIndex;
  return (
    <td class={`slot term-${term % 8}${isCommitted ? ' committed' : ''}`} title={commands(index, term)}>
      {term}
    </td>
  );
}
