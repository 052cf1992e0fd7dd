// The command that repeats a run, or one suite of it, with the same random choices.

import type { Results } from '../results/results.ts';

/** Options with which the user chose targets. */
const choosesTargets = /^(-t|-b|--target|--baselines|--engine|--cpus)(=|$)/;
const choosesTrials = /^(-n|--trials)(=|\d|$)/;

export function commandOf({ settings, targets }: Results, suites: readonly string[]): string {
  const { arguments: given, size, brief, servers, only, seed } = settings;
  const rounds = settings.suites.find(({ name }) => name === suites[0])?.rounds;
  const chosen = given.some((one) => choosesTargets.test(one));
  const measured = targets.filter((target) => target.measured).map(({ name }) => name);
  return [
    'pnpm bench',
    `--suite ${suites.join(',')}`,
    ...(chosen ? [`--target ${measured.join(',')}`] : []),
    ...(servers === undefined ? [] : [`--servers ${servers.join(',')}`]),
    ...(only === undefined ? [] : [`--setting ${only.map((words) => `"${words}"`).join(' ')}`]),
    ...(size === 'quick' ? ['--quick'] : brief === false ? ['--full'] : []),
    ...(given.some((one) => choosesTrials.test(one)) && rounds !== undefined ? [`--trials ${rounds}`] : []),
    `--seed ${seed}`,
  ].join(' ');
}
