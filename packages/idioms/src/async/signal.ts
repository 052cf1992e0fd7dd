// Idiom 13: a signal that carries no data.

import { EventEmitter, once } from 'node:events';
import { checkSizes } from '../sizes.ts';

/**
 * Signals a task `times` times, and waits for its answer each time.
 * An emitter keeps nothing: a signal that finds no listener is
 * lost, so each side listens again before it lets the other run.
 */
export async function signalTask(
  times: number,
): Promise<number> {
  checkSizes({ times });
  const signals = new EventEmitter();
  let received = 0;
  async function receive() {
    while (received < times) {
      await once(signals, 'signal');
      received += 1;
      signals.emit('answer');
    }
  }
  const receiving = receive();
  for (let i = 0; i < times; i += 1) {
    const answer = once(signals, 'answer');
    signals.emit('signal');
    await answer;
  }
  await receiving;
  return received;
}
