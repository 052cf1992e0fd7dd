// Histories of the async runtime under fault schedules in virtual time, checked by Porcupine; and faulty histories that it must
// reject.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { AsyncCluster } from '@three-ways/raft-async';
import type { ProposeOptions, ReadOptions } from '@three-ways/raft-cluster';
import type { Answer, ClientCommand } from '@three-ways/raft-core';
import { buildGoCommands, findGo, goFolder } from '@three-ways/raft-go';
import { VirtualClock } from '@three-ways/raft-in-process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../src/linearizability/cli.ts';
import type { Operation } from '../src/linearizability/history.ts';
import { readHistory, UnreadableHistory, writeHistory } from '../src/linearizability/history-file.ts';
import { judgeHistories, requireLinearizable } from '../src/linearizability/judge.ts';
import { perform } from '../src/schedules/perform.ts';
import { generateSchedule } from '../src/schedules/schedule.ts';
import { virtualTime } from '../src/targets/time.ts';

const seeds = 30;

const go = await findGo(goFolder);
const folder = mkdtempSync(join(tmpdir(), 'histories-'));
const inFolder = (name: string) => join(folder, name);

/** Whether to save the histories. */
let keep = false;
afterAll(() => {
  if (!keep) rmSync(folder, { recursive: true });
});

async function operationsOf(
  seed: number,
  { Kind = AsyncCluster, duration = 10_000 } = {},
): Promise<readonly Operation[]> {
  const schedule = generateSchedule(seed, duration);
  const clock = new VirtualClock();
  const cluster = new Kind(schedule.settings, clock);
  const { operations } = await perform(schedule, cluster, virtualTime(clock));
  return operations;
}

class ReadingStale extends AsyncCluster {
  override read(id: string, options: ReadOptions): Promise<Answer> {
    return super.read(id, { ...options, consistency: 'stale' });
  }
}

class WithoutSessions extends AsyncCluster {
  override propose(command: ClientCommand, { session: _, ...options }: ProposeOptions = {}): Promise<Answer> {
    return super.propose(command, options);
  }
}

/** Swaps two answers, so that a read returns a name before it was set. */
function tellTooEarly(history: readonly Operation[]): Operation[] {
  const early = history.find(({ asked, answer }) => asked.type === 'read' && answer === null)!;
  const isLater = ({ asked, call }: Operation) => asked.id === early.asked.id && call > early.return!;
  const later = history.filter(isLater);
  const names = later.flatMap(({ asked }) => (asked.type === 'set' ? [asked.name] : []));
  const late = later.find(({ answer }) => names.some((name) => name === answer))!;
  const swapped = new Map([
    [early, late.answer],
    [late, early.answer],
  ]);
  return history.map((operation) => ({
    ...operation,
    ...(swapped.has(operation) && { answer: swapped.get(operation) ?? null }),
  }));
}

const operation: Operation = {
  client: 1,
  asked: { type: 'set', id: '0', name: 'a' },
  call: 1,
  return: 2,
  answer: null,
};

async function readAll(file: string): Promise<Operation[]> {
  return Array.fromAsync(readHistory(file));
}

describe('a history in a file', () => {
  it('reads back unchanged', async () => {
    const operations = await operationsOf(79);
    expect(operations.length).toBeGreaterThan(300);
    expect(operations.some((operation) => operation.return === null)).toBe(true);
    const file = inFolder('written.jsonl');
    await writeHistory(file, operations);
    expect(await readAll(file)).toEqual(operations);
  });

  it.each([
    ['', /line 2: Unexpected end/],
    ['null', 'line 2: an operation has exactly client, asked, call, return, answer'],
    [{ ...operation, at: 3 }, 'an operation has exactly'],
    [{ ...operation, client: -1 }, 'client is -1: give 0 or more'],
    [{ ...operation, asked: { type: 'read', id: '0', name: 'a' } }, 'give a set, a delete or a read'],
    [{ ...operation, call: 0.5 }, 'call is 0.5: give a place, 0 or more'],
    [{ ...operation, return: 1 }, 'return is 1: give a place after the call, which is 1'],
    [{ ...operation, return: null, answer: 'a' }, 'there is an answer, "a", and no return'],
    [{ ...operation, answer: 7 }, 'the answer is 7: give a name or null'],
  ])('is refused where a line is %o', async (line, complaint) => {
    const file = inFolder('malformed.jsonl');
    const malformed = typeof line === 'string' ? line : JSON.stringify(line);
    writeFileSync(file, `${JSON.stringify(operation)}\n${malformed}\n`);
    await expect(readAll(file)).rejects.toThrow(UnreadableHistory);
    await expect(readAll(file)).rejects.toThrow(complaint);
  });

  it('is named if it is missing', async () => {
    await expect(readAll(inFolder('missing.jsonl'))).rejects.toThrow(/missing\.jsonl can't be read: ENOENT/);
  });
});

// Without Go its tests are skipped; in CI a missing Go is a failure.
describe.skipIf(!go.found && process.env.CI !== 'true')('the checker', () => {
  beforeAll(() => buildGoCommands(goFolder), 300_000);

  it(`finds the histories of ${seeds} fault schedules linearizable`, {
    timeout: 120_000,
  }, async ({ onTestFailed }) => {
    onTestFailed(() => {
      keep = true;
    });
    const files: string[] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      const file = inFolder(`seed-${seed}.jsonl`);
      await writeHistory(file, await operationsOf(seed));
      files.push(file);
    }
    await requireLinearizable(files);
  });

  it('rejects a history with two answers swapped, and draws it', async () => {
    const [good, bad] = [inFolder('good.jsonl'), inFolder('bad.jsonl')];
    const history = await operationsOf(1, { duration: 3_000 });
    await writeHistory(good, history);
    await writeHistory(bad, tellTooEarly(history));
    const pictures = inFolder('pictures');
    const picture = join(pictures, 'bad.html');
    const [first, second] = await judgeHistories([good, bad], { pictures });
    expect(first).toEqual({ file: good, operations: history.length, linearizable: true });
    expect(second).toMatchObject({ file: bad, linearizable: false, picture });
    expect(readFileSync(picture, 'utf8')).toContain('no order explains that client');
    await expect(requireLinearizable([good, bad], { pictures })).rejects.toMatchObject({
      name: 'NotLinearizable',
      message: `${bad} is not linearizable: ${second!.why}; see ${picture}`,
      verdict: second,
    });
  });

  it.each([
    ['reads without asking the leader', ReadingStale],
    ['applies a command as often as it is sent', WithoutSessions],
  ])('finds out a cluster that %s', async (_what, Kind) => {
    const files: string[] = [];
    for (const seed of [3, 4, 9]) {
      const file = inFolder(`${Kind.name}-${seed}.jsonl`);
      await writeHistory(file, await operationsOf(seed, { Kind, duration: 3_000 }));
      files.push(file);
    }
    await expect(requireLinearizable(files)).rejects.toThrow(/is not linearizable: no order explains/);
  });

  it('leaves a history undecided after the time limit', async () => {
    const file = inFolder('hard.jsonl');
    const hard = Array.from({ length: 60 }, (_, i): Operation => {
      const name = `${i % 6}`;
      const answer = i === 0 ? null : `${((i * i) % 7) % 6}`;
      return { client: i, asked: { type: 'set', id: '0', name }, call: i, return: 100, answer };
    });
    await writeHistory(file, [
      ...hard,
      { client: 0, asked: { type: 'read', id: '0' }, call: 101, return: 102, answer: 'unknown' },
    ]);
    await expect(requireLinearizable([file], { limit: 5 })).rejects.toMatchObject({
      name: 'Undecided',
      message: `undecided whether ${file} is linearizable: its 61 operations take longer than the limit`,
    });
  });

  it('names the file and line of an invalid operation', async () => {
    const file = inFolder('malformed.jsonl');
    writeFileSync(file, `${JSON.stringify(operation)}\n{}\n`);
    await expect(judgeHistories([file])).rejects.toThrow(UnreadableHistory);
    await expect(judgeHistories([file])).rejects.toThrow(`${file}: line 2: an operation has client`);
  });

  it('reports a missing program', async () => {
    const judged = judgeHistories(['x.jsonl'], { program: inFolder('no-such-program') });
    await expect(judged).rejects.toThrow(/no-such-program is missing: build Go's commands/);
  });

  it('runs from the command line', async () => {
    const [good, bad] = [inFolder('good.jsonl'), inFolder('bad.jsonl')];
    await writeHistory(good, [operation]);
    await writeHistory(bad, [{ ...operation, answer: 'b' }]);
    const why = `no order explains that client 1's call at 1 to set "0" to "a" returned "b" at 2`;
    expect(await call(good)).toEqual({
      code: 0,
      out: `${good}: 1 operations, linearizable\n1 histories, 1 operations: 1 linearizable, 0 not, 0 given up\n`,
      complaint: '',
    });
    expect(await call(good, bad)).toMatchObject({
      code: 1,
      out: expect.stringContaining(
        `${bad}: 1 operations, not linearizable: ${why}\n  see ${inFolder('bad.html')}\n`,
      ),
    });
    expect(existsSync(inFolder('bad.html'))).toBe(true);
  });

  it.each([
    [[], "error: missing required argument 'file'; see linearizability --help\n"],
    [['--fast'], "error: unknown option '--fast'; see linearizability --help\n"],
    [['no.jsonl'], 'error: open no.jsonl: no such file or directory; see linearizability --help\n'],
    [
      ['-l', '0', 'no.jsonl'],
      "error: option '-l, --limit <seconds>' argument '0' is invalid. Give an integer from 1 to 86400; see linearizability --help\n",
    ],
  ])('takes the arguments %j for wrong usage, in one line', async (args, complaint) => {
    expect(await call(...args)).toEqual({ code: 2, out: '', complaint });
  });
});

async function call(...args: string[]): Promise<{ code: number; out: string; complaint: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await main(args, { stdout, stderr, signal: new AbortController().signal });
  return { code, out: await text(stdout.end()), complaint: await text(stderr.end()) };
}
