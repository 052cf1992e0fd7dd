// The public face of greenlets.

import { GreenletTask } from './greenlet-task.ts';
import type { Body, Greenlet as GreenletApi, Hub } from './public.ts';

export type Greenlet<T> = GreenletApi<T>;

/** `new Greenlet(hub, body, name?)` makes one that does not run until started. Most callers want `spawn`. */
export const Greenlet = GreenletTask as unknown as {
  new <T>(hub: Hub, body: Body<T>, name?: string): Greenlet<T>;
  readonly prototype: Greenlet<unknown>;
};
