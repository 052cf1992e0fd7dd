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
    name: 'a waiter does not try again after setting the word',
    file: 'event-count.ts',
    find: `      Atomics.store(this.words, this.index, waiting);
      const result = attempt();
      if (result !== null) return result; // the word stays set: at worst one notification is in vain
`,
    replace: `      const result = attempt();
      if (result !== null) return result;
      Atomics.store(this.words, this.index, waiting);
`,
    detectedBy: 'a receiver sleeps until each of two messages comes',
  },
  {
    name: 'an event loop does not try again after setting the word',
    file: 'event-count.ts',
    find: `      Atomics.store(this.words, this.index, waiting);
      const result = attempt();
      if (result !== null) return result;
`,
    replace: `      const result = attempt();
      if (result !== null) return result;
      Atomics.store(this.words, this.index, waiting);
`,
    detectedBy: 'an event loop receives',
  },
  {
    name: 'a waiter sleeps whether the word is still set or not',
    file: 'event-count.ts',
    find: 'Atomics.wait(this.words, this.index, waiting, left);',
    replace: 'Atomics.wait(this.words, this.index, Atomics.load(this.words, this.index), left);',
    detectedBy: 'a receiver sleeps until each of two messages comes',
  },
  {
    name: 'a notifier clears the word after waking',
    file: 'event-count.ts',
    find: `    if (Atomics.exchange(this.words, this.index, noWaiter) === noWaiter) return; // another thread notifies
    Atomics.notify(this.words, this.index);
`,
    replace: `    Atomics.notify(this.words, this.index);
    Atomics.exchange(this.words, this.index, noWaiter);
`,
    detectedBy: 'a receiver sleeps until each of two messages comes',
  },
  {
    name: 'a sender notifies before it publishes the message',
    file: 'sender.ts',
    find: `    this.ring.commit(length);
    if (!this.quiet) this.receiver.notify();
`,
    replace: `    this.receiver.notify();
    this.ring.commit(length);
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
    file: 'inbox.ts',
    find: 'const last = this.takeInTurn(); // messages sent before the end are visible by now',
    replace: 'const last = null as Frame | null;',
    detectedBy: 'an inbox is closed while a message is on its way',
  },
  {
    name: 'a sender checks the phase before it publishes, and not after',
    file: 'sender.ts',
    find: `    this.ring.commit(length);
    if (!this.quiet) this.receiver.notify();
    this.throwIfEnded();
`,
    replace: `    this.throwIfEnded();
    this.ring.commit(length);
    this.receiver.notify();
`,
    detectedBy: 'an inbox is closed while a message is on its way',
  },
  {
    name: 'the declaration of a death notifies only if the word is set',
    file: 'handle.ts',
    find: 'receiverEvents(inbox).notifyAlways();\n}',
    replace: 'receiverEvents(inbox).notify();\n}',
    detectedBy: 'a sender dies',
  },
  {
    name: 'reopening an inbox wakes no sender',
    file: 'handle.ts',
    find: `  Atomics.store(words, phaseWord, open);
  notifySenders(inbox);
`,
    replace: `  Atomics.store(words, phaseWord, open);
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
