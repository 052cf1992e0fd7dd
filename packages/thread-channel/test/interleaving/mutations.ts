// Mutations of the protocol as patches to a copy of the sources, each with the program that must detect it.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Library } from './actors.ts';

export interface Patch {
  /** In src. */
  readonly file: string;
  /** Must occur there exactly once. */
  readonly find: string;
  readonly replace: string;
}

export interface Mutation extends Patch {
  readonly name: string;
  readonly detectedBy: string;
}

/**
 * Not a mutation: removes the sender's plain read of the phase. In the explorer a plain read sees every store, on real
 * hardware perhaps none; the protocol must hold without it.
 */
export const withoutPlainRead: Patch = {
  file: 'sender.ts',
  find: '    throwUnlessOpen(this.words[phaseWord] as number);',
  replace: '',
};

export const mutations: readonly Mutation[] = [
  {
    name: 'a waiter does not try again after announcing itself',
    file: 'event-count.ts',
    find: `      const count = this.prepare();
      const result = attempt();
      if (result !== null) return result; // the count stays odd: costs one needless notification at most
`,
    replace: `      const result = attempt();
      if (result !== null) return result;
      const count = this.prepare();
`,
    detectedBy: 'a receiver sleeps until each of two messages comes',
  },
  {
    name: 'an event loop does not try again after announcing itself',
    file: 'event-count.ts',
    find: `      const count = this.prepare();
      const result = attempt();
      if (result !== null) return result;
      const left`,
    replace: `      const result = attempt();
      if (result !== null) return result;
      const count = this.prepare();
      const left`,
    detectedBy: 'an event loop receives',
  },
  {
    name: 'a waiter sleeps whether the count is still the same or not',
    file: 'event-count.ts',
    find: 'Atomics.wait(this.words, this.index, count, ms);',
    replace: 'Atomics.wait(this.words, this.index, Atomics.load(this.words, this.index), ms);',
    detectedBy: 'a receiver sleeps until each of two messages comes',
  },
  {
    name: 'a notifier advances the count after waking',
    file: 'event-count.ts',
    find: `    if (!this.advance(count)) return; // another thread notifies
    Atomics.notify(this.words, this.index);
`,
    replace: `    Atomics.notify(this.words, this.index);
    this.advance(count);
`,
    detectedBy: 'a receiver sleeps until each of two messages comes',
  },
  {
    name: 'a sender notifies before it publishes the message',
    file: 'sender.ts',
    find: `    this.ring.commit(length);
    this.endWriting();
    if (!this.quiet) this.receiver.notify();
`,
    replace: `    this.receiver.notify();
    this.ring.commit(length);
    this.endWriting();
`,
    detectedBy: 'a receiver sleeps until each of two messages comes',
  },
  {
    name: 'a receiver notifies before it gives back the room',
    file: 'lane.ts',
    find: 'if (this.release()) this.room.notify();',
    replace: 'if (this.held > 0) this.room.notify();\n    this.release();',
    detectedBy: 'a sender sleeps until there is room',
  },
  {
    name: 'a message is published before it is written',
    file: 'sender.ts',
    find: `    this.ring.bytes.set(message, at);
    this.commit(message.length);
`,
    replace: `    this.commit(message.length);
    this.ring.bytes.set(message, at);
`,
    detectedBy: 'a receiver sleeps until each of two messages comes',
  },
  {
    name: 'a length is written after the frame is published',
    file: 'ring.ts',
    find: `    this.lengths[this.place(this.tail) >> 2] = length;
    this.tail = (this.tail + frameSize(length)) | 0;
    Atomics.store(this.words, this.tailAt, this.tail);
`,
    replace: `    const place = this.place(this.tail) >> 2;
    this.tail = (this.tail + frameSize(length)) | 0;
    Atomics.store(this.words, this.tailAt, this.tail);
    this.lengths[place] = length;
`,
    detectedBy: 'a receiver sleeps until each of two messages comes',
  },
  {
    name: 'the room of a message is given back while it is read',
    file: 'lane.ts',
    find: `    return this.take();
`,
    replace: `    const taken = this.take();
    this.giveRoom();
    return taken;
`,
    detectedBy: 'a sender sleeps until there is room',
  },
  {
    name: 'a receiver does not look once more after the end',
    file: 'receiver.ts',
    find: 'return this.takeInTurn(this.lanes) ?? this.finish();',
    replace: 'return this.finish();',
    detectedBy: 'an inbox is closed while a message is on its way',
  },
  {
    name: 'a sender checks the phase before it publishes, and not after',
    file: 'sender.ts',
    find: `    this.ring.commit(length);
    this.endWriting();
    if (!this.quiet) this.receiver.notify();
    this.throwIfEnded();
`,
    replace: `    this.throwIfEnded();
    this.ring.commit(length);
    this.endWriting();
    this.receiver.notify();
`,
    detectedBy: 'an inbox is closed while a message is on its way',
  },
  {
    name: 'the declaration of a death notifies only if the count is odd',
    file: 'handle.ts',
    find: '  receiverEvents(inbox).notifyAlways(); // even if it had left',
    replace: '  receiverEvents(inbox).notify(); // even if it had left',
    detectedBy: 'a sender dies',
  },
  {
    name: 'the death of a sender that has left wakes no waiter',
    file: 'handle.ts',
    find: '  leaveLane(sender);\n}\n\n/**\n * Makes',
    replace: '  else return;\n  leaveLane(sender);\n}\n\n/**\n * Makes',
    detectedBy: 'a sender dies while it closes',
  },
  {
    name: 'the death of a receiver that has closed wakes no waiter',
    file: 'handle.ts',
    find: '  notifyAll(inbox); // even if it had ended',
    replace: '  else return;\n  notifyAll(inbox); // even if it had ended',
    detectedBy: 'a receiver dies while it closes',
  },
  {
    name: 'reopening an inbox wakes no sender',
    file: 'handle.ts',
    find: `(generation << phaseBits) | open);
  notifyAll(inbox);
`,
    replace: `(generation << phaseBits) | open);
`,
    detectedBy: 'a receiver gets a successor',
  },
  {
    name: 'whileFull is called only after a sleep',
    file: 'sender.ts',
    find: `  return () => {
    if (put()) return true;
    whileFull?.();
`,
    replace: `  let hasSlept = false;
  return () => {
    if (put()) return true;
    if (hasSlept) whileFull?.();
    hasSlept = true;
`,
    detectedBy: 'two threads fill each other’s inboxes',
  },
  {
    name: 'the count of wake-ups returns to an earlier value',
    file: 'event-count.ts',
    find: 'count, (count + 1) | 0)',
    replace: 'count, count - 1)',
    detectedBy: 'receivers wait for different inboxes at one event count',
  },
  {
    name: 'a shared frame is claimed before it is copied',
    file: 'ring.ts',
    find: `      const length = this.copyFrame(this.place(head));
      const next = (head + frameSize(length)) | 0;
      if (Atomics.compareExchange(this.words, this.headAt, head, next) !== head) continue;
      this.length = length;
`,
    replace: `      const next = (head + frameSize(this.lengths[this.place(head) >> 2] as number)) | 0;
      if (Atomics.compareExchange(this.words, this.headAt, head, next) !== head) continue;
      Atomics.load(this.words, this.tailAt);
      this.length = this.copyFrame(this.place(head));
`,
    detectedBy: 'two receivers share an inbox',
  },
  {
    name: 'a shared frame is claimed whether another receiver has it or not',
    file: 'ring.ts',
    find: 'if (Atomics.compareExchange(this.words, this.headAt, head, next) !== head) continue;',
    replace: 'Atomics.store(this.words, this.headAt, next);',
    detectedBy: 'two receivers share an inbox',
  },
  {
    name: 'the death of one of several receivers wakes no waiter',
    file: 'supervise.ts',
    find: 'else notifyAll(inbox);',
    replace: 'else return;',
    detectedBy: 'one of several receivers dies',
  },
  {
    name: 'a sender does not check that its lane is still its own',
    file: 'sender.ts',
    find: 'if (Atomics.load(this.words, this.lane + generationWord) === generation) return writer === 0;',
    replace: 'if (generation !== 0) return writer === 0;',
    detectedBy: 'a sender is closed by its handle while it sends',
  },
  {
    name: 'a lane is handed on while its earlier sender is writing',
    file: 'handle.ts',
    find: ' && Atomics.load(words, start + writerWord) === 0;',
    replace: ';',
    detectedBy: 'a sender is closed by its handle while it sends',
  },
  {
    name: 'a sender stops holding its lane before its message is published',
    file: 'sender.ts',
    find: `    this.ring.commit(length);
    this.endWriting();
`,
    replace: `    this.endWriting();
    this.ring.commit(length);
`,
    detectedBy: 'a sender is closed by its handle while it sends',
  },
  {
    name: 'a lane given back by a connect that failed wakes no receiver',
    file: 'handle.ts',
    find: '    receiverEvents(inbox).notifyAlways(); // it may have counted the lane as taken',
    replace: '',
    detectedBy: 'a connect fails while the receiver waits for the last sender',
  },
  {
    name: 'a blocked sender is not woken when it is closed by its handle',
    file: 'handle.ts',
    find: '  new EventCount(words, laneOf(sender) + roomEventWord).notifyAlways();\n}',
    replace: '}',
    detectedBy: 'a sender that waits for room is closed by its handle',
  },
];

const source = fileURLToPath(new URL('../../src/', import.meta.url));

/** Loads a copy of the package with these patches. Throws if one of them no longer fits. */
export async function patched<T>(
  patches: readonly Patch[],
  use: (library: Library) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'thread-channel-'));
  try {
    cpSync(source, folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
    for (const { file, find, replace } of patches) {
      const text = readFileSync(join(folder, file), 'utf8');
      const places = text.split(find).length - 1;
      if (places !== 1) throw new Error(`a patch's text occurs ${places} times in ${file}: ${find}`);
      writeFileSync(
        join(folder, file),
        text.replace(find, () => replace),
      );
    }
    return await use(await import(pathToFileURL(join(folder, 'index.ts')).href));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
