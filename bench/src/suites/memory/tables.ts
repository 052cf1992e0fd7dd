// The tables of the suite `memory`: what a server adds, the ladder of cluster sizes, and what a load leaves.

import type { Figure, Setting } from '../../figures/figure.ts';
import type { SuiteFigures } from '../../figures/suite-figures.ts';
import { doubtNotes, median, missing, notesOn, ratio, titleOf, withInterval } from '../../tables/cells.ts';
import { left, nothing, right, type Table } from '../../tables/table.ts';
import type { Measured } from '../common/suite.ts';
import { ladderCaption, serverCaption } from './captions.ts';
import { heldTables } from './held.ts';
import { Ladders } from './ladders.ts';
import type { MemoryResult, MemorySpec } from './protocol.ts';

const [kibibytes, mebibytes] = [1 / 1024, 1 / 2 ** 20];

const meaning =
  'PSS: the proportional set of the process and its descendants (from /proc), which covers every thread; RSS where the system has none. Live: reachable memory by the language’s own count (JavaScript: heap and external memory of the main thread; Go: heap and stacks in use), after a full collection. A thread has a heap of its own, which neither that count nor that collection reaches.';

export function memoryTables(
  figures: SuiteFigures,
  trials: readonly Measured<MemorySpec, MemoryResult>[],
): readonly Table[] {
  const loads = figures.settings('peakBytes');
  return [
    serverTable(figures),
    ladderTable(figures, new Ladders(trials)),
    ...heldTables(figures, trials),
    ...(loads.length > 0 ? [loadTable(figures, loads)] : []),
  ];
}

function serverTable(figures: SuiteFigures): Table {
  const metrics = ['pssBytesPerServer', 'liveBytesPerServer'] as const;
  return {
    caption: serverCaption,
    columns: [left('Runtime'), right('PSS, KiB each'), right('× Go'), right('Live, KiB each'), right('× Go')],
    rows: figures.targets.map(({ name }) => {
      const [pss, live] = metrics.map((metric) => figures.get(metric, name, {}));
      const title = titleOf(figures, name);
      if (!pss?.estimate) return [title, ...missing(figures, name, 4)];
      return [title, withInterval(pss, kibibytes), ratio(pss), withInterval(live, kibibytes), ratio(live)];
    }),
    notes: [
      `Each: the least-squares slope over cluster sizes up to 101. × Go: above 1, a runtime takes more than the reference. ${meaning}`,
      'The cluster has elected a leader, replicated its first entry and idles on heartbeats. All servers share one process; stable storage is in memory.',
      ...notesOn(
        figures.targets.flatMap(({ name }) => metrics.map((metric) => figures.get(metric, name, {}))),
      ),
    ],
  };
}

const rungs = ['startMs', 'electMs', 'commitsMs', 'pssBytes', 'heartbeatCpuMs'] as const;

function ladderTable(figures: SuiteFigures, ladders: Ladders): Table {
  const settings = figures.settings('pssBytes').sort((a, b) => a.servers! - b.servers!);
  const shown = settings.flatMap((setting) =>
    figures.targets
      .filter(({ name, measured }) => measured && ladders.reaches(name, setting.servers!))
      .map(({ name }) => ({ name, setting })),
  );
  return {
    caption: ladderCaption,
    columns: [
      ...[right('Servers'), left('Runtime'), right('Start, s'), right('Elect, s'), right('100 commits, ms')],
      ...[right('PSS, MiB'), right('CPU, ms/s')],
    ],
    rows: shown.map(({ name, setting }, i) => [
      shown[i - 1]?.setting === setting ? '' : String(setting.servers),
      titleOf(figures, name),
      ...rungCells(figures, name, setting, ladders.limitAt(name, setting.servers!)),
    ]),
    notes: [
      'Start: until all servers run. Elect: from then on, until all follow one leader and have applied its first entry; election timeouts are 150–450 ms, above 65 servers 1–3 s, above 1,000 a millisecond for each server up to three. Commits: one after another. CPU: of mere heartbeats, one every 50 ms to each follower. Medians over the trials.',
      ...ladders.notes((name) => titleOf(figures, name)),
      ...doubtNotes(
        shown.flatMap(({ name, setting }) => rungs.map((rung) => figures.get(rung, name, setting))),
      ),
    ],
  };
}

function rungCells(figures: SuiteFigures, name: string, setting: Setting, limit: string | null): string[] {
  if (limit !== null) return [limit, ...Array<string>(rungs.length - 1).fill(nothing)];
  const [start, elect, commits, pss, cpu] = rungs.map((rung) => figures.get(rung, name, setting));
  if (!pss?.estimate) return missing(figures, name, rungs.length);
  return [median(start, 1e-3), median(elect, 1e-3), median(commits), median(pss, mebibytes), median(cpu)];
}

function loadTable(figures: SuiteFigures, settings: readonly Setting[]): Table {
  const rows = settings.flatMap((setting) =>
    figures.targets.map(({ name }, position) => [
      position > 0 ? '' : setting.snapshotThreshold === 0 ? 'off' : 'on',
      titleOf(figures, name),
      ...loadCells(figures, name, setting),
    ]),
  );
  const { outstanding, commands } = settings[0]!;
  const keptOf = (setting: Setting) =>
    figures.targets.flatMap(({ name }): (Figure | undefined)[] =>
      ['peakBytes', 'keptBytes', 'keptLiveBytes'].map((metric) => figures.get(metric, name, setting)),
    );
  return {
    caption: 'Memory under load, MiB: three servers, with compaction of the log and without',
    columns: [left('Compaction'), left('Runtime'), right('Peak'), right('Kept, PSS'), right('Kept, live')],
    rows,
    notes: [
      `A closed loop of ${outstanding} clients commits ${commands!.toLocaleString('en-US')} commands, each of which sets one of 1,024 ids to a name of 16 bytes. Peak: the process's largest resident set meanwhile, in terms of PSS: pages that it shares with other processes count as when idle. Kept: what it takes beyond the idle cluster when all servers have applied everything, after a collection; without compaction that is the log, and the difference is what compaction gives back. With it, a snapshot is taken every ${settings.at(-1)!.snapshotThreshold!.toLocaleString('en-US')} entries.`,
      'On one event loop and in Go the servers of a process share the entries of the log; between threads each has its own copy, in its journal too.',
      ...notesOn(settings.flatMap(keptOf)),
    ],
  };
}

function loadCells(figures: SuiteFigures, name: string, setting: Setting): string[] {
  const [peak, kept, live] = ['peakBytes', 'keptBytes', 'keptLiveBytes'].map((metric) =>
    figures.get(metric, name, setting),
  );
  if (!peak?.estimate) return missing(figures, name, 3);
  return [withInterval(peak, mebibytes), withInterval(kept, mebibytes), withInterval(live, mebibytes)];
}
