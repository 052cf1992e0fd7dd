// What clients asked for and what they heard, in the order in which it happened to them: what linearizability is judged by.

import type { Answer } from '@three-ways/raft-core';

export type Asked =
  | { readonly type: 'set'; readonly id: string; readonly name: string }
  | { readonly type: 'delete'; readonly id: string }
  | { readonly type: 'read'; readonly id: string };

/** One operation of one client. */
export interface Operation {
  readonly client: number;
  readonly asked: Asked;
  /** Its place among all calls and returns of the history. */
  readonly call: number;
  /** Null if the client never learned what became of it: then it may take effect at any time after its call, or never. */
  readonly return: number | null;
  /** To a read the name, to a change the name before; null where there was none. */
  readonly answer: Answer;
}

export class History {
  readonly operations: Operation[] = [];
  private moments = 0;

  /** The place of what happens now. */
  moment(): number {
    this.moments += 1;
    return this.moments;
  }

  /** The operation was answered, just now. */
  answered(client: number, asked: Asked, call: number, answer: Answer): void {
    this.operations.push({ client, asked, call, return: this.moment(), answer });
  }

  /** Nobody knows whether the operation has taken effect, or will. A read without an answer says nothing. */
  open(client: number, asked: Asked, call: number): void {
    if (asked.type !== 'read') this.operations.push({ client, asked, call, return: null, answer: null });
  }
}
