// Leftovers of a run are found and named.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { Leftovers } from '../src/observation/leftovers.ts';

const minute = 60_000;
const waiting = 'setInterval(() => {}, 1_000)';

/** The test runner itself sets timers at any time. */
const nothing = /^(null|Timeout ×1)$/;

describe('leftovers', () => {
  it('are none if nothing was started', async () => {
    using leftovers = new Leftovers();
    expect(`${await leftovers.find()}`).toMatch(nothing);
  });

  it('are none once everything started has ended', async () => {
    using leftovers = new Leftovers();
    const timers = Array.from({ length: 5 }, () => setTimeout(() => {}, minute));
    const child = spawn(process.execPath, ['-e', ''], { stdio: 'pipe' });
    const thread = new Worker('', { eval: true });
    await Promise.all([once(child, 'close'), once(thread, 'exit')]);
    for (const timer of timers) clearTimeout(timer);
    expect(`${await leftovers.find()}`).toMatch(nothing);
  });

  it('include timers', async () => {
    using leftovers = new Leftovers();
    const timers = Array.from({ length: 5 }, () => setTimeout(() => {}, minute));
    expect(await leftovers.find()).toMatch(/Timeout ×[4-6]/);
    for (const timer of timers) clearTimeout(timer);
  });

  it('include threads', async () => {
    using leftovers = new Leftovers();
    const thread = new Worker(waiting, { eval: true });
    expect(await leftovers.find()).toMatch(/thread ×1/);
    await thread.terminate();
    expect(`${await leftovers.find()}`).toMatch(nothing);
  });

  it('include processes', async () => {
    using leftovers = new Leftovers();
    const child = spawn(process.execPath, ['-e', waiting]);
    expect(await leftovers.find()).toMatch(/ProcessWrap ×1/);
    child.kill();
    await once(child, 'close');
  });
});
