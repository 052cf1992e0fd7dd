// The machines of all models.

import type { Machines } from '../engine/player.ts';
import { goMachine } from './go.ts';
import type { GoProgram } from './go-host.ts';
import { asyncMachine, coroutinesMachine } from './in-process.ts';

/** @param loadGo called when the Go program is first needed */
export function machines(loadGo: () => Promise<GoProgram>): Machines {
  let program: Promise<GoProgram> | null = null;
  return {
    async: asyncMachine,
    coroutines: coroutinesMachine,
    async go(settings, watcher) {
      program ??= loadGo();
      return goMachine(await program, settings, watcher);
    },
  };
}
