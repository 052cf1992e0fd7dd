// The plan of a run: its trials in order. Rounds are the outer loop and targets the inner one, so targets alternate
// (A B A B …) and drift of the machine affects all of them alike.

import { UsageError } from '@three-ways/command-line';
import type { Spec } from '../suites/common/protocol.ts';
import { ideal, type Size, type Suite } from '../suites/common/suite.ts';

export interface PlannedTrial {
  /** Position in the run, from 1. */
  readonly number: number;
  readonly suite: Suite;
  readonly round: number;
  readonly spec: Spec;
  /** A repetition of the trial before it, to compare a target with itself. */
  readonly control?: true;
}

/** Number of rounds of a suite. */
export type Rounds = number | ((suite: Suite) => number) | undefined;

export interface PlanOptions {
  readonly suites: readonly Suite[];
  readonly targets: readonly string[];
  /** Whether a suite measures a target at a setting; all do unless given. */
  readonly measures?: (suite: Suite, target: string, setting: PlannedSetting) => boolean;
  readonly size: Size;
  /** Rounds of every suite; each suite's default if undefined. */
  readonly rounds: Rounds;
  readonly seed: number;
  /** Leaves out the settings that only `--full` measures. */
  readonly brief?: boolean;
  /** The only cluster sizes; all if undefined. */
  readonly servers?: readonly number[] | undefined;
  /** Parts of the descriptions of settings: a suite measures those that contain one; all, if none of its own does. */
  readonly only?: readonly string[] | undefined;
  /** Adds trials that compare the first target with itself. */
  readonly controls?: boolean;
  /** Adds trials of the ideal of each suite that has one. */
  readonly ideals?: boolean;
}

export type PlannedSetting = ReturnType<Suite['settings']>[number];

/** @throws UsageError if no suite has a setting with the wanted cluster sizes */
export function planRun(options: PlanOptions): PlannedTrial[] {
  const { suites } = options;
  const plan: PlannedTrial[] = [];
  for (const suite of suites)
    for (let round = 1; round <= roundsOf(suite, options); round++)
      for (const trial of roundOf(suite, round, options)) plan.push({ ...trial, number: plan.length + 1 });
  requireKnown(options);
  if (plan.length === 0 && options.servers !== undefined)
    throw new UsageError(`no suite measures ${options.servers.join(', ')} servers: give ${sizesOf(options)}`);
  return plan;
}

export function roundsOf(
  suite: Suite,
  { rounds, size, brief }: Pick<PlanOptions, 'rounds' | 'size' | 'brief'>,
): number {
  const usual = (brief ? suite.briefRounds : undefined) ?? suite.rounds(size);
  return typeof rounds === 'function' ? rounds(suite) : (rounds ?? usual);
}

function roundOf(suite: Suite, round: number, options: PlanOptions): Omit<PlannedTrial, 'number'>[] {
  const { seed, controls, ideals, measures = () => true } = options;
  return settingsOf(suite, options, round).flatMap((setting, position) => {
    const targets = options.targets.filter((target) => measures(suite, target, setting));
    const trialOf = (target: string, at: PlannedSetting) => {
      const spec = { suite: suite.name, target, ...at, seed: seedOf(seed, round, target) };
      return { suite, round, spec };
    };
    const trials = targets.map((target) => trialOf(target, suite.onTarget?.(setting, target) ?? setting));
    const repeated = controls && !suite.coarse && position === 0 ? trials.slice(0, 1) : [];
    const simulated = ideals && suite.ideal !== undefined ? [trialOf(ideal, suite.ideal(setting))] : [];
    return [...trials, ...repeated.map((trial) => ({ ...trial, control: true as const })), ...simulated];
  });
}

function settingsOf(suite: Suite, options: PlanOptions, round: number): readonly PlannedSetting[] {
  const { size, brief, servers, only = [] } = options;
  const settings = suite
    .settings(size, round)
    .filter((setting) => !brief || suite.isBrief === undefined || suite.isBrief(setting))
    .filter((setting) => servers === undefined || servers.includes(setting.servers ?? 0));
  const wanted = only.flatMap((words) => calledSo(suite, settings, words));
  return wanted.length > 0 ? settings.filter((setting) => wanted.includes(setting)) : settings;
}

/** The settings of exactly this description, or else those that have the words in it. A hyphen typed for a dash will do. */
function calledSo(
  suite: Suite,
  settings: readonly PlannedSetting[],
  words: string,
): readonly PlannedSetting[] {
  const plain = (text: string) => text.replaceAll('–', '-');
  const described = settings.map((setting) => [plain(describe(suite, setting)), setting] as const);
  const exact = described.filter(([description]) => description === plain(words));
  const found =
    exact.length > 0 ? exact : described.filter(([description]) => description.includes(plain(words)));
  return found.map(([, setting]) => setting);
}

function describe(suite: Suite, setting: PlannedSetting): string {
  return suite.describe({ suite: suite.name, target: '', ...setting, seed: 0 });
}

/** @throws UsageError if words describe no setting */
function requireKnown(options: PlanOptions): void {
  const { suites, only = [] } = options;
  const all = suites.map((suite) => [suite, settingsOf(suite, { ...options, only: [] }, 1)] as const);
  const isKnown = (words: string) =>
    all.some(([suite, settings]) => calledSo(suite, settings, words).length > 0);
  const unknown = only.find((words) => !isKnown(words));
  if (unknown === undefined) return;
  const known = new Set(
    all.flatMap(([suite, settings]) => settings.map((setting) => describe(suite, setting))),
  );
  throw new UsageError(`no setting is called "${unknown}": there are ${[...known].join('; ')}`);
}

function sizesOf({ suites, ...options }: PlanOptions): string {
  const settings = suites.flatMap((suite) =>
    settingsOf(suite, { ...options, suites, servers: undefined }, 1),
  );
  return [...new Set(settings.flatMap(({ servers }) => servers ?? []))].sort((a, b) => a - b).join(', ');
}

/** The seed of a target's trials in a round: each draws its own. The multipliers scatter neighbours (FNV-1a). */
function seedOf(seed: number, round: number, target: string): number {
  let mixed = seed + Math.imul(round, 0x9e3779b1);
  for (let i = 0; i < target.length; i++) mixed = Math.imul(mixed ^ target.charCodeAt(i), 0x0100_0193);
  return mixed >>> 0;
}
