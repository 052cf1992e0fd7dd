// The command-line helpers, for the bench and the paper.

import type { createCommand } from './cli/command.ts';

export { createCommand, exitCodes, integer, runCommand, UsageError } from './cli/command.ts';

/** Streams and interruption of a command line. */
export type CliIO = Parameters<typeof createCommand>[2];
