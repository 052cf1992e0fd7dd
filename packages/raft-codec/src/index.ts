// Raft's messages as bytes, by the schema in ../README.md. Reading order: codec.ts, messages.ts
// and one of its parts, writer.ts, reader.ts.

export { decode, encode, encodeInto } from './codec.ts';
export { readCommand, readEntries, writeCommand, writeEntries } from './commands.ts';
export {
  readConfiguration,
  readConfigurationChange,
  writeConfiguration,
  writeConfigurationChange,
} from './configuration.ts';
export { largestFrame, mostEntries } from './limits.ts';
export { type Outcome, readOutcome, writeOutcome } from './outcomes.ts';
export { Reader } from './reader.ts';
export { Writer } from './writer.ts';
