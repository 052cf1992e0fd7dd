// Entry point: `node packages/raft-testkit/src/linearizability/main.ts FILE...`. An interrupted run ends cleanly.

import { runAsProcess } from '@three-ways/command-line';
import { main } from './cli.ts';

await runAsProcess(main);
