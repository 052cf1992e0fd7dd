// The entry point of `pnpm paper`.

import { exitOnBrokenPipe } from '@three-ways/command-line';
import { main } from './cli.ts';

exitOnBrokenPipe();
const { stdout, stderr, argv } = process;
const { signal } = new AbortController(); // a build leaves nothing behind: signals keep their default
process.exitCode = await main(argv.slice(2), { stdout, stderr, signal });
