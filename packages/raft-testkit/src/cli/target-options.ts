// Shared by the command lines that take targets: the option, the list, and loading the targets one by one.

import { type CliIO, names } from '@three-ways/command-line';
import type { Command } from 'commander';
import { labels, type Target, TargetMissing, targets } from '../targets/targets.ts';

/** Adds `--target` and `--list`. */
export function addTargetOptions(command: Command): Command {
  const known = Object.keys(targets);
  return command
    .option('-t, --target <names...>', `of ${known.join(', ')}; all unless given`, names(known))
    .option('-l, --list', 'list what can be chosen');
}

/** A line for each target. */
export function targetList(): string {
  const lines = Object.entries(labels).map(([name, { title }]) => `  ${name.padEnd(12)}${title}`);
  return `Targets:\n${lines.join('\n')}\n`;
}

export interface NamedTarget {
  readonly name: string;
  readonly target: Target;
}

/**
 * Yields the named targets until interrupted. Without names: all targets, with a note for each that is missing.
 * @throws TargetMissing for a named one
 */
export async function* targetsOf(
  names: readonly string[] | undefined,
  { stderr, signal }: CliIO,
): AsyncGenerator<NamedTarget> {
  for (const name of names ?? Object.keys(targets)) {
    if (signal.aborted) return;
    try {
      yield { name, target: await targets[name]!() };
    } catch (error) {
      if (names !== undefined || !(error instanceof TargetMissing)) throw error;
      stderr.write(`${name} is skipped: ${error.message}\n`);
    }
  }
}
