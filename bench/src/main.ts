// The entry point of `pnpm bench`: checks the version of Node before it loads anything that needs it, and ends every
// child process when it is interrupted.

const oldestNode = 26;

const major = Number(process.versions.node.split('.')[0]);
if (major < oldestNode) {
  process.stderr.write(
    `error: the bench needs Node ${oldestNode} or newer, this is ${process.version}: run it with \`pnpm bench\`, which brings its own\n`,
  );
  process.exit(2);
}

const { runAsProcess } = await import('./process.ts');
const [{ calibrate }, { suites }, { targets }] = await Promise.all([
  import('./run/calibration.ts'),
  import('./suites/suites.ts'),
  import('./run/targets.ts'),
]);
await runAsProcess({ suites, targets, calibrate });
