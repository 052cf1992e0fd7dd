export {
  type CliIO,
  createCommand,
  exitCodes,
  integer,
  runCommand,
  UsageError,
} from '@three-ways/command-line';
