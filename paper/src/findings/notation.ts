// How the text names a figure of the run: `async throughput.commits servers=3 outstanding=256`, the target first. With
// two targets, `go/async …`, or two whole names, `go … / async …`, it is their ratio, taken round by round.

import type { Estimate, Figure, FigureName, Findings } from '@three-ways/bench/findings';
import { BuildError, MissingSuite } from '../errors.ts';

/** A number of the run and its unit. Both bounds are null where there were too few rounds for an interval. */
export interface Value extends Estimate {
  /** As the bench names it; empty for a ratio. */
  readonly unit: string;
}

/** The value that a name stands at in a run. @throws BuildError that names what the run lacks */
export function lookUp(name: string, run: Findings): Value {
  const [over, under] = sidesOf(name.trim());
  const figure = figureOf(over, run);
  if (under === undefined) return measured(name, figure);
  const ratio = run.ratio(figure, figureOf(under, run));
  if (ratio === null) throw new BuildError(`the run has no round with both sides of "${name}"`);
  return { ...ratio, unit: '' };
}

function measured(name: string, { estimate, unit }: Figure): Value {
  if (estimate === null) throw new BuildError(`the run has no sample of "${name}"`);
  return { ...estimate, unit };
}

/** The one or two names that a notation holds. */
function sidesOf(name: string): [string, string?] {
  const [over = '', under] = name.split(/\s+\/\s+/);
  if (under !== undefined) return [over, under];
  const [, first, second, rest] = /^([^\s/]+)\/(\S+)(\s.*)$/s.exec(name) ?? [];
  return first === undefined ? [name] : [first + rest, second! + rest];
}

/** The figure that a name without a ratio stands for. @throws BuildError that names what the run has instead */
export function figureOf(name: string, run: Findings): Figure {
  const figure = run.figure(parsed(name));
  if (figure !== undefined) return figure;
  const { suite } = parsed(name);
  if (!run.results.figures.some((figure) => figure.suite === suite)) throw new MissingSuite(suite);
  throw new BuildError(`the run has no figure "${name}"${nearest(name, run)}`);
}

function parsed(name: string): FigureName {
  const [target = '', path = '', ...pairs] = name.split(/\s+/);
  const [suite, metric, ...more] = path.split('.');
  const setting = pairs.map((pair) => /^(\w+)=(\S+)$/.exec(pair));
  if (!suite || !metric || more.length > 0 || setting.includes(null))
    throw new BuildError(`"${name}" names no figure; one is named "async throughput.commits servers=3"`);
  return {
    suite,
    metric,
    target,
    setting: Object.fromEntries(
      setting.map((pair) => [pair![1]!, Number.isNaN(Number(pair![2])) ? pair![2]! : Number(pair![2])]),
    ),
  };
}

/** What the run does have of the same metric, for the message. */
function nearest(name: string, { results }: Findings): string {
  const { suite, metric } = parsed(name);
  const same = results.figures.filter((figure) => figure.suite === suite && figure.metric === metric);
  if (same.length === 0) {
    const metrics = new Set(results.figures.map((figure) => `${figure.suite}.${figure.metric}`));
    return `: its metrics are ${[...metrics].join(', ')}`;
  }
  const targets = new Set(same.map(({ target }) => target));
  const settings = new Set(same.map(({ setting }) => settingText(setting)));
  return `: it has ${[...targets].join(', ')} at ${[...settings].join('; ')}`;
}

function settingText(setting: Readonly<Record<string, unknown>>): string {
  return Object.entries(setting)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}
