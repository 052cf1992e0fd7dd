// Raft's messages as bytes, by the schema in ../README.md. Reading order: codec.ts, messages.ts
// and one of its parts, writer.ts, reader.ts.

export { decode, encode, encodeInto, version } from './codec.ts';
export { readCommand, readEntries, writeCommand, writeEntries } from './commands.ts';
export {
  readConfiguration,
  readConfigurationChange,
  writeConfiguration,
  writeConfigurationChange,
} from './configuration.ts';
export { largestFrame, mostEntries, mostMembers } from './limits.ts';
export { readMessage, writeMessage } from './messages.ts';
export { type Outcome, readAnswer, readOutcome, writeAnswer, writeOutcome } from './outcomes.ts';
export { Reader } from './reader.ts';
export { Writer } from './writer.ts';
