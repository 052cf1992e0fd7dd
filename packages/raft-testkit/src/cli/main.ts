// Entry point of the testkit's commands; the first argument is the command. An interrupted run ends cleanly.

import { runAsProcess } from '@three-ways/command-line';

type Main = typeof import('./conformance.ts').main;

const commands = new Map<string, () => Promise<{ main: Main }>>([
  ['conformance', () => import('./conformance.ts')],
  ['schedules', () => import('./schedules.ts')],
]);

const [command = '', ...args] = process.argv.slice(2);
const load = commands.get(command);
if (load === undefined) {
  process.stderr.write(`error: there is no command '${command}': give ${[...commands.keys()].join(', ')}\n`);
  process.exit(2);
}
const { main } = await load();
await runAsProcess(main, args);

// Leftovers have been reported and must not keep the process alive.
setTimeout(() => process.exit(), 5_000).unref();
