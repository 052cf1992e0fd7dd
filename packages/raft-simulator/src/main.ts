// Entry point of `pnpm sim`: checks Node's version before loading anything that needs it, and ends an interrupted run cleanly.

const oldestNode = 26;

const major = Number(process.versions.node.split('.')[0]);
if (major < oldestNode) {
  process.stderr.write(
    `error: the simulator needs Node ${oldestNode} or newer, this is ${process.version}: run it with \`pnpm sim\`\n`,
  );
  process.exit(2);
}

const { runAsProcess } = await import('@three-ways/command-line');
const { main } = await import('./cli.ts');
await runAsProcess(main);
