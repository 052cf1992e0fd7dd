// The WaitKind of `Group.join`. Each instance serves one call.

import type { GreenletTask } from './greenlet-task.ts';
import type { Wait } from './public.ts';
import { PendingWait, WaitKind } from './wait.ts';

interface Sized {
  readonly size: number;
}

export class GroupJoin extends WaitKind<true, null> {
  private readonly members: Sized;
  /** Those that are parked. */
  private readonly joins: Set<GroupJoin>;
  private readonly raiseError: boolean;
  private wait: PendingWait<true> | null = null;
  /** The greenlet whose error is raised. */
  private failed: GreenletTask<unknown> | null = null;

  constructor(members: Sized, joins: Set<GroupJoin>, raiseError: boolean) {
    super();
    this.members = members;
    this.joins = joins;
    this.raiseError = raiseError;
  }

  override ready(): boolean {
    return this.members.size === 0;
  }

  override commit(wait: PendingWait<true>): void {
    if (this.failed === null) wait.succeed(true);
    else wait.fail(this.failed.error);
  }

  override register(wait: PendingWait<true>): void {
    this.wait = wait;
    this.joins.add(this);
  }

  override cancel(): void {
    this.joins.delete(this);
  }

  /** A member has ended, or was discarded. */
  memberLeft(task?: GreenletTask<unknown>): void {
    if (this.raiseError && task?.ready && !task.successful) {
      task.observe();
      this.failed = task;
    }
    if (this.failed === null && this.members.size > 0) return;
    this.joins.delete(this);
    this.wait!.finish();
  }

  override giveBack(): void {
    this.failed?.ignore();
  }

  override describe(): string {
    return `the end of ${this.members.size} greenlets of a group`;
  }
}

export function newGroupJoin(members: Sized, joins: Set<GroupJoin>, raiseError: boolean): Wait<true> {
  return new PendingWait(new GroupJoin(members, joins, raiseError), null);
}
