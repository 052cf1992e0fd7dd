// Closes the ends of a thread that has died, from the thread that started it.

import {
  type InboxHandle,
  isOpen,
  notifyAll,
  receiverGeneration,
  receiverOfGenerationDied,
  type SenderHandle,
  senderDied,
} from './handle.ts';
import { generationWord, laneStart, phaseWord, workersWord } from './layout.ts';

/** What is needed of a worker: Node's `Worker` from `node:worker_threads`, in Node, Bun and Deno. */
export interface BoundWorker {
  /** -1 once the worker has exited. */
  readonly threadId: number;
  once(event: 'exit', listener: () => void): unknown;
}

/** The channel ends of a thread. */
export interface Ends {
  readonly receives?: readonly InboxHandle[];
  readonly sends?: readonly SenderHandle[];
}

/** Declares an end dead. */
interface Binding {
  readonly isOver: () => boolean;
  readonly declareDead: () => void;
}

/** Bindings of one worker above which those that are over are removed. */
const firstCleaning = 64;

/** The bindings of one worker: a single listener serves them all. */
class Bindings {
  private bindings: Binding[] = [];
  private cleaning = firstCleaning;

  add(added: readonly Binding[]): void {
    for (const binding of added) this.bindings.push(binding);
    if (this.bindings.length < this.cleaning) return;
    this.bindings = this.bindings.filter(({ isOver }) => !isOver());
    this.cleaning = Math.max(firstCleaning, 2 * this.bindings.length);
  }

  declareDead(): void {
    for (const { declareDead } of this.bindings.splice(0)) declareDead();
  }
}

const bindingsOf = new WeakMap<BoundWorker, Bindings>();

/**
 * Binds channel ends to a worker's life. When it exits, for any reason, or if it already has, those that it has not closed
 * are declared dead: blocked senders get `PeerDied`; a receiver gets the messages that the worker had sent, and then the
 * end. An inbox that has been reopened since belongs to the worker's successor and is left alone; a shared inbox is declared
 * dead with the last worker bound to it.
 *
 * The calling thread must not block for long, or it learns of the exit late. Ends that a worker acquires later are bound by
 * another call.
 */
export function bindToWorker(worker: BoundWorker, { receives = [], sends = [] }: Ends): void {
  const bindings = bindingsOf.get(worker) ?? bindingsFor(worker);
  bindings.add([...receives.map(receiverBinding), ...sends.map(senderBinding)]);
  if (worker.threadId === -1) bindings.declareDead();
}

function bindingsFor(worker: BoundWorker): Bindings {
  const bindings = new Bindings();
  bindingsOf.set(worker, bindings);
  worker.once('exit', () => bindings.declareDead());
  return bindings;
}

function senderBinding(sender: SenderHandle): Binding {
  const { inbox, lane, generation } = sender;
  const words = new Int32Array(inbox.memory);
  const index = laneStart(lane, inbox.capacity) + generationWord;
  return {
    isOver: () => Atomics.load(words, index) !== generation,
    declareDead: () => senderDied(sender),
  };
}

function receiverBinding(inbox: InboxHandle): Binding {
  const words = new Int32Array(inbox.memory);
  const generation = receiverGeneration(Atomics.load(words, phaseWord));
  if (inbox.shared) Atomics.add(words, workersWord, 1);
  return {
    isOver: () => !inbox.shared && !isOpenSince(generation, Atomics.load(words, phaseWord)),
    declareDead: () => {
      const others = inbox.shared ? Atomics.sub(words, workersWord, 1) - 1 : 0;
      if (others === 0) receiverOfGenerationDied(inbox, generation);
      else notifyAll(inbox); // the worker may have died while it woke another
    },
  };
}

/** Whether a phase word is that of an inbox which is open, and was not reopened since it had this generation. */
function isOpenSince(generation: number, word: number): boolean {
  return isOpen(word) && receiverGeneration(word) === generation;
}
