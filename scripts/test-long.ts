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

const { main } = await import('./long.ts');
const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());
const { stdout, stderr } = process;
process.exitCode = await main(process.argv.slice(2), { stdout, stderr, signal: interrupted.signal });
