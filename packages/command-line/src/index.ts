// Common parts of the command lines of the workspace.

export {
  type CliIO,
  createCommand,
  exitCodes,
  integer,
  refuseOptions,
  runCommand,
  typed,
} from './command.ts';
export { makeFolder, path, probeFolder, reasonOf, shown } from './folders.ts';
export { integers, names } from './names.ts';
export { exitOnBrokenPipe, runAsProcess } from './process.ts';
export { Screen } from './screen.ts';
export { createStatusLine, type StatusLine } from './status-line.ts';
export { isTerminal, widthOf } from './terminal.ts';
export { UsageError } from './usage-error.ts';
