// Two traces, compared: event for event, and by what each server went through.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileOf, folder, golden, threeLeaderships, trace } from './on-screen.ts';

describe('two traces', () => {
  const lines = () => readFileSync(threeLeaderships, 'utf8').trimEnd().split('\n');

  it('are equal regardless of the order of fields', async () => {
    const turned = lines().map((line) => Object.fromEntries(Object.entries(JSON.parse(line)).reverse()));
    const { out, code } = await trace(threeLeaderships, fileOf('turned.jsonl', ...turned));
    expect([out, code]).toEqual(['equal: 216 events\n', 0]);
  });

  it('diverge at the first event that differs', async () => {
    const other = lines().map((line) => line.replace('"term":2,"role":"leader"', '"term":3,"role":"leader"'));
    const { out, code } = await trace(
      '--diff',
      threeLeaderships,
      fileOf('other.jsonl', ...other),
      '--width',
      '100',
    );
    await expect(out).toMatchFileSnapshot(golden('divergence'));
    expect(code).toBe(1);
  });

  it('diverge where one of them ends', async () => {
    const { out, code } = await trace(threeLeaderships, fileOf('short.jsonl', ...lines().slice(0, 100)));
    expect(out).toContain('differ: line 101 and short.jsonl has ended');
    expect(code).toBe(1);
  });

  it("are equal by server if each server's trajectory is the same", async () => {
    const { out, code } = await trace(
      threeLeaderships,
      fileOf('slow.jsonl', ...slowed(lines())),
      '--by-server',
    );
    expect(out).toContain('equal, server by server');
    expect(code).toBe(0);
    expect((await trace(threeLeaderships, join(folder, 'slow.jsonl'))).code).toBe(1);
  });

  it('diverge by server at the first step that differs', async () => {
    const other = lines().map((line) => line.replace('"commitIndex":7', '"commitIndex":6'));
    const { out, code } = await trace(threeLeaderships, fileOf('other.jsonl', ...other), '--by-server');
    await expect(out).toMatchFileSnapshot(golden('divergence-by-server'));
    expect(code).toBe(1);
  });
});

/** The same run twice as slow, without its messages, and every entry appended alone. */
function slowed(lines: readonly string[]): object[] {
  return lines.flatMap((line) => {
    const event = JSON.parse(line);
    const at = event.at * 2;
    if ('message' in event) return [];
    if (event.type !== 'append') return [{ ...event, at }];
    return event.terms.map((term: number, i: number) => {
      const index = event.firstIndex + i;
      return { ...event, at, firstIndex: index, lastIndex: index, terms: [term] };
    });
  });
}
