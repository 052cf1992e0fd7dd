// Traces, read and written: what is no trace is told by its line, and what was saved is read again.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TraceEvent } from '@three-ways/raft-core';
import { describe, expect, it } from 'vitest';
import { readTrace, type TraceLine, UnreadableTrace } from '../../src/trace/read.ts';
import { record } from '../../src/trace/record.ts';
import { saveTrace } from '../../src/trace/trace-file.ts';
import { crash, eventsOf, fileOf, folder, trace } from './on-screen.ts';

describe('the reader', () => {
  it.each([
    ['is no JSON: ', '{"type":"crash","server":1,"at":'],
    ['is no object', '[1]'],
    ['has no type', { server: 1, at: 0 }],
    ['has the unknown type "explode": give role, vote, ', { type: 'explode', at: 0 }],
    ['lacks at: crash needs a time in ms there', { type: 'crash', server: 1 }],
    ['lacks server: role needs an integer from 1 up there', { type: 'role', term: 1, role: 'leader', at: 0 }],
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

  it('gives what comes before the fault', async () => {
    const seen: TraceLine[] = [];
    const reading = async () => {
      for await (const batch of readTrace(fileOf('late.jsonl', crash, crash, 'no'))) seen.push(...batch);
    };
    await expect(reading()).rejects.toThrow('line 3');
    expect(seen.map(({ number }) => number)).toEqual([1, 2]);
  });

  it('tells of a last line that is cut off, and reads what is there', async () => {
    const file = join(folder, 'cut-off.jsonl');
    writeFileSync(file, `${JSON.stringify(crash)}\n{"type":"cra`);
    const { out, err, code } = await trace(file);
    expect(out).toContain('✗ crashes');
    expect(err).toBe('note: line 2, the last one, is cut off: the run was still being written\n');
    expect(code).toBe(0);
  });

  it('needs no end of the last line, passes over blank ones, and asks little of a start', async () => {
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
  it('is read again as it was told, and the same schedule writes the same file', async () => {
    const files = ['one.jsonl', 'two.jsonl'].map((name) => join(folder, name)) as [string, string];
    const recording = { seed: 2, duration: 1_000, target: 'async' };
    const events = await record(recording, files[0]);
    expect(await record(recording, files[1])).toBe(events);
    expect(await eventsOf(files[0])).toHaveLength(events);
    const { out, code } = await trace(...files);
    expect([out, code]).toEqual([`alike: ${events.toLocaleString('en')} events, each the same in both\n`, 0]);
    expect((await trace(files[0])).out).toContain('LEADER t1');
  });

  it('holds bytes as base64, and nothing that comes after its end', async () => {
    const file = join(folder, 'bytes.jsonl');
    const saved = saveTrace(file);
    const message = { type: 'InstallSnapshot', from: 1, to: 2, data: new Uint8Array([1, 2, 3]) };
    saved.hear({ type: 'send', message, at: 0 } as unknown as TraceEvent);
    saved.close();
    saved.close();
    saved.hear(crash as TraceEvent);
    expect(readFileSync(file, 'utf8')).toBe(
      '{"type":"send","message":{"type":"InstallSnapshot","from":1,"to":2,"data":"AQID"},"at":0}\n',
    );
    expect(saved.events).toBe(1);
  });

  it.skipIf(!existsSync('/dev/full'))('tells at its end that the disk is full, not before', () => {
    const saved = saveTrace('/dev/full');
    for (let i = 0; i < 5_000; i++) saved.hear(crash as TraceEvent);
    expect(() => saved.close()).toThrow('ENOSPC');
  });
});
