// The entry point of `pnpm paper`: checks the version of Node before it loads anything that needs it.

const oldestNode = 26;

if (Number(process.versions.node.split('.')[0]) < oldestNode) {
  process.stderr.write(
    `error: the paper needs Node ${oldestNode} or newer, this is ${process.version}: run it with \`pnpm paper\`, which brings its own\n`,
  );
  process.exit(2);
}

const { exitOnBrokenPipe } = await import('@three-ways/command-line');
const { main } = await import('./cli.ts');
exitOnBrokenPipe();
const { stdout, stderr, argv } = process;
const { signal } = new AbortController(); // a build leaves nothing behind: signals keep their default
process.exitCode = await main(argv.slice(2), { stdout, stderr, signal });
