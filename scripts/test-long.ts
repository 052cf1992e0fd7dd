// Entry point of `pnpm test:long`: checks Node's version before loading anything that needs it, and ends an interrupted run
// cleanly.

const oldestNode = 26;

const major = Number(process.versions.node.split('.')[0]);
if (major < oldestNode) {
  process.stderr.write(
    `error: Node ${oldestNode} or newer is needed, this is ${process.version}: run it with \`pnpm test:long\`\n`,
  );
  process.exit(2);
}

const { runAsProcess } = await import('@three-ways/command-line');
const { main } = await import('./long.ts');
await runAsProcess(main);
