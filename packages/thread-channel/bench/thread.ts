// One of the two threads: does its part of each round on request, and reports the milliseconds.

import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { Inbox, type InboxHandle, Sender, type SenderHandle } from '../src/index.ts';
import { subjects } from './subjects.ts';

export interface ThreadData {
  readonly part: 'drive' | 'serve';
  readonly port: MessagePort;
  /** A channel in each direction for each subject, so that no subject leaves messages to another. */
  readonly channels: readonly { readonly inbox: InboxHandle; readonly to: SenderHandle }[];
}

const { part, port, channels } = workerData as ThreadData;
const ends = channels.map(({ inbox, to }, i) => {
  const spin = subjects[i]?.spin ?? 0;
  return { inbox: Inbox.attach(inbox, { spin }), sender: Sender.attach(to, { spin }), port };
});

parentPort?.on('message', async ({ subject, count }: { subject: number; count: number }) => {
  parentPort?.postMessage(await subjects[subject]![part](ends[subject]!, count));
});
