// Mistakes that are easily made in such a protocol, as patches to a copy of the sources, and the program that must catch
// each of them.

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

export interface Mistake extends Patch {
  readonly name: string;
  readonly caughtBy: string;
}

/**
 * No mistake: takes away the look at the end that a sender takes plainly before it begins. In the explorer such a look
 * sees everything, on a machine perhaps nothing; the protocol must hold without it.
 */
export const withoutPlainLook: Patch = {
  file: 'sender.ts',
  find: '    throwUnlessOpen(this.words[phaseWord] as number);',
  replace: '',
};

export const mistakes: readonly Mistake[] = [
  {
    name: 'the sleeper does not look again once its note hangs',
    file: 'bell.ts',
    find: `      Atomics.store(this.words, this.index, asleep);
      const result = attempt();
      if (result !== null) return result; // the note stays: at worst somebody knocks in vain
`,
    replace: `      const result = attempt();
      if (result !== null) return result;
      Atomics.store(this.words, this.index, asleep);
`,
    caughtBy: 'a receiver sleeps until each of two messages comes',
  },
  {
    name: 'nor does the event loop',
    file: 'bell.ts',
    find: `      Atomics.store(this.words, this.index, asleep);
      const result = attempt();
      if (result !== null) return result;
`,
    replace: `      const result = attempt();
      if (result !== null) return result;
      Atomics.store(this.words, this.index, asleep);
`,
    caughtBy: 'an event loop receives',
  },
  {
    name: 'the sleeper waits whether its note still hangs or not',
    file: 'bell.ts',
    find: 'Atomics.wait(this.words, this.index, asleep, left);',
    replace: 'Atomics.wait(this.words, this.index, Atomics.load(this.words, this.index), left);',
    caughtBy: 'a receiver sleeps until each of two messages comes',
  },
  {
    name: 'whoever knocks takes the note down afterwards',
    file: 'bell.ts',
    find: `    if (Atomics.exchange(this.words, this.index, awake) === awake) return; // another has taken the note and knocks
    Atomics.notify(this.words, this.index);
`,
    replace: `    Atomics.notify(this.words, this.index);
    Atomics.exchange(this.words, this.index, awake);
`,
    caughtBy: 'a receiver sleeps until each of two messages comes',
  },
  {
    name: 'the sender rings before the message can be seen',
    file: 'sender.ts',
    find: `    this.ring.commit(length);
    if (!this.quiet) this.receiver.ring();
`,
    replace: `    this.receiver.ring();
    this.ring.commit(length);
`,
    caughtBy: 'a receiver sleeps until each of two messages comes',
  },
  {
    name: 'the receiver rings before it gives the room back',
    file: 'lane.ts',
    find: 'if (this.release()) this.room.ring();',
    replace: 'if (this.held > 0) this.room.ring();\n    this.release();',
    caughtBy: 'a sender sleeps until there is room',
  },
  {
    name: 'the message is published before it is written',
    file: 'sender.ts',
    find: `    this.ring.bytes.set(message, at);
    this.commit(message.length);
`,
    replace: `    this.commit(message.length);
    this.ring.bytes.set(message, at);
`,
    caughtBy: 'a receiver sleeps until each of two messages comes',
  },
  {
    name: 'the length is published after the frame',
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
    caughtBy: 'a receiver sleeps until each of two messages comes',
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
    caughtBy: 'a sender sleeps until there is room',
  },
  {
    name: 'the receiver takes the end for the end, and does not look once more',
    file: 'inbox.ts',
    find: 'const last = this.takeInTurn(); // what was sent before the end is to be seen by now',
    replace: 'const last = null as Frame | null;',
    caughtBy: 'an inbox is closed while a message is on its way',
  },
  {
    name: 'the sender looks for the end before its message can be seen, and not after',
    file: 'sender.ts',
    find: `    this.ring.commit(length);
    if (!this.quiet) this.receiver.ring();
    this.throwIfEnded();
`,
    replace: `    this.throwIfEnded();
    this.ring.commit(length);
    this.receiver.ring();
`,
    caughtBy: 'an inbox is closed while a message is on its way',
  },
  {
    name: 'who declares a death knocks only where a note hangs',
    file: 'handle.ts',
    find: 'receiverBell(inbox).alarm();\n}',
    replace: 'receiverBell(inbox).ring();\n}',
    caughtBy: 'a sender dies',
  },
  {
    name: 'who makes an inbox ready for another receiver wakes no sender',
    file: 'handle.ts',
    find: `  Atomics.store(words, phaseWord, open);
  alarmSenders(inbox);
`,
    replace: `  Atomics.store(words, phaseWord, open);
`,
    caughtBy: 'a receiver gets a successor',
  },
  {
    name: 'a sender makes room in its own inbox only when it has slept',
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
    caughtBy: 'two threads fill each other’s inboxes',
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
      if (places !== 1) throw new Error(`what a patch looks for is in ${file} ${places} times: ${find}`);
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
