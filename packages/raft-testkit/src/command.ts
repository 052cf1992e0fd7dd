export { type CliIO, createCommand, exitCodes, integer, runCommand, UsageError } from './cli/command-line.ts';
