// Entry point of `pnpm measure-code`. Ends quietly when its reader has gone, such as `head`.

import { exitOnBrokenPipe } from '@three-ways/command-line';
import { main } from './cli.ts';

exitOnBrokenPipe();
const { stdout, stderr } = process;
const { signal } = new AbortController(); // nothing here waits: an interrupt ends the process
process.exitCode = await main(process.argv.slice(2), { stdout, stderr, signal });
