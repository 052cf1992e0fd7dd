// Traces as pictures and in numbers. The files in the folder `trace` come from a trace written by hand: three servers, an
// isolated leader, a leader that crashes, a server that catches up by a snapshot.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Screen } from '@three-ways/command-line';
import type { TraceEvent } from '@three-ways/raft-cluster';
import { findGo, goFolder } from '@three-ways/raft-go';
import { leaderOf, others, saveTrace, set } from '@three-ways/raft-testkit';
import { targets } from '@three-ways/raft-testkit/targets';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { draw } from '../src/draw.ts';
import { faultEffects, groupsText, NetworkTracker } from '../src/network.ts';
import { readTrace } from '../src/read.ts';
import { Timeline } from '../src/timeline.ts';
import { crash, eventsOf, fileOf, folder, golden, threeLeaderships, trace, traceOn } from './on-screen.ts';

const go = await findGo(goFolder);

describe('a timeline', () => {
  it('shows each leadership, its end and what follows', async () => {
    const { out, err, code } = await trace(threeLeaderships);
    await expect(out).toMatchFileSnapshot(golden('timeline'));
    expect([err, code]).toEqual(['', 0]);
  });

  it('shows messages as arrows, lost ones with a cross', async () => {
    const { out } = await trace(threeLeaderships, '--messages', '--from', '900', '--to', '935');
    await expect(out).toMatchFileSnapshot(golden('messages'));
  });

  it('hides heartbeats unless asked for', async () => {
    const quiet = await trace(threeLeaderships, '--messages');
    const all = await trace(threeLeaderships, '--heartbeats');
    expect(quiet.out).not.toContain('heartbeat');
    expect(all.out.match(/heartbeat/g)).toHaveLength(23);
  });

  it('draws columns only for the servers asked for', async () => {
    const { out } = await trace(threeLeaderships, '--servers', '1,3');
    await expect(out).toMatchFileSnapshot(golden('two-servers'));
  });

  it('begins with the state that earlier events led to', async () => {
    const { out } = await trace(threeLeaderships, '--from', '700', '--to', '740');
    expect(out).toMatch(/740\.0 {2}│ +│ +✗ crashes/);
    expect(out).not.toContain('LEADER');
  });

  it.each([3, 5, 7])('of %i servers fits any width', async (servers) => {
    const file = fileOf(`${servers}.jsonl`, ...election(servers));
    for (const width of [24, 40, 60, 80, 100, 140]) {
      const { out } = await trace(file, '--width', `${width}`);
      const lines = out.split('\n');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      if (width >= 60) expect(lines.find((line) => line.includes('L'))).toMatch(/┃ L(EADER|EAD)? ?t?1/);
    }
  });

  it('is as wide as the terminal', async () => {
    const screen = new Screen();
    screen.columns = 50;
    const { out } = await traceOn(screen, threeLeaderships);
    await expect(out).toMatchFileSnapshot(golden('narrow'));
  });

  it('paints a term in the same colour in every column', async () => {
    const lines = Array.fromAsync(
      draw(readTrace(threeLeaderships), { merge: 250, width: 100 }, (style, text) => `<${style}:${text}>`),
    );
    const text = (await lines).join('');
    expect(text).toContain('<bold,yellow:┃> <bold,yellow:LEADER t2>');
    expect(text).toContain('<yellow:│> <yellow:+5>');
    expect(text).toContain('<magenta:│> <magenta:votes for 2>');
  });

  it('is plain without a terminal or with NO_COLOR', async () => {
    vi.stubEnv('NO_COLOR', undefined);
    vi.stubEnv('FORCE_COLOR', undefined);
    vi.stubEnv('NODE_DISABLE_COLORS', undefined);
    vi.stubEnv('CI', undefined);
    vi.stubEnv('TERM', 'xterm-256color');
    const terminal = () => Object.assign(new Screen(), { isTTY: true });
    expect((await trace(threeLeaderships)).out).not.toContain('\u001b');
    expect((await traceOn(terminal(), threeLeaderships)).out).toContain('\u001b[');
    vi.stubEnv('NO_COLOR', '1');
    expect((await traceOn(terminal(), threeLeaderships)).out).not.toContain('\u001b');
  });

  it('may begin in the middle of a run', async () => {
    const events = (await eventsOf(threeLeaderships)).filter(({ at }) => at >= 200 && at < 400);
    const { out } = await trace(fileOf('midst.jsonl', ...events));
    expect(out).toMatch(/200\.0 {2}┃ \+2…4 ✓4 +[·│] \+2…4 ✓4 +[·│]/);
  });

  it('withholds only the row that may still grow', () => {
    const timeline = new Timeline({ merge: 250, messages: 'none' });
    let taken = 0;
    for (let i = 1; i <= 1_000; i++) {
      const kind = i % 2 === 0 ? { type: 'crash' } : { type: 'role', term: i, role: 'candidate' };
      timeline.see({ ...kind, server: 1, at: i * 10 } as TraceEvent);
      taken += timeline.take().length;
      expect(taken).toBe(i - 1);
    }
    timeline.see({ type: 'partition', groups: [[1], [2]], at: 10_010 });
    expect(timeline.take()).toHaveLength(2);
  });
});

/** A cluster starts, and server 1 wins an election. */
function election(servers: number): object[] {
  const ids = Array.from({ length: servers }, (_, i) => i + 1);
  const start = { type: 'start', currentTerm: 0, votedFor: null, lastLogIndex: 0, lastLogTerm: 0, at: 0 };
  return [
    ...ids.map((server) => ({ ...start, server })),
    { type: 'role', server: 1, term: 0, role: 'pre-candidate', at: 150 },
    { type: 'role', server: 1, term: 1, role: 'candidate', at: 150 },
    ...ids
      .slice(1)
      .map((server) => ({ type: 'vote', server, term: 1, candidate: 1, voteGranted: true, at: 150 })),
    { type: 'role', server: 1, term: 1, role: 'leader', at: 150 },
    ...ids.map((server) => ({
      ...{ type: 'append', server, term: 1, at: 150 },
      ...{ firstIndex: 1, lastIndex: 1000, terms: Array(1000).fill(1) },
    })),
    ...ids.map((server) => ({ type: 'commit', server, term: 1, commitIndex: 1000, at: 151 })),
    { type: 'crash', server: servers, at: 200 },
    { type: 'crash', server: 1, at: 210 },
  ];
}

describe('the network in a trace', () => {
  const at = 0;
  const half = { drop: 0.5 };

  it('reports changes only', () => {
    const network = new NetworkTracker();
    const groups = [[1], [2, 3]];
    expect(network.see({ type: 'heal', at })).toBeNull();
    expect(network.see({ type: 'faults', rules: { drop: 0, seed: 5 }, at })).toBeNull();
    expect(network.see({ type: 'partition', groups, at })).toEqual({ type: 'partitioned', groups });
    expect(network.see({ type: 'partition', groups: [[3, 2], [], [1]], at })).toBeNull();
    expect(network.see({ type: 'faults', rules: half, at })).toEqual({
      type: 'faulty',
      effects: 'loses 50 %',
    });
    expect(network.see({ type: 'faults', rules: { ...half, seed: 5 }, at })).toBeNull();
    expect(network.see({ type: 'heal', at })).toEqual({ type: 'healed' });
    expect(network.see({ type: 'faults', rules: {}, at })).toEqual({ type: 'reliable' });
  });

  it('is described by its groups; a server in no group is isolated', () => {
    expect(groupsText([[5, 4], [3, 1, 2]])).toBe('1 2 3 | 4 5'); // biome-ignore format: groups
    expect(groupsText([[2, 3]], [1, 2, 3, 4])).toBe('1 | 2 3 | 4');
  });

  it('is described by its effects on messages', () => {
    expect(faultEffects({ drop: 0.104, duplicate: 0.02, reorder: 0.3, delay: 5, jitter: 40 })).toBe(
      'loses 10 %, duplicates 2 %, reorders 30 %, takes 5 to 45 ms',
    );
    expect(faultEffects({ delay: 2.54 })).toBe('takes 2.5 ms');
    expect(faultEffects({ seed: 3 })).toBe('');
  });

  it.each(Object.keys(targets))(
    'is reported by %s before its effects on messages',
    async (name) => {
      if (name === 'go' && !go.found && process.env.CI !== 'true') return;
      const { create } = await targets[name]!();
      await using cluster = create({ servers: 3, electionTimeout: [100, 200] });
      const events: TraceEvent[] = [];
      await cluster.trace((event) => events.push(event));
      await cluster.faults(half);
      await cluster.start();
      await cluster.faults({});
      const leader = await leaderOf(cluster);
      const groups = [[leader], others(cluster, leader)];
      await cluster.partition(groups);
      await leaderOf(cluster, others(cluster, leader));
      await cluster.heal();
      await leaderOf(cluster);
      await cluster.trace(null);
      const changes = events.filter(({ type }) => ['partition', 'heal', 'faults'].includes(type));
      expect(changes.map(({ at: _, ...change }) => change)).toEqual([
        { type: 'faults', rules: half },
        { type: 'faults', rules: {} },
        { type: 'partition', groups },
        { type: 'heal' },
      ]);
      expect(changes[0]!.at).toBe(0);
      const partitionAt = events.findIndex(({ type }) => type === 'partition');
      const faultsEndAt = events.findLastIndex(({ type }) => type === 'faults');
      const drops = events.slice(faultsEndAt, partitionAt).filter(({ type }) => type === 'drop');
      expect(drops).toEqual([]);
    },
    300_000,
  );
});

describe('the command line', () => {
  it.each([
    [[], "missing required argument 'file'"],
    [['a', 'b', 'c'], 'too many arguments'],
    [['a', '--from', 'noon'], 'Give a number of ms, from 0'],
    [['a', '--from', '2', '--to', '1'], '--from 2 is later than --to 1'],
    [['a', '--servers', '1;3'], 'Give ids of servers, such as 1,3'],
    [['a', '--width', '3'], 'Give an integer from 20'],
    [['a', '--diff'], 'name two traces to compare'],
    [['a', 'b', '--diff', '--by-server'], 'not both'],
    [['a', 'b', '--summary'], '--summary takes one file'],
    [['a', 'b', '--record', '1'], '--record takes one file'],
    [['a', '--record', '1', '--target', 'rust'], 'Allowed choices are async'],
  ])('explains a wrong call in one line: %j', async (args, what) => {
    const { out, err, code } = await trace(...args);
    expect(err).toContain(what);
    expect(err).toMatch(/^error: [^\n]+; see pnpm trace --help\n$/);
    expect([out, code]).toEqual(['', 2]);
  });

  it('prints a run in numbers', async () => {
    const { out, code } = await trace(threeLeaderships, '--summary');
    await expect(out.replace(threeLeaderships, 'three-leaderships.jsonl')).toMatchFileSnapshot(
      golden('summary'),
    );
    expect(code).toBe(0);
  });

  it('ends quietly when its reader closes early', async () => {
    const file = fileOf('long.jsonl', ...Array.from({ length: 20_000 }, (_, at) => ({ ...crash, at })));
    const program = fileURLToPath(new URL('../../../scripts/trace.ts', import.meta.url));
    const child = spawn(process.execPath, [program, file, '--merge', '1'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let complaints = '';
    child.stderr.on('data', (text) => {
      complaints += text;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const [code] = await once(child, 'close');
    expect([complaints, code]).toEqual(['', 141]);
  });
});

// Without Go its trace is skipped; in CI a missing Go is a failure.
describe.skipIf(!go.found && process.env.CI !== 'true')("Go's trace", () => {
  const file = join(folder, 'go.jsonl');

  beforeAll(async () => {
    const { create } = await targets.go!();
    using saved = saveTrace(file);
    await using cluster = create({ servers: 3 });
    await cluster.start();
    await cluster.trace(saved.listener);
    await cluster.propose(set('1', 'Ada'), { via: await leaderOf(cluster) });
    const leader = await leaderOf(cluster);
    await cluster.crash(leader);
    await cluster.propose(set('2', 'Bob'), { via: await leaderOf(cluster, others(cluster, leader)) });
    await cluster.restart(leader);
    await leaderOf(cluster);
  }, 300_000);

  it('is drawn like any other trace', async () => {
    const { out, err, code } = await trace(file);
    expect([err, code]).toEqual(['', 0]);
    for (const label of ['LEADER t1', '✗ crashes', 'LEADER t2', 'first commit of term 2', 'starts t1'])
      expect(out).toContain(label);
  });

  it('equals itself, event for event and by server', async () => {
    expect((await trace(file, file)).code).toBe(0);
    expect((await trace(file, file, '--by-server')).code).toBe(0);
  });
});
