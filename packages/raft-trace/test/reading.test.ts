// Traces read and written: an invalid line is reported by number, and a saved trace reads back.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TraceEvent } from '@three-ways/raft-cluster';
import { record, saveTrace } from '@three-ways/raft-testkit';
import { describe, expect, it } from 'vitest';
import { readTrace, type TraceLine, UnreadableTrace } from '../src/read.ts';
import { crash, eventsOf, fileOf, folder, trace } from './on-screen.ts';

describe('the reader', () => {
  it.each([
    ['is not JSON: ', '{"type":"crash","server":1,"at":'],
    ['is not an object', '[1]'],
    ['has no type', { server: 1, at: 0 }],
    ['has the unknown type "explode": give role, timer, vote, ', { type: 'explode', at: 0 }],
    ['lacks at: crash needs a time in ms', { type: 'crash', server: 1 }],
    ['lacks server: role needs an integer of 1 or more', { type: 'role', term: 1, role: 'leader', at: 0 }],
    ['has "king" as role: role needs one of', { type: 'role', server: 1, term: 1, role: 'king', at: 0 }],
    ['has -1 as commitIndex', { type: 'commit', server: 1, term: 1, commitIndex: -1, at: 0 }],
    ['lacks to: the message needs', { type: 'send', message: { type: 'X', from: 1 }, at: 0 }],
  ])('names the line and what is wrong with it: %s', async (what, line) => {
    const file = fileOf('wrong.jsonl', crash, line, crash);
    const reading = Array.fromAsync(readTrace(file));
    await expect(reading).rejects.toThrow(UnreadableTrace);
    await expect(reading).rejects.toMatchObject({ file, line: 2 });
    await expect(reading).rejects.toThrow(`${file}: line 2 ${what}`);
  });

  it('yields the lines before the problem', async () => {
    const seen: TraceLine[] = [];
    const reading = async () => {
      for await (const batch of readTrace(fileOf('late.jsonl', crash, crash, 'no'))) seen.push(...batch);
    };
    await expect(reading()).rejects.toThrow('line 3');
    expect(seen.map(({ number }) => number)).toEqual([1, 2]);
  });

  it('reports an incomplete last line and reads the rest', async () => {
    const file = join(folder, 'incomplete.jsonl');
    writeFileSync(file, `${JSON.stringify(crash)}\n{"type":"cra`);
    const { out, err, code } = await trace(file);
    expect(out).toContain('✗ crashes');
    expect(err).toBe('note: line 2, the last one, is incomplete: the run was still being written\n');
    expect(code).toBe(0);
  });

  it('needs no newline at the end, skips blank lines, and requires little of a start', async () => {
    const file = join(folder, 'lenient.jsonl');
    writeFileSync(file, `{"type":"start","server":2,"at":0}\n\n${JSON.stringify(crash)}`);
    expect(await eventsOf(file)).toHaveLength(2);
    expect((await trace(file)).out).toContain('│ starts');
  });

  it.each([
    ['no-such.jsonl', 'there is no such file'],
    ['.', 'it is a folder'],
  ])('says why %s is no trace', async (name, why) => {
    const { out, err, code } = await trace(join(folder, name));
    expect([out, err, code]).toEqual(['', `error: ${join(folder, name)} can't be read: ${why}\n`, 2]);
  });
});

describe('a saved trace', () => {
  it('reads back unchanged, and the same schedule writes the same file', async () => {
    const files = ['one.jsonl', 'two.jsonl'].map((name) => join(folder, name)) as [string, string];
    const recording = { seed: 2, duration: 1_000, target: 'async' };
    const events = await record(recording, files[0]);
    expect(await record(recording, files[1])).toBe(events);
    expect(await eventsOf(files[0])).toHaveLength(events);
    const { out, code } = await trace(...files);
    expect([out, code]).toEqual([`equal: ${events.toLocaleString('en')} events\n`, 0]);
    expect((await trace(files[0])).out).toContain('LEADER t1');
  });

  it('holds bytes as base64, and nothing after its end', async () => {
    const file = join(folder, 'bytes.jsonl');
    const saved = saveTrace(file);
    const message = { type: 'InstallSnapshot', from: 1, to: 2, data: new Uint8Array([1, 2, 3]) };
    saved.listener({ type: 'send', message, at: 0 } as unknown as TraceEvent);
    saved.close();
    saved.close();
    saved.listener(crash as TraceEvent);
    expect(readFileSync(file, 'utf8')).toBe(
      '{"type":"send","message":{"type":"InstallSnapshot","from":1,"to":2,"data":"AQID"},"at":0}\n',
    );
    expect(saved.events).toBe(1);
  });

  it.skipIf(!existsSync('/dev/full'))('reports a full disk on close, not before', () => {
    const saved = saveTrace('/dev/full');
    for (let i = 0; i < 5_000; i++) saved.listener(crash as TraceEvent);
    expect(() => saved.close()).toThrow('ENOSPC');
  });
});
