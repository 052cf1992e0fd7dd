// The chapters against the sources: they fit, and each way of drifting apart is named.

import { join } from 'node:path';
import { parseText, readSource, type SourceFile } from '@three-ways/source-code';
import { describe, expect, it } from 'vitest';
import { type Chapter, none } from '../src/chapter/chapter.ts';
import { chapters } from '../src/chapters/chapters.ts';
import { servers } from '../src/chapters/servers/chapter.ts';
import { contentsOf } from '../src/listing/contents.ts';
import { extractPart } from '../src/listing/extract.ts';
import { Drift } from '../src/listing/faults.ts';
import { listChapter } from '../src/listing/list-chapter.ts';
import type { Reader } from '../src/listing/listing.ts';
import { workspace, workspaceReader } from '../src/listing/read.ts';
import { readContents } from '../src/listing/recorded.ts';

const read = workspaceReader();
const workersServer = 'packages/raft-workers/src/server.ts';
const coroutinesServer = 'packages/raft-coroutines/src/server.ts';

/** The sources with one file changed. */
function changed(file: string, change: (text: string) => string): Reader {
  const source = readSource(join(workspace, file));
  const text = change(source.text);
  expect(text).not.toBe(source.text);
  const copy: SourceFile = parseText(text, source.language, file);
  return (name) => (name === file ? copy : read(name));
}

function faultsOf(chapter: Chapter, reader: Reader, recorded = readContents()): readonly string[] {
  try {
    listChapter(chapter, reader, recorded);
    return [];
  } catch (error) {
    if (error instanceof Drift) return error.faults;
    throw error;
  }
}

/** The servers with another entry in place of all. */
function withEntry(entry: Chapter['entries'][number]): Chapter {
  return { ...servers, entries: [entry] };
}

const campaign = servers.entries.find(({ id }) => id === 'campaign')!;

describe.each(chapters)('the chapter $id', (chapter) => {
  it('fits the sources, and its steps contain what they did when their notes were read', () => {
    expect(faultsOf(chapter, read)).toEqual([]);
  });

  it('shows every line of each symbol exactly once', () => {
    for (const { entry, columns, steps } of listChapter(chapter, read).entries)
      for (const [column, listed] of columns) {
        const cells = steps.map(({ cells }) => cells.get(column)!);
        const segments = cells.flatMap((cell) => ('none' in cell ? [] : cell.segments));
        for (const part of 'none' in listed ? [] : listed.parts) {
          const { startLine, endLine } = part.symbol;
          const shown = segments
            .filter((segment) => segment.part === part)
            .flatMap((segment) => linesFrom(segment.startLine, segment.endLine));
          expect(
            shown.toSorted((a, b) => a - b),
            `${entry.id} ${column}`,
          ).toEqual(linesFrom(startLine, endLine));
        }
      }
  });

  it('has a note and a warning for each step, and ids that are addresses', () => {
    const ids = chapter.entries.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, steps } of chapter.entries) {
      expect(id).toMatch(/^[a-z][a-z-]*$/);
      for (const { why, without } of steps) {
        expect(why.length).toBeGreaterThan(10);
        expect(without.length).toBeGreaterThan(10);
      }
    }
  });

  it('shows two to five of its columns at first, the reference last', () => {
    expect(chapter.shown.length).toBeGreaterThanOrEqual(2);
    expect(chapter.shown.length).toBeLessThanOrEqual(5);
    expect(chapter.columns).toEqual(expect.arrayContaining([...chapter.shown]));
    expect([chapter.columns.at(-1), chapter.shown.at(-1)]).toEqual(['goroutines', 'goroutines']);
  });
});

function linesFrom(start: number, end: number): number[] {
  return Array.from({ length: end - start + 1 }, (_, index) => start + index);
}

describe('a chapter that no longer fits', () => {
  it('names the function that was renamed in one column', () => {
    const reader = changed(workersServer, (text) =>
      text.replace('private campaign()', 'private standForElection()'),
    );
    expect(faultsOf(withEntry(campaign), reader)[0]).toMatch(
      /^campaign in workers: .*raft-workers\/src\/server\.ts has no symbol Server\.campaign/,
    );
  });

  it('names the step whose beginning is gone', () => {
    const reader = changed(coroutinesServer, (text) =>
      text.replace('const election = new Group(this.hub);', 'const electing = new Group(this.hub);'),
    );
    expect(faultsOf(withEntry(campaign), reader)[0]).toMatch(
      /^campaign in coroutines, step 2 "Ask everybody at once": `const election = .*` is not in Server\.campaign/,
    );
  });

  it('names the step whose beginning is there twice', () => {
    const twice = '        if (timeIsUp) raftCore.startElection(this.raft);\n';
    const reader = changed(coroutinesServer, (text) => text.replace(twice, twice + twice));
    expect(faultsOf(withEntry(campaign), reader)[0]).toMatch(
      /^campaign in coroutines, step 4 "Time is up: another election": .* is there 2 times/,
    );
  });

  it('names the step whose two lines were moved before another', () => {
    const react =
      '    if (raft.heard !== this.heard) this.restartElectionTimer();\n    this.heard = raft.heard;\n';
    const leader = '    if (raft.leader !== this.leader) this.clients.leaderChanged(raft.leader);\n';
    const reader = changed(workersServer, (text) => text.replace(react, '').replace(leader, react + leader));
    const entry = servers.entries.find(({ id }) => id === 'react')!;
    expect(faultsOf(withEntry(entry), reader).join('\n')).toMatch(
      /react in workers, step 3 "A leadership ends or begins"|react in workers, step 1 "Something was heard/,
    );
  });

  it('names the step whose two inner lines were moved into the next', () => {
    const lines = '      if (request === null) return;\n      this.send(request);\n';
    const file = 'packages/raft-async/src/server.ts';
    const reader = changed(file, (text) => {
      const without = text.replace(lines, '');
      return without.replace(
        '    this.react();\n  }\n\n  /** Requests',
        `    this.react();\n    const request = null;\n${lines}  }\n\n  /** Requests`,
      );
    });
    expect(faultsOf(withEntry(campaign), reader).join('\n')).toMatch(
      /campaign in async, step 6 "Ask one server until it answers": lines of it are in step \d now/,
    );
  });

  it('names the step whose two lines were moved to another function of the file', () => {
    const lines = '    var asking sync.WaitGroup\n    for _, peer := range peers {\n'.replaceAll(
      '    ',
      '\t\t',
    );
    const reader = changed(
      'go-reference/goroutines/server.go',
      (text) =>
        text.replace(lines, '\t\tfor _, peer := range s.raft.Peers() {\n').replace('asking.Wait()', '') +
        `\nfunc (s *server) ask(peers []raft.ServerID) {\n${lines}\t\t_ = peer\n\t}\n}\n`,
    );
    expect(faultsOf(withEntry(campaign), reader).join('\n')).toMatch(
      /campaign in goroutines, step 2 "Ask everybody at once": lines of it are in go-reference\/goroutines\/server\.go:\d+ now/,
    );
  });

  it('survives moves of whole functions and other formatting', () => {
    const reader = changed(coroutinesServer, (text) =>
      `\n\n// moved\n${text}`
        .replace(
          'const election = new Group(this.hub);',
          'const election\n        = new Group(\n          this.hub,\n        );',
        )
        .replace('this.hub,\n', 'this.hub\n'),
    );
    expect(faultsOf(withEntry(campaign), reader, new Map())).toEqual([]);
  });

  it('names the column in which a function is missing without a reason', () => {
    const { workers: _, ...columns } = campaign.columns;
    expect(faultsOf(withEntry({ ...campaign, columns }), read)).toEqual([
      'campaign in workers: the function is missing: name its symbol, or give the reason why there is none',
    ]);
  });

  it('names the step that a column lacks without a reason', () => {
    const [first, ...rest] = campaign.steps;
    const steps = [{ ...first!, in: { goroutines: 'for ctx.Err() == nil' } }, ...rest];
    expect(faultsOf(withEntry({ ...campaign, steps }), read)).toContainEqual(
      'campaign in async, step 1 "Start an election, unless one has begun": neither code nor a reason is given',
    );
  });

  it('asks for a reason where the order differs, and takes none where it does not', () => {
    const [first, second, ...rest] = campaign.steps;
    const swapped = withEntry({ ...campaign, steps: [second!, first!, ...rest] });
    expect(faultsOf(swapped, read).join('\n')).toMatch(
      /campaign in async, step 1 .*: it comes after step 2 here/,
    );
    const excused = withEntry({
      ...campaign,
      steps: [{ ...first!, elsewhere: { async: 'why not' } }, second!, ...rest],
    });
    expect(faultsOf(excused, read).join('\n')).toMatch(/campaign in async, step 1 .*: it stands in order/);
  });

  it('knows no misspelt column', () => {
    const entry = { ...campaign, columns: { ...campaign.columns, asinc: none('a slip') } };
    expect(faultsOf(withEntry(entry), read)).toEqual(['campaign: asinc is no column of the chapter servers']);
  });
});

it('has a record of what is in every step', () => {
  const recorded = readContents();
  for (const chapter of chapters)
    for (const [key, hashes] of contentsOf(listChapter(chapter, read)))
      if (hashes.length > 0) expect(recorded.has(key), key).toBe(true);
});

describe('the extractor', () => {
  it('takes a symbol out of its file, with its lines', () => {
    const { file, name, symbol } = extractPart(`${coroutinesServer}#Server.campaign`);
    expect([file, name]).toEqual([coroutinesServer, 'Server.campaign']);
    expect(
      symbol.source.text
        .split('\n')
        .slice(symbol.startLine - 1, symbol.endLine)
        .join('\n'),
    ).toContain(symbol.text);
  });

  it('takes a test out of its file by its title', () => {
    const { symbol } = extractPart(
      'packages/side-by-side/test/bundle.test.ts#"bundles a script that needs no module loader"',
    );
    expect(symbol.text).toMatch(/^it\('bundles/);
  });

  it('names a symbol that is gone', () => {
    expect(() => extractPart(`${coroutinesServer}#Server.nowhere`)).toThrow(/has no symbol Server\.nowhere/);
  });
});
