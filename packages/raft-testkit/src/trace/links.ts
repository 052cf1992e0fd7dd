// Partitions, as far as a trace tells of them: nobody writes down that a network is cut, but what is sent across it is
// dropped. So this is a judgement. Loss by chance must not look like a cut, which takes some patience, and a cut that
// nobody sends across is not seen.

import type { Message, ServerId, TraceEvent } from '@three-ways/raft-core';

export type Pair = readonly [ServerId, ServerId];

/** Something has changed between two servers, or between many. */
export interface LinkNews {
  readonly type: 'cut' | 'healed';
  readonly pairs: readonly Pair[];
  /** When the first message was lost, or came through again (ms): perhaps a while ago. */
  readonly since: number;
}

/** So many messages in a row are lost, and none arrives, before the link counts as cut: by chance that is rare. */
const manyDrops = 8;
/** The same where one of the two is known to be cut off from somebody. */
const fewDrops = 2;

interface Losses {
  count: number;
  since: number;
}

export class Links {
  /** What was lost between two servers since a message came through, by the pair's key. */
  private readonly losses = new Map<number, Losses>();
  private readonly cut = new Map<number, Pair>();
  private readonly down = new Set<ServerId>();

  /** Takes note of the event, and tells if a link turns out to be cut, or not to be any more. */
  see(event: TraceEvent): LinkNews | null {
    switch (event.type) {
      case 'drop':
        return this.dropped(event.message, event.at);
      case 'deliver':
        return this.delivered(event.message, event.at);
      case 'crash':
        this.down.add(event.server);
        this.forget(event.server);
        return null;
      case 'start':
        this.down.delete(event.server);
        return null;
    }
    return null;
  }

  private dropped({ from, to }: Message, at: number): LinkNews | null {
    const key = keyOf(from, to);
    if (this.down.has(from) || this.down.has(to) || this.cut.has(key)) return null;
    const losses = this.losses.get(key) ?? { count: 0, since: at };
    losses.count += 1;
    this.losses.set(key, losses);
    if (losses.count < (this.isCutOff(from) || this.isCutOff(to) ? fewDrops : manyDrops)) return null;
    const pair: Pair = from < to ? [from, to] : [to, from];
    this.cut.set(key, pair);
    return { type: 'cut', pairs: [pair], since: losses.since };
  }

  /** A partition ends for all at once: where it lasts for others, they will be found cut again. */
  private delivered({ from, to }: Message, at: number): LinkNews | null {
    const key = keyOf(from, to);
    this.losses.delete(key);
    if (!this.cut.has(key)) return null;
    const pairs = [...this.cut.values()];
    this.cut.clear();
    this.losses.clear();
    return { type: 'healed', pairs, since: at };
  }

  private isCutOff(server: ServerId): boolean {
    for (const pair of this.cut.values()) if (pair.includes(server)) return true;
    return false;
  }

  /** What is lost on the way to a crashed server is lost for that reason. */
  private forget(server: ServerId): void {
    for (const [key, pair] of this.cut) if (pair.includes(server)) this.cut.delete(key);
    for (const key of this.losses.keys()) if (isOf(key, server)) this.losses.delete(key);
  }
}

/** A pair as one number, whichever way the message goes: faster to look up than a text. */
function keyOf(a: ServerId, b: ServerId): number {
  return Math.min(a, b) * 2 ** 26 + Math.max(a, b);
}

function isOf(key: number, server: ServerId): boolean {
  return key % 2 ** 26 === server || Math.floor(key / 2 ** 26) === server;
}

/** The pairs as groups that nothing passes between: `1 2 3 | 4 5`. */
export function sidesOf(pairs: readonly Pair[]): string {
  const far = new Map<ServerId, Set<ServerId>>();
  for (const [a, b] of [...pairs, ...pairs.map(([a, b]): Pair => [b, a])])
    far.set(a, (far.get(a) ?? new Set()).add(b));
  const sides: string[] = [];
  for (const one of [...far.keys()].toSorted((a, b) => a - b)) {
    const others = far.get(one)!;
    if (others.size === 0) continue;
    const group = [...far.keys()].filter((id) => far.get(id)!.isSupersetOf(others));
    for (const id of group) far.set(id, far.get(id)!.difference(others));
    for (const id of others) far.set(id, far.get(id)!.difference(new Set(group)));
    sides.push([group, [...others]].map((side) => side.toSorted((a, b) => a - b).join(' ')).join(' | '));
  }
  return sides.join(', ');
}
