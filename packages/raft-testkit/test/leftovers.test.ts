// Whatever a run leaves behind is found, and named.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { Leftovers } from '../src/leftovers.ts';

const minute = 60_000;
const waiting = 'setInterval(() => {}, 1_000)';

/** The test runner has a timer more or less at any time. */
const nothing = /^(null|Timeout ×1)$/;

describe('what is left behind', () => {
  it('is nothing, where nothing was started', async () => {
    using leftovers = new Leftovers();
    expect(`${await leftovers.find()}`).toMatch(nothing);
  });

  it('is nothing, once all that was started has ended', async () => {
    using leftovers = new Leftovers();
    const timers = Array.from({ length: 5 }, () => setTimeout(() => {}, minute));
    const child = spawn(process.execPath, ['-e', ''], { stdio: 'pipe' });
    const thread = new Worker('', { eval: true });
    await Promise.all([once(child, 'close'), once(thread, 'exit')]);
    for (const timer of timers) clearTimeout(timer);
    expect(`${await leftovers.find()}`).toMatch(nothing);
  });

  it('is named: timers', async () => {
    using leftovers = new Leftovers();
    const timers = Array.from({ length: 5 }, () => setTimeout(() => {}, minute));
    expect(await leftovers.find()).toMatch(/Timeout ×[4-6]/);
    for (const timer of timers) clearTimeout(timer);
  });

  it('is named: threads', async () => {
    using leftovers = new Leftovers();
    const thread = new Worker(waiting, { eval: true });
    expect(await leftovers.find()).toMatch(/thread ×1/);
    await thread.terminate();
    expect(`${await leftovers.find()}`).toMatch(nothing);
  });

  it('is named: processes', async () => {
    using leftovers = new Leftovers();
    const child = spawn(process.execPath, ['-e', waiting]);
    expect(await leftovers.find()).toMatch(/ProcessWrap ×1/);
    child.kill();
    await once(child, 'close');
  });
});
