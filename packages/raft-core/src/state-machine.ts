// The replicated state machine: a map from id to name. Deterministic, so that servers that apply the same log agree.

import type { Digest } from './cluster.ts';
import type { Answer, Command } from './messages.ts';

export class StateMachine {
  private readonly names = new Map<string, string>();
  private applied = 0;

  /** Applies a command and returns the name that its id had before, or null. */
  apply(command: Command): Answer {
    if (command.type === 'noop') return null;
    this.applied += 1;
    const before = this.names.get(command.id) ?? null;
    if (command.type === 'set') this.names.set(command.id, command.name);
    else this.names.delete(command.id);
    return before;
  }

  /** The name under an id, or null. */
  get(id: string): Answer {
    return this.names.get(id) ?? null;
  }

  /** FNV-1a over every `id NUL name NUL`, in the order of the ids' UTF-8 bytes: alike in both languages. */
  digest(): Digest {
    const pairs = Array.from(this.names, ([id, name]) => ({ id: utf8.encode(id), name: utf8.encode(name) }));
    pairs.sort((a, b) => compareBytes(a.id, b.id));
    const hash = new Fnv1a();
    for (const { id, name } of pairs) {
      hash.add(id);
      hash.add(name);
    }
    return { digest: hash.toString(), applied: this.applied };
  }
}

const utf8 = new TextEncoder();

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

/** FNV-1a in 32 bits, with a NUL after each part. */
class Fnv1a {
  private hash = 0x811c9dc5;

  add(part: Uint8Array): void {
    for (const byte of part) this.hash = Math.imul(this.hash ^ byte, 0x01000193) >>> 0;
    this.hash = Math.imul(this.hash, 0x01000193) >>> 0;
  }

  toString(): string {
    return this.hash.toString(16).padStart(8, '0');
  }
}
