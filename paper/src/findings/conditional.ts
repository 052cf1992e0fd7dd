// Parts of the text that need what a run may lack, between directives on lines of their own; conditions do not nest:
//
//   <!-- if-measured: starvation -->                 any figure of the suite; narrower, of a target, a metric and settings:
//   <!-- if-measured: go memory.startMs servers=1001 -->
//   <!-- else -->                                    may be absent
//   <!-- end -->

import type { Findings } from '@three-ways/bench/findings';
import { BuildError } from '../errors.ts';
import type { SourceLine } from '../source-line.ts';

export interface Chosen {
  readonly lines: SourceLine[];
  /** The conditions that the run did not meet, each once. */
  readonly lacking: readonly string[];
}

const IF =
  /^<!-- if-measured: ((?:(?<target>[\w@-]+) )?(?<suite>[\w-]+)(?:\.(?<metric>\S+))?(?<settings>(?: \w+=\d+)*)) -->$/;

/** Keeps the lines whose condition the run meets. @throws BuildError for a directive out of place */
export function chooseLines(lines: readonly SourceLine[], run: Findings): Chosen {
  const lacking = new Set<string>();
  const kept: SourceLine[] = [];
  let open: { readonly measured: boolean; inElse: boolean; readonly place: string } | null = null;
  for (const line of lines) {
    const text = line.text.trim();
    const condition = IF.exec(text);
    if (condition !== null) {
      if (open !== null)
        throw new BuildError(`${line.place}: the condition at ${open.place} has no \`<!-- end -->\``);
      open = { measured: isMeasured(condition.groups!, run), inElse: false, place: line.place };
      if (!open.measured) lacking.add(condition[1]!);
    } else if (/^<!--\s*(else|end|if-measured)\b/.test(text)) {
      if (open === null || (text !== '<!-- end -->' && text !== '<!-- else -->'))
        throw new BuildError(`${line.place}: broken condition \`${text}\``);
      if (text === '<!-- end -->') open = null;
      else open.inElse = true;
    } else if (open === null || open.measured !== open.inElse) kept.push(line);
  }
  if (open !== null) throw new BuildError(`${open.place}: the condition has no \`<!-- end -->\``);
  return { lines: kept, lacking: [...lacking] };
}

function isMeasured(condition: Readonly<Record<string, string | undefined>>, { results }: Findings): boolean {
  const { target, suite, metric, settings = '' } = condition;
  const wanted = settings.split(' ').filter((pair) => pair !== '');
  return results.figures.some(
    (figure) =>
      figure.suite === suite &&
      figure.estimate !== null &&
      (target === undefined || figure.target === target) &&
      (metric === undefined || figure.metric === metric) &&
      wanted.every((pair) => pair === settingText(figure.setting, pair.split('=')[0]!)),
  );
}

const settingText = (setting: Readonly<Record<string, number>>, key: string) => `${key}=${setting[key]}`;
