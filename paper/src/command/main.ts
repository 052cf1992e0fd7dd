// The entry point of `pnpm paper`.

import { runAsProcess } from '@three-ways/command-line';
import { main } from './cli.ts';

await runAsProcess(main);
