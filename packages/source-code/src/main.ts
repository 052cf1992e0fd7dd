// Entry point of `pnpm measure-code`: checks Node's version before loading anything that needs it.

const oldestNode = 26;

const major = Number(process.versions.node.split('.')[0]);
if (major < oldestNode) {
  process.stderr.write(
    `error: measuring needs Node ${oldestNode} or newer, this is ${process.version}: run it with \`pnpm measure-code\`\n`,
  );
  process.exit(2);
}

const { exitOnBrokenPipe } = await import('@three-ways/command-line');
const { main } = await import('./cli.ts');
exitOnBrokenPipe();
const { stdout, stderr } = process;
const { signal } = new AbortController(); // nothing here waits: an interrupt ends the process
process.exitCode = await main(process.argv.slice(2), { stdout, stderr, signal });
