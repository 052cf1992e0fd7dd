// Targets on other engines and on one CPU: each prepares its target's program accordingly.

import { type Engine, engines } from '@three-ways/raft-testkit/engines';
import { oneCpu, variantName } from '../figures/variant.ts';
import { measures, type Suite } from '../suites/common/suite.ts';
import { onOneCpu } from './one-cpu.ts';
import type { PlannedSetting, PlanOptions } from './plan.ts';
import type { Prepared, PrepareOptions, Target } from './target.ts';

/** How many CPUs a target may use. */
export type Cpus = 'all' | '1';

/** The target on an engine; the target itself on the default one. @param suites all of them */
function onEngine(target: Target, engine: Engine, suites: readonly Suite[]): Target {
  const { prepareOn } = target;
  if (engine === engines[0] || prepareOn === undefined) return target;
  const { name, title, version, flags } = engine;
  return {
    ...variantOf(target, name, suites),
    title: `${target.title} on ${title}`,
    engine: { name, version, flags: [...flags] },
    prepare: (options) => prepareOn(engine, options),
  };
}

/** The target on as many CPUs. @param suites all of them */
function onCpus(target: Target, cpus: Cpus, suites: readonly Suite[]): Target {
  if (cpus === 'all') return target;
  return {
    ...variantOf(target, oneCpu, suites),
    title: `${target.title}, one CPU`,
    cpus: 1,
    prepare: async (options) => pinned(await target.prepare(options), options),
  };
}

async function pinned(prepared: Prepared, { env }: PrepareOptions): Promise<Prepared> {
  if (!prepared.ready || prepared.command === undefined) return prepared;
  return { ...prepared, command: await onOneCpu(prepared.command, env) };
}

/** A target that only those suites measure that run the target's own program. */
function variantOf(target: Target, mark: string, suites: readonly Suite[]): Target {
  const own = suites.filter((suite) => suite.trial === undefined && measures(suite, target));
  return { ...target, name: variantName(target.name, [mark]), suites: own.map(({ name }) => name) };
}

/** Whether a run measures a target at a suite's setting: a full one compares variants where the suite does, or where it is told to. */
export function isMeasured(
  { engine, cpus, ...target }: Target,
  suite: Suite,
  setting: PlannedSetting,
  { size, only }: Pick<PlanOptions, 'size' | 'only'>,
): boolean {
  if (!measures(suite, target) || target.lacks?.(suite.name, setting)) return false;
  const isVariant = engine !== undefined || cpus !== undefined;
  if (!isVariant || size === 'quick' || only !== undefined) return true;
  return suite.comparesVariants?.(setting) !== false;
}

/** Every variant that there can be, the targets themselves included. */
export function allVariants(targets: readonly Target[], suites: readonly Suite[]): Target[] {
  return targets.flatMap((target) => variantsOf(target, { engines, cpus: ['all', '1'] }, suites));
}

/** What a run chooses. */
export interface Choice {
  readonly engines: readonly Engine[];
  readonly cpus: readonly Cpus[];
}

/** A target's chosen variants; on one engine only if its program runs on one alone. */
export function variantsOf(target: Target, choice: Choice, suites: readonly Suite[]): Target[] {
  const onEngines =
    target.prepareOn === undefined
      ? [target]
      : choice.engines.map((engine) => onEngine(target, engine, suites));
  return onEngines.flatMap((one) => choice.cpus.map((cpus) => onCpus(one, cpus, suites)));
}
