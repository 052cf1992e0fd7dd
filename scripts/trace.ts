// Entry point of `pnpm trace`: checks Node's version before loading anything that needs it, and ends cleanly when interrupted or
// when its reader has gone.

const oldestNode = 26;

const major = Number(process.versions.node.split('.')[0]);
if (major < oldestNode) {
  process.stderr.write(
    `error: traces need Node ${oldestNode} or newer, this is ${process.version}: run it with \`pnpm trace\`\n`,
  );
  process.exit(2);
}

const { main } = await import('@three-ways/raft-trace');
const { recorder } = await import('@three-ways/raft-testkit');
const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());
const { stdout, stderr } = process;
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.exitCode = await main(
  process.argv.slice(2),
  { stdout, stderr, signal: interrupted.signal },
  recorder,
);
