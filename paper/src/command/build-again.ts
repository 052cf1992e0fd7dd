// The builder's process: builds at each message, and answers with the exit code that `pnpm paper` would have had.

import { on } from 'node:events';
import { exitCodes, runAsProcess } from '@three-ways/command-line';
import { main } from './cli.ts';

await runAsProcess(async (args, io) => {
  try {
    for await (const _ of on(process, 'message', { signal: io.signal, close: ['disconnect'] }))
      answer(await main(args, io));
  } catch (error) {
    if (!io.signal.aborted) throw error;
  }
  return exitCodes.ok;
});

/** The watching process may be gone by now. */
function answer(code: number): void {
  if (process.connected) process.send!(code);
}
