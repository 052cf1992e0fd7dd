// `pnpm paper`: builds paper.md to a PDF. Exit code 0 when it is written, 1 when the paper is broken, 2 when the
// command line asks for something that can't be done.

import { runCli } from './cli.ts';

process.exitCode = await runCli(process.argv.slice(2), {
  out: (line) => console.log(line),
  err: (line) => console.error(line),
});
