// Entry point of `pnpm trace`. An interrupted run ends cleanly.

import { runAsProcess } from '@three-ways/command-line';
import { recorder } from '@three-ways/raft-testkit';
import { main } from '@three-ways/raft-trace';

await runAsProcess((args, io) => main(args, io, recorder));
