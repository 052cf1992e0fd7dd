// Entry point of the testkit's commands; the first argument is the command. Checks Node's version before loading anything that
// needs it, and ends an interrupted run cleanly.

const oldestNode = 26;

const [command = '', ...args] = process.argv.slice(2);
const major = Number(process.versions.node.split('.')[0]);
if (major < oldestNode) {
  process.stderr.write(
    `error: Node ${oldestNode} or newer is needed, this is ${process.version}: run it with \`pnpm ${command}\`\n`,
  );
  process.exit(2);
}

type Main = typeof import('./conformance.ts').main;

const commands = new Map<string, () => Promise<{ main: Main }>>([
  ['conformance', () => import('./conformance.ts')],
  ['schedules', () => import('./schedules.ts')],
]);

const load = commands.get(command);
if (load === undefined) {
  process.stderr.write(`error: there is no command '${command}': give ${[...commands.keys()].join(', ')}\n`);
  process.exit(2);
}
const { runAsProcess } = await import('@three-ways/command-line');
const { main } = await load();
await runAsProcess(main, args);

// Leftovers have been reported and must not keep the process alive.
setTimeout(() => process.exit(), 5_000).unref();
