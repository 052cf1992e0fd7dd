// `postMessage` between two threads, by a MessageChannel for each sender.

import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { Peer } from './ends.ts';

export const posting: Peer = {
  name: 'postMessage',
  isSlow: true,
  guarantees: 'unbounded; structured values; needs the event loop',
  create(senders) {
    const channels = Array.from({ length: senders }, () => new MessageChannel());
    const receiver = channels.map(({ port1 }) => port1);
    const sending = channels.map(({ port2 }) => port2);
    return {
      receiver,
      senders: sending,
      transfer: { receiver: receiver as never, senders: sending as never },
    };
  },
  openSender(port: MessagePort) {
    return { send: (message) => port.postMessage(message) };
  },
  openReceiver(ports: MessagePort[]) {
    const early: number[] = [];
    let onMessage = (first: number): void => void early.push(first);
    for (const port of ports) port.on('message', (message: Uint8Array) => onMessage(message[0] as number));
    return {
      each(count, visit) {
        const { promise, resolve } = Promise.withResolvers<void>();
        let left = count;
        onMessage = (first) => {
          visit(first);
          left -= 1;
          if (left > 0) return;
          onMessage = (first) => void early.push(first);
          resolve();
        };
        for (const first of early.splice(0, count)) onMessage(first);
        return promise;
      },
    };
  },
};
