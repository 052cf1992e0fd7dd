// Which targets a command line chooses, on which engines and CPUs.

import { UsageError } from '@three-ways/command-line';
import { type Engine, engines } from '@three-ways/raft-testkit/engines';
import type { BenchDeps } from './run/options.ts';
import type { Target } from './run/targets.ts';
import { allVariants, type Cpus, variantsOf } from './run/variants.ts';
import { measures, type Suite } from './suites/common/suite.ts';

export interface TargetOptions {
  /** Names of targets or of their variants. */
  readonly target?: string[];
  readonly baselines?: true;
  readonly engine?: string[];
  readonly cpus?: string[];
}

type Registries = Pick<BenchDeps, 'suites' | 'targets'>;

/** @throws UsageError if a choice has no meaning */
export function chooseTargets(given: TargetOptions, chosen: readonly Suite[], deps: Registries): Target[] {
  const { target: wanted, baselines } = given;
  const isNamed = ({ name }: Target) => wanted?.includes(name) ?? false;
  const choice = {
    engines: given.engine === undefined ? engines.slice(0, 1) : given.engine.map(engineNamed),
    cpus: (given.cpus ?? ['all']) as Cpus[],
  };
  const bases = deps.targets.filter(
    (target) => (baselines && target.baseline) || (wanted ? isNamed(target) : !target.baseline),
  );
  if (given.engine !== undefined && !bases.some(({ prepareOn }) => prepareOn))
    throw new UsageError(`--engine ${given.engine.join(',')} is for TypeScript, and no chosen target is`);
  const variants = bases.flatMap((target) => {
    const found = variantsOf(target, choice, deps.suites);
    return found.filter((one) => isMeasured(one, chosen, isNamed(target)));
  });
  return [...variants, ...namedVariants(wanted, deps)];
}

/** Variants that are named as such, such as `async@bun`. */
function namedVariants(wanted: readonly string[] = [], { targets, suites }: Registries): Target[] {
  return allVariants(targets, suites).filter(
    ({ name, engine, cpus }) => (engine || cpus) && wanted.includes(name),
  );
}

function engineNamed(name: string): Engine {
  return engines.find((engine) => engine.name === name)!;
}

/** Whether a suite measures the target. @throws UsageError if none does, and the target was named */
function isMeasured(target: Target, suites: readonly Suite[], named: boolean): boolean {
  if (suites.some((suite) => measures(suite, target))) return true;
  if (!named) return false;
  throw new UsageError(`only --suite ${target.suites?.join(', ')} measures ${target.name}`);
}
