// Prepares the chosen targets; some may be missing on this machine.

import { UsageError } from '@three-ways/command-line';
import type { TargetStatus } from '../figures/figure.ts';
import type { Command } from './child-process.ts';
import type { BenchDeps, RunOptions } from './options.ts';
import type { Prepared, Target } from './targets.ts';

export interface PreparedTargets {
  /** Commands that run trials, by target; undefined where only suites have one. */
  readonly ready: ReadonlyMap<string, Command | undefined>;
  /** The same and the ideal's. */
  readonly commands: ReadonlyMap<string, Command | undefined>;
  readonly statuses: TargetStatus[];
  readonly goVersion: string | null;
}

/** @throws UsageError if a target does not build, none is there, or in CI one is missing */
export async function prepareTargets(
  { targets }: RunOptions,
  { ideal, env, signal, stderr }: BenchDeps,
): Promise<PreparedTargets> {
  const note = (line: string) => void stderr.write(`${line}\n`);
  const ready = new Map<string, Command | undefined>();
  const statuses: TargetStatus[] = [];
  let goVersion: string | null = null;
  let isIncomplete = false;
  for (const target of targets) {
    const { name, title, language, suites, differs, engine, cpus } = target;
    const prepared = await target
      .prepare({ env, signal, note })
      .catch((error: unknown) => Promise.reject(withHint(error, target, targets)));
    statuses.push({
      name,
      title,
      language,
      ...(suites && { suites: [...suites] }),
      ...(differs && { differs: differenceOf(differs, prepared) }),
      ...(engine && { engine }),
      ...(cpus && { cpus }),
      ...statusOf(prepared),
    });
    if (prepared.ready) ready.set(name, prepared.command);
    if (prepared.ready) goVersion = prepared.goVersion ?? goVersion;
    else isIncomplete ||= !prepared.impossible;
  }
  reportMissing(statuses, isIncomplete && isTrue(env.CI), note);
  const prepared = await ideal?.prepare({ env, signal });
  const commands = new Map(ready);
  if (prepared?.ready) commands.set(ideal!.name, prepared.command);
  return { ready, commands, statuses, goVersion };
}

/** Says how to measure the other targets without one that does not build. */
function withHint(error: unknown, { name }: Target, targets: readonly Target[]): unknown {
  const others = targets.filter((other) => other.name !== name).map((other) => other.name);
  if (!(error instanceof UsageError) || others.length === 0) return error;
  return new UsageError(`${error.message}: leave ${name} out with --target ${others.join(',')}`);
}

function differenceOf(differs: string, prepared: Prepared): string {
  return prepared.ready && prepared.version !== undefined
    ? `${differs} (version ${prepared.version})`
    : differs;
}

function statusOf(prepared: Prepared): Pick<TargetStatus, 'measured' | 'reason'> {
  return { measured: prepared.ready, reason: prepared.ready ? null : prepared.reason };
}

/** @throws UsageError if nothing can be measured, or nothing may be missing */
function reportMissing(
  statuses: readonly TargetStatus[],
  isRefused: boolean,
  note: (line: string) => void,
): void {
  const missing = statuses.filter(({ measured }) => !measured);
  if (missing.length === 0) return;
  const said = missing.map(({ name, reason }) => `${name} is not measured: ${reason}`).join('; ');
  if (missing.length === statuses.length || isRefused) throw new UsageError(said);
  note(said);
}

function isTrue(value: string | undefined): boolean {
  return value === 'true' || value === '1';
}
