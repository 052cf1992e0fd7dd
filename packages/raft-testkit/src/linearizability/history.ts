// The history of clients' operations and answers, for the check of linearizability.

import type { Answer } from '@three-ways/raft-core';

export type OperationInput =
  | { readonly type: 'set'; readonly id: string; readonly name: string }
  | { readonly type: 'delete'; readonly id: string }
  | { readonly type: 'read'; readonly id: string };

/** One operation of one client. The field names are those of history files. */
export interface Operation {
  readonly client: number;
  readonly asked: OperationInput;
  /** Position among all calls and returns of the history. */
  readonly call: number;
  /** Position of the answer; null if there was none: the operation may take effect any time after its call, or never. */
  readonly return: number | null;
  /** For a read the name, for a change the name before; null for none. */
  readonly answer: Answer;
}

export class History {
  readonly operations: Operation[] = [];
  private positions = 0;

  /** Position of the current call or return. */
  nextPosition(): number {
    this.positions += 1;
    return this.positions;
  }

  /** Records an operation answered now. */
  answered(client: number, asked: OperationInput, call: number, answer: Answer): void {
    this.operations.push({ client, asked, call, return: this.nextPosition(), answer });
  }

  /** Records an operation of unknown effect. Unanswered reads are left out. */
  open(client: number, asked: OperationInput, call: number): void {
    if (asked.type !== 'read') this.operations.push({ client, asked, call, return: null, answer: null });
  }
}
