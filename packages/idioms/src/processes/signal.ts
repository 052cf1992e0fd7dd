// Idiom 13: a signal that carries no data.

import { checkSizes } from '../sizes.ts';
import { Children } from './children.ts';
import { receive, send } from './parent.ts';

/**
 * Sends a child `times` signals, one after the other, and waits for
 * its answer each time. SIGUSR2, since Node starts its debugger at
 * SIGUSR1. It answers by a message: a signal kills a process that
 * does not listen, which the parent of others cannot risk.
 * @throws RangeError
 */
export async function signalTask(
  times: number,
): Promise<number> {
  checkSizes({ times });
  await using children = new Children(import.meta.url);
  const child = children.fork(answerSignals);
  await child.receive(); // it listens
  let received = 0;
  for (let i = 0; i < times; i += 1) {
    child.process.kill('SIGUSR2');
    received = await child.receive();
  }
  await child.send('end');
  await child.join();
  return received;
}

export async function answerSignals() {
  let received = 0;
  process.on('SIGUSR2', () => {
    received += 1;
    void send(received);
  });
  await send(received);
  await receive();
}

/**
 * Sends `times` signals at once, and returns how many came: 1 to
 * `times`. A signal that is pending already is not counted again,
 * so a signal says that something happened, not how often.
 * @throws RangeError
 */
export async function signalBurst(
  times: number,
): Promise<number> {
  checkSizes({ times }, 1);
  await using children = new Children(import.meta.url);
  const child = children.fork(answerSignals);
  await child.receive();
  for (let i = 0; i < times; i += 1)
    child.process.kill('SIGUSR2');
  await child.receive();
  await child.send('end');
  await child.join();
  return child.waitingMessages + 1;
}
