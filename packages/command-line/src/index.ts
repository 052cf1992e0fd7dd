// Common parts of the command lines of the workspace.

export { type CliIO, createCommand, exitCodes, integer, runCommand } from './command.ts';
export { exitOnBrokenPipe, runAsProcess } from './process.ts';
export { Screen } from './screen.ts';
export { UsageError } from './usage-error.ts';
