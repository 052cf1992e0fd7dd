// Encoding of clients' calls, with the codec of the servers' messages.

import {
  type Reader,
  readCommand,
  readConfigurationChange,
  type Writer,
  writeCommand,
  writeConfigurationChange,
} from '@three-ways/raft-codec';
import type { CancelRequest, ClientCall } from './requests.ts';

const tag = { propose: 1, read: 2, staleRead: 3, transfer: 4, change: 5, forget: 6 } as const;

export function writeCall(writer: Writer, call: ClientCall | CancelRequest): void {
  const isStale = call.type === 'read' && call.consistency === 'stale';
  writer.byte(isStale ? tag.staleRead : tag[call.type]);
  writer.number(call.number);
  switch (call.type) {
    case 'propose':
      return writeCommand(writer, call.command);
    case 'read':
      return writer.text(call.id);
    case 'transfer':
      return writer.number(call.to);
    case 'change':
      return writeConfigurationChange(writer, call.change);
  }
}

export function readCall(reader: Reader): ClientCall | CancelRequest {
  const code = reader.byte();
  const number = reader.number();
  switch (code) {
    case tag.propose:
      return { type: 'propose', number, command: readCommand(reader) };
    case tag.read:
      return { type: 'read', number, id: reader.text(), consistency: 'linearizable' };
    case tag.staleRead:
      return { type: 'read', number, id: reader.text(), consistency: 'stale' };
    case tag.transfer:
      return { type: 'transfer', number, to: reader.number() };
    case tag.change:
      return { type: 'change', number, change: readConfigurationChange(reader) };
    case tag.forget:
      return { type: 'forget', number };
    default:
      return reader.refuse(`${code} is no call`);
  }
}
