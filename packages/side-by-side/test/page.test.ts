// Pieces of the page: code with its marks, figures from results.

import { parseText } from '@three-ways/source-code';
import { describe, expect, it } from 'vitest';
import { electionFigure } from '../src/figures/election.ts';
import type { ReferenceResults } from '../src/figures/reference-results.ts';
import { throughputFigure } from '../src/figures/throughput.ts';
import { unitTime } from '../src/figures/unit-time.ts';
import { findPart } from '../src/listing/find-part.ts';
import type { Part } from '../src/listing/listing.ts';
import { workspaceReader } from '../src/listing/read.ts';
import { linksTo } from '../src/page/links.ts';
import { segmentHtml } from '../src/page/segment.ts';

const links = linksTo('https://example.org/owner/name');

function partOf(text: string, language: 'typescript' | 'go' | 'python', name: string): Part {
  const symbol = findPart(parseText(text, language), name);
  return { file: 'a', name, symbol };
}

function whole(part: Part) {
  const { startLine, endLine } = part.symbol;
  return { part, startLine, endLine };
}

describe('a piece of code', () => {
  it('has its line numbers, its indentation, and marks where a task may wait', () => {
    const part = partOf('\nasync function f() {\n  if (a < b) await g();\n}\n', 'typescript', 'f');
    const html = segmentHtml(whole(part), 'async', links);
    expect(html).toMatch(/^<ol start=2>\n<li><a href=https:[^ ]*#L2-L4>2<\/a>/);
    expect(html).toContain('<li class=d2><b>if</b> (a &lt; b) <mark>await</mark> g();');
  });

  it('marks what waits in Go and blocks in a thread', () => {
    const go = partOf('package a\nfunc f(c chan int) {\n\tselect {\n\tcase <-c:\n\t}\n}\n', 'go', 'f');
    expect(segmentHtml(whole(go), 'goroutines', links)).toContain('<mark>select</mark>');
    const thread = partOf('function f() {\n  Atomics.wait(cell, 0, 0);\n}\n', 'typescript', 'f');
    expect(segmentHtml(whole(thread), 'workers', links)).toContain('Atomics.<mark>wait</mark>');
  });

  it('leaves out a docstring, and goes on with the right number', () => {
    const part = partOf('def f():\n    """Says\n\n    it."""\n    return 1\n', 'python', 'f');
    const html = segmentHtml(whole(part), 'python-threads', links);
    expect(html).not.toContain('Says');
    expect(html).toContain('<li class=d4 value=5><b>return</b> 1');
  });

  it('may be a test, named by its title', () => {
    const source = workspaceReader()('packages/raft-async/test/server.test.ts');
    const found = findPart(source, '"asks for a vote again until it is answered"');
    expect(found.text).toMatch(/^it\('asks for a vote again/);
    expect(() => findPart(source, '"no such test"')).toThrow(/has no symbol "no such test"/);
  });
});

const results: ReferenceResults = {
  environment: { date: '2026-11-26T12:00:00Z', cpu: 'A Processor', cores: 2 },
  targets: [{ name: 'go', title: 'Go goroutines' }],
  figures: [
    figure('primitives', 'ns/hand-off', {}, 112.4),
    figure('primitives', 'ns/spawn', {}, 45_600_000),
    figure('throughput', 'commits', { servers: 3, outstanding: 64 }, 500_000),
    figure('throughput', 'commits', { servers: 5, outstanding: 64 }, 400_000),
    figure('throughput', 'commits', { servers: 3, outstanding: 64, valueBytes: 4096 }, 300_000),
    figure('throughput', 'commits', { servers: 3, ratePerSecond: 1000 }, 1000),
  ],
};

function figure(suite: string, metric: string, setting: Record<string, number>, median: number) {
  const estimate = { median, low: null, high: null };
  return { suite, metric, setting, target: 'go', estimate, rounds: [{ samples: [median] }] };
}

describe('a figure', () => {
  it('gives the time of a unit with two digits, or nothing', () => {
    expect(unitTime(results, 'hand-off', 'go')).toBe('112 ns');
    expect(unitTime(results, 'spawn', 'go')).toBe('46 ms');
    expect(unitTime(results, 'lock', 'go')).toBeNull();
    expect(unitTime(results, 'spawn', 'async')).toBeNull();
    expect(unitTime(null, 'spawn', 'go')).toBeNull();
  });

  it('draws the throughput of three servers, says when and where it was measured, and is left out without', () => {
    const html = throughputFigure(results);
    expect(html).toContain('With 64 outstanding: Go goroutines 500,000.');
    expect(html).toContain('Reference run of 2026-11-26: A Processor, 2 cores');
    expect(html).not.toMatch(/400,000|300,000|1,000/);
    expect(throughputFigure(null)).toBe('');
    expect(throughputFigure({ ...results, figures: [] })).toBe('');
  });

  it('draws the time without a leader beside what the rules alone take', () => {
    const usual = {
      servers: 5,
      electionTimeoutMin: 150,
      electionTimeoutMax: 300,
      broadcastTime: 15,
      preVote: 0,
    };
    const of = (target: string, median: number, setting: Record<string, number> = usual) => ({
      ...{ suite: 'election', metric: 'latency', setting, target, rounds: [] },
      estimate: { median, low: median - 1, high: median + 1 },
    });
    const other = of('go', 35, { ...usual, electionTimeoutMin: 12, electionTimeoutMax: 24 });
    const figures = [of('go', 178), of('ideal', 175), of('etcd', 200), other];
    const html = electionFigure({ ...results, figures });
    expect(html).toContain(
      'Dot plot of the time without a leader: The rules alone 175 ms, Go goroutines 178 ms.',
    );
    expect(electionFigure(results)).toBe('');
  });
});
