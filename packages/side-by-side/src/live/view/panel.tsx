// The selected server or message, and what can be done to it; without a selection, what can be done to all.

import type { Command } from '@three-ways/raft-core';
import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Action } from '../engine/actions.ts';
import type { Flight, Picture, ServerPicture } from '../engine/picture.ts';
import type { Stage } from './stage.ts';
import { isHeartbeat } from './stage.ts';
import { messageText, ms } from './texts.ts';

/** Messages listed at most. */
const listed = 12;

interface PanelProps {
  readonly stage: Stage;
  readonly picture: Picture;
}

/** @param children the logs, which stand between what is selected and what is in flight */
export function Panel({
  stage,
  picture,
  children,
}: PanelProps & { readonly children: ComponentChildren }): JSX.Element {
  const { selection } = stage;
  const flight = selection?.kind === 'message' ? picture.flights.get(selection.number) : undefined;
  const server = selection?.kind === 'server' ? picture.servers.get(selection.id) : undefined;
  return (
    <section class="panel" aria-label="Details and actions">
      {flight !== undefined && <MessagePanel stage={stage} flight={flight} />}
      {server !== undefined && <ServerPanel stage={stage} server={server} picture={picture} />}
      {stage.traceName === null && <ClusterPanel stage={stage} picture={picture} />}
      {children}
      <Flights stage={stage} picture={picture} />
      <Outcomes stage={stage} />
    </section>
  );
}

function Do({ stage, action, children }: { stage: Stage; action: Action; children: string }): JSX.Element {
  return (
    <button type="button" onClick={() => stage.act(action)}>
      {children}
    </button>
  );
}

function ServerPanel({
  stage,
  server,
  picture,
}: PanelProps & { readonly server: ServerPicture }): JSX.Element {
  const { id, running, role, term, votedFor, commitIndex, lastApplied, base, terms, timer } = server;
  const others = [...picture.servers.keys()].filter((other) => other !== id).sort((a, b) => a - b);
  return (
    <div class="details">
      <h3>Server {id}</h3>
      <dl>
        <dt>Role</dt>
        <dd>{running ? `${role}, term ${term}` : 'crashed: what it keeps is on stable storage'}</dd>
        <dt>Vote</dt>
        <dd>{votedFor === null ? 'none in this term' : `for server ${votedFor}`}</dd>
        <dt>Log</dt>
        <dd>
          to {base + terms.length}
          {base > 0 && `, a snapshot to ${base}`}; committed {commitIndex}, applied {lastApplied}
        </dd>
        {timer !== null && running && role !== 'leader' && (
          <>
            <dt>Timer</dt>
            <dd>elapses in {ms(Math.max(0, timer[1] - stage.now))}</dd>
          </>
        )}
      </dl>
      {stage.traceName === null && (
        <div class="actions">
          <Do stage={stage} action={{ do: running ? 'crash' : 'restart', server: id }}>
            {running ? 'Crash' : 'Restart'}
          </Do>
          <Do stage={stage} action={{ do: 'partition', groups: [[id], others] }}>
            Cut off
          </Do>
          <Do stage={stage} action={{ do: 'transfer', server: id }}>
            Hand leadership to it
          </Do>
          <Propose stage={stage} via={id} />
          <Do stage={stage} action={{ do: 'remove', server: id }}>
            Remove
          </Do>
          <OneWay stage={stage} id={id} others={others} />
        </div>
      )}
    </div>
  );
}

/** Cuts one direction between two servers. */
function OneWay({ stage, id, others }: { stage: Stage; id: number; others: readonly number[] }): JSX.Element {
  const [other, setOther] = useState(0);
  const to = others.includes(other) ? other : (others[0] ?? 0);
  return (
    <span class="one-way">
      <label>
        One way to{' '}
        <select value={to} onChange={(event) => setOther(Number(event.currentTarget.value))}>
          {others.map((each) => (
            <option key={each} value={each}>
              S{each}
            </option>
          ))}
        </select>
      </label>
      <Do stage={stage} action={{ do: 'cut', from: id, to }}>
        {`Cut S${id} → S${to}`}
      </Do>
      <Do stage={stage} action={{ do: 'cut', from: to, to: id }}>
        {`Cut S${to} → S${id}`}
      </Do>
    </span>
  );
}

/** Names proposed one after the other, so that each entry is another. */
const names = ['Ada', 'Grace', 'Edsger', 'Barbara', 'Tony', 'Leslie', 'Frances', 'Niklaus'];

export function nextProposal(stage: Stage, via: number): Action {
  const made = stage.world.actions.filter(
    (action) => action.do === 'propose' && action.at <= stage.now,
  ).length;
  return { do: 'propose', id: `${(made % 3) + 1}`, name: names[made % names.length]!, via };
}

function Propose({ stage, via }: { stage: Stage; via: number }): JSX.Element {
  return (
    <button type="button" onClick={() => stage.act(nextProposal(stage, via))}>
      {via === 0 ? 'Propose' : 'Propose through it'}
    </button>
  );
}

function ClusterPanel({ stage, picture }: PanelProps): JSX.Element {
  const leader = leaderOf(picture);
  const isCut = picture.groups !== null || stage.cuts.length > 0;
  const crashed = [...picture.servers.values()].filter(({ running }) => !running);
  return (
    <div class="details">
      <h3>The cluster</h3>
      <div class="actions">
        <Propose stage={stage} via={0} />
        {leader !== null && (
          <>
            <Do stage={stage} action={{ do: 'crash', server: leader }}>
              {`Crash the leader, S${leader}`}
            </Do>
            <Do stage={stage} action={{ do: 'partition', groups: minority(picture, leader) }}>
              Cut the leader off with a minority
            </Do>
          </>
        )}
        {crashed.map(({ id }) => (
          <Do key={id} stage={stage} action={{ do: 'restart', server: id }}>
            {`Restart S${id}`}
          </Do>
        ))}
        {isCut && (
          <Do stage={stage} action={{ do: 'heal' }}>
            Heal the network
          </Do>
        )}
        <Do stage={stage} action={{ do: 'add' }}>
          Add a server
        </Do>
      </div>
    </div>
  );
}

/** The leader of the newest term; null without one. */
export function leaderOf({ servers }: Picture): number | null {
  const leaders = [...servers.values()].filter(({ running, role }) => running && role === 'leader');
  return leaders.sort((a, b) => b.term - a.term)[0]?.id ?? null;
}

function minority({ servers }: Picture, leader: number): number[][] {
  const others = [...servers.keys()].filter((id) => id !== leader).sort((a, b) => a - b);
  const few = others.slice(0, Math.floor((servers.size - 1) / 2) - 1);
  return [[leader, ...few], others.filter((id) => !few.includes(id))];
}

function MessagePanel({ stage, flight }: { readonly stage: Stage; readonly flight: Flight }): JSX.Element {
  const { number, message, sentAt } = flight;
  const { type, from, to, ...fields } = message as unknown as Record<string, unknown>;
  const end = stage.recording.ends.get(number);
  return (
    <div class="details">
      <h3>
        {`${type}`}, S{`${from}`} → S{`${to}`}
      </h3>
      <dl>
        <dt>Number</dt>
        <dd>
          {number}, sent at {ms(sentAt)}
        </dd>
        {Object.entries(fields).map(([name, value]) => (
          <>
            <dt key={name}>{name}</dt>
            <dd>{fieldText(value)}</dd>
          </>
        ))}
      </dl>
      {stage.traceName === null && (
        <div class="actions">
          <Do stage={stage} action={{ do: 'drop', message: number }}>
            Drop it
          </Do>
          <Do stage={stage} action={{ do: 'delay', message: number, ms: 100 }}>
            Delay it by 100 ms
          </Do>
        </div>
      )}
      {end?.lost && <p>It will be lost.</p>}
    </div>
  );
}

function fieldText(value: unknown): string {
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (Array.isArray(value) && value.length === 0) return 'none';
  if (Array.isArray(value)) return value.map((entry) => entryText(entry)).join('; ');
  return typeof value === 'object' ? JSON.stringify(value) : `${value}`;
}

function entryText(entry: { readonly term?: number; readonly command?: Command }): string {
  if (entry?.command === undefined) return JSON.stringify(entry);
  return `term ${entry.term}: ${commandText(entry.command)}`;
}

export function commandText(command: Command): string {
  switch (command.type) {
    case 'set':
      return `${command.id} = ${command.name}`;
    case 'delete':
      return `delete ${command.id}`;
    case 'noop':
      return 'no-op of a new leader';
    case 'register':
      return 'open a session';
    case 'configuration': {
      const { voters, learners } = command.configuration;
      return `configuration: voters ${voters.join(' ')}${learners.length > 0 ? `, learners ${learners.join(' ')}` : ''}`;
    }
  }
}

function Flights({ stage, picture }: PanelProps): JSX.Element {
  const flights = [...picture.flights.values()].filter(
    ({ message }) => stage.showsHeartbeats || !isHeartbeat(message),
  );
  return (
    <div class="flights">
      <h3>In flight: {flights.length}</h3>
      <ul>
        {flights.slice(0, listed).map(({ number, message }) => (
          <li key={number}>
            <button
              type="button"
              aria-pressed={stage.selection?.kind === 'message' && stage.selection.number === number}
              onClick={() => stage.set({ selection: { kind: 'message', number } })}
            >
              S{message.from} → S{message.to} <small>{messageText(message)}</small>
            </button>
          </li>
        ))}
        {flights.length > listed && <li>and {flights.length - listed} more</li>}
      </ul>
    </div>
  );
}

/** The last requests and how they ended. */
function Outcomes({ stage }: { readonly stage: Stage }): JSX.Element | null {
  const { now } = stage;
  const outcomes = stage.recording.outcomes.filter(({ at }) => at <= now).slice(-4);
  if (outcomes.length === 0) return null;
  return (
    <div class="outcomes">
      <h3>Answers</h3>
      <ul>
        {outcomes.map(({ at, what, failed }) => (
          <li key={`${at}${what}`} class={failed ? 'failed' : ''}>
            <time>{ms(at)}</time> {what}
            {!failed && ' ✓'}
          </li>
        ))}
      </ul>
    </div>
  );
}
