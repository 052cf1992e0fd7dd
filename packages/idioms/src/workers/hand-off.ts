// Idiom 2: a hand-off.

import {
  bindToWorker,
  Inbox,
  type InboxHandle,
  Sender,
  type SenderHandle,
} from '@three-ways/thread-channel';
import { checkSizes } from '../sizes.ts';
import { sharedCells } from './cells.ts';
import { Threads } from './threads.ts';

const a = 0;
const b = 1;
const signal = new Uint8Array(0);

/**
 * The race with a hand-off: one outcome, 4 2. The channels order
 * memory, too: what a thread wrote before it sends is seen after
 * the receive. So the cells stay plain, and race no more.
 */
export async function handOff(
  times = 1,
): Promise<[number, number]> {
  checkSizes({ times }, 1);
  const cells = sharedCells(1, 2);
  const begin = Inbox.create();
  const operationDone = Inbox.create({
    endsWithLastSender: true,
  });
  await using threads = new Threads(import.meta.url);
  const begun = Sender.attach(begin.connect());
  const done = operationDone.connect();
  const task = threads.spawn(
    multiply,
    cells,
    begin.handle,
    done,
    times,
  );
  bindToWorker(task.worker, { sends: [done] });
  for (let i = 0; i < times; i += 1) {
    cells.set([1, 2]);
    begun.send(signal);
    await operationDone.receiveAsync();
    cells[a] = cells[b]! * cells[b]!;
  }
  await task.join();
  return [cells[a]!, cells[b]!];
}

export function multiply(
  cells: Int32Array,
  begin: InboxHandle,
  operationDone: SenderHandle,
  times: number,
): void {
  const begun = Inbox.attach(begin);
  const done = Sender.attach(operationDone);
  for (let i = 0; i < times; i += 1) {
    begun.receive();
    cells[b] = cells[a]! * cells[b]!;
    done.send(signal);
  }
}
