// Entry point of `pnpm trace`: checks Node's version before loading anything that needs it, and ends cleanly when interrupted.

const oldestNode = 26;

const major = Number(process.versions.node.split('.')[0]);
if (major < oldestNode) {
  process.stderr.write(
    `error: traces need Node ${oldestNode} or newer, this is ${process.version}: run it with \`pnpm trace\`\n`,
  );
  process.exit(2);
}

const { runAsProcess } = await import('@three-ways/command-line');
const { main } = await import('@three-ways/raft-trace');
const { recorder } = await import('@three-ways/raft-testkit');
await runAsProcess((args, io) => main(args, io, recorder));
