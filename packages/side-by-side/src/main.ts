// Entry point of `pnpm read`.

import { runAsProcess } from '@three-ways/command-line';
import { main } from './cli.ts';

await runAsProcess(main);
