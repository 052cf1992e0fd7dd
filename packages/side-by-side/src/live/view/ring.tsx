// The servers in a ring, and the messages between them.

import type { JSX } from 'preact';
import type { Flight, Picture, ServerPicture } from '../engine/picture.ts';
import { isHeartbeat, type Selection } from './stage.ts';
import { messageText } from './texts.ts';

interface RingProps {
  readonly picture: Picture;
  readonly now: number;
  /** The time of arrival of a message; null if it is not known. */
  readonly arrival: (message: number) => { readonly at: number; readonly lost: boolean } | null;
  /** The expected time under way (ms). */
  readonly latency: number;
  readonly cuts: readonly (readonly [from: number, to: number])[];
  readonly showsHeartbeats: boolean;
  readonly isCalm: boolean;
  readonly selection: Selection;
  readonly select: (selection: Selection) => void;
}

const centre = 300;
const ring = 205;
const radius = 43;

interface Point {
  readonly x: number;
  readonly y: number;
}

export function Ring(props: RingProps): JSX.Element {
  const { picture, showsHeartbeats } = props;
  const ids = [...picture.servers.keys()].sort((a, b) => a - b);
  const places = new Map(ids.map((id, i) => [id, placeOf(i, ids.length)] as const));
  const flights = [...picture.flights.values()].filter(
    ({ message }) => showsHeartbeats || !isHeartbeat(message),
  );
  return (
    <svg class="ring" viewBox="0 0 600 600" role="img" aria-label={describe(picture)}>
      <Separations picture={picture} places={places} cuts={props.cuts} />
      {ids.map((id) => (
        <Server
          key={id}
          server={picture.servers.get(id)!}
          place={places.get(id)!}
          now={props.now}
          isSelected={props.selection?.kind === 'server' && props.selection.id === id}
          select={() => props.select({ kind: 'server', id })}
        />
      ))}
      {flights.map((flight) => (
        <MessageMark key={flight.number} {...props} flight={flight} places={places} />
      ))}
    </svg>
  );
}

function placeOf(i: number, count: number): Point {
  const angle = (i / count) * 2 * Math.PI - Math.PI / 2;
  return { x: centre + ring * Math.cos(angle), y: centre + ring * Math.sin(angle) };
}

function describe({ servers, flights }: Picture): string {
  const each = [...servers.values()].map(
    ({ id, running, role, term }) => `server ${id}: ${running ? `${role} in term ${term}` : 'crashed'}`,
  );
  return `${each.join('; ')}; ${flights.size} messages in flight`;
}

/** Lines where nothing passes. */
function Separations({
  picture,
  places,
  cuts,
}: {
  readonly picture: Picture;
  readonly places: ReadonlyMap<number, Point>;
  readonly cuts: RingProps['cuts'];
}): JSX.Element {
  const ids = [...places.keys()];
  const groupOf = new Map(picture.groups?.flatMap((group, i) => group.map((id) => [id, i] as const)));
  const apart = ids.flatMap((a) =>
    ids
      .filter((b) => a < b && picture.groups !== null && (groupOf.get(a) ?? -a) !== (groupOf.get(b) ?? -b))
      .map((b) => [a, b] as const),
  );
  return (
    <g class="apart">
      {apart.map(([a, b]) => (
        <line key={`${a}-${b}`} {...between(places.get(a)!, places.get(b)!)} />
      ))}
      {cuts.map(([from, to]) => (
        <Cut key={`${from}>${to}`} from={places.get(from)} to={places.get(to)} />
      ))}
    </g>
  );
}

function Cut({
  from,
  to,
}: {
  readonly from: Point | undefined;
  readonly to: Point | undefined;
}): JSX.Element | null {
  if (from === undefined || to === undefined) return null;
  const middle = along(from, to, 0.5);
  return (
    <g class="cut">
      <line {...between(from, to)} />
      <text x={middle.x} y={middle.y + 5}>
        ✕
      </text>
    </g>
  );
}

function between(a: Point, b: Point): { x1: number; y1: number; x2: number; y2: number } {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  const gap = (radius + 14) / length;
  const from = along(a, b, gap);
  const to = along(a, b, 1 - gap);
  return { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
}

function along(a: Point, b: Point, share: number): Point {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}

function Server({
  server,
  place,
  now,
  isSelected,
  select,
}: {
  readonly server: ServerPicture;
  readonly place: Point;
  readonly now: number;
  readonly isSelected: boolean;
  readonly select: () => void;
}): JSX.Element {
  const { id, running, role, term, votedFor, commitIndex } = server;
  const last = server.base + server.terms.length;
  const kind = running ? role : 'crashed';
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the table of servers has buttons for the keyboard
    <g
      class={`server ${kind} term-${term % 8}${isSelected ? ' selected' : ''}`}
      transform={`translate(${place.x} ${place.y})`}
      onClick={select}
    >
      <circle r={radius} class="body" />
      <Timer server={server} now={now} />
      <text class="id" y="-9">
        S{id}
      </text>
      <text class="role" y="9">
        {running ? shortRole[role] : 'crashed'}
      </text>
      <text class="term" y="27">
        term {term}
      </text>
      {role === 'leader' && running && <path class="crown" d="M-13-58l4 9 9-12 9 12 4-9v17h-26z" />}
      {running && (role === 'candidate' || role === 'pre-candidate') && <Votes votes={server.votes} />}
      <text class="log" y={radius + 20}>
        log {last} · committed {commitIndex}
      </text>
      {running && votedFor !== null && votedFor !== id && (
        <text class="vote" y={radius + 35}>
          voted for S{votedFor}
        </text>
      )}
    </g>
  );
}

const shortRole = {
  follower: 'follower',
  'pre-candidate': 'pre-vote',
  candidate: 'candidate',
  leader: 'leader',
} as const;

/** The election timer as an arc that shrinks. */
function Timer({
  server: { timer, running, role },
  now,
}: {
  readonly server: ServerPicture;
  readonly now: number;
}) {
  if (timer === null || !running || role === 'leader') return null;
  const [from, until] = timer;
  const share = Math.max(0, Math.min(1, (until - now) / (until - from)));
  const r = radius + 6;
  const length = 2 * Math.PI * r;
  return (
    <circle class="timer" r={r} transform="rotate(-90)" stroke-dasharray={`${share * length} ${length}`} />
  );
}

function Votes({ votes }: { readonly votes: readonly number[] }): JSX.Element {
  return (
    <text class="votes" y={-radius - 14}>
      votes: {votes.map((id) => `S${id}`).join(' ')}
    </text>
  );
}

function MessageMark({
  flight,
  places,
  now,
  arrival,
  latency,
  isCalm,
  selection,
  select,
}: RingProps & { readonly flight: Flight; readonly places: ReadonlyMap<number, Point> }): JSX.Element | null {
  const { number, message, sentAt } = flight;
  const from = places.get(message.from);
  const to = places.get(message.to);
  if (from === undefined || to === undefined) return null;
  const end = arrival(number);
  const total = (end?.at ?? sentAt + latency) - sentAt;
  const share = isCalm
    ? 0.5
    : Math.max(0, Math.min(end === null ? 0.95 : 1, (now - sentAt) / Math.max(total, 0.001)));
  const start = between(from, to);
  // Each direction has its side of the line, and requests of their own shape.
  const side = { x: -(to.y - from.y), y: to.x - from.x };
  const length = Math.hypot(side.x, side.y);
  const x = start.x1 + (start.x2 - start.x1) * share + (side.x / length) * 9;
  const y = start.y1 + (start.y2 - start.y1) * share + (side.y / length) * 9;
  const isSelected = selection?.kind === 'message' && selection.number === number;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the list of messages has buttons for the keyboard
    <g
      class={`message ${shapeOf(flight)}${isSelected ? ' selected' : ''}${end?.lost ? ' lost' : ''}`}
      transform={`translate(${x} ${y})`}
      onClick={() => select({ kind: 'message', number })}
    >
      <title>{messageText(message)}</title>
      <circle class="reach" r="14" />
      <Shape flight={flight} />
    </g>
  );
}

function shapeOf({ message }: Flight): string {
  if (isHeartbeat(message)) return message.type === 'AppendEntries' ? 'heartbeat' : 'ack';
  if (message.type === 'AppendEntries') return 'entries';
  if (message.type === 'AppendEntriesReply') return 'refusal';
  if (/Vote$/.test(message.type)) return 'ask';
  if ('voteGranted' in message) return message.voteGranted ? 'yes' : 'no';
  return 'other';
}

function Shape({ flight }: { readonly flight: Flight }): JSX.Element {
  const shape = shapeOf(flight);
  const { message } = flight;
  if (shape === 'heartbeat') return <circle class="mark" r="5" />;
  if (shape === 'ack') return <circle class="mark" r="3.5" />;
  if (shape === 'entries')
    return (
      <>
        <rect class="mark" x="-10" y="-8" width="20" height="16" rx="3" />
        <text y="4">+{message.type === 'AppendEntries' ? message.entries.length : 0}</text>
      </>
    );
  if (shape === 'ask')
    return (
      <>
        <circle class="mark" r="9" />
        <text y="4">?</text>
      </>
    );
  if (shape === 'yes' || shape === 'no' || shape === 'refusal')
    return (
      <>
        <circle class="mark" r="9" />
        <text y="4">{shape === 'yes' ? '✓' : '✕'}</text>
      </>
    );
  return <rect class="mark" x="-8" y="-8" width="16" height="16" transform="rotate(45)" />;
}
