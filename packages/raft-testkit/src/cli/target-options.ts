// Shared by all command lines: exit codes, options and one-line error messages.

import type { CliIO } from '@three-ways/command-line';
import { InvalidArgumentError } from 'commander';
import { type Target, TargetMissing, targets } from '../targets/targets.ts';

/** Option parser for names of targets, separated by commas or by repeating the option. */
export function targetNames(text: string, before: readonly string[] = []): string[] {
  const names = text.split(',');
  for (const name of names)
    if (!(name in targets))
      throw new InvalidArgumentError(`There is no target ${name}: give ${Object.keys(targets).join(', ')}.`);
  return [...before, ...names];
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
