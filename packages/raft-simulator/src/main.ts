// Entry point of `pnpm sim`. An interrupted run ends cleanly.

import { runAsProcess } from '@three-ways/command-line';
import { main } from './cli.ts';

await runAsProcess(main);
