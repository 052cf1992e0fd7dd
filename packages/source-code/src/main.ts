// Entry point of `pnpm measure-code`: checks Node's version before loading anything that needs it, and ends quietly when its
// reader has gone, such as `head`.

const oldestNode = 26;

const major = Number(process.versions.node.split('.')[0]);
if (major < oldestNode) {
  process.stderr.write(
    `error: measuring needs Node ${oldestNode} or newer, this is ${process.version}: run it with \`pnpm measure-code\`\n`,
  );
  process.exit(2);
}

const { main } = await import('./cli.ts');
const { stdout, stderr } = process;
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
const { signal } = new AbortController(); // nothing here waits: an interrupt ends the process
process.exitCode = await main(process.argv.slice(2), { stdout, stderr, signal });
