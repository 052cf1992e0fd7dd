// Table cells of figures, the same in every suite.

import type { Figure } from '../figures/figure.ts';
import { type Estimate, fewestSamples, isNoisy } from '../figures/statistics.ts';
import type { SuiteFigures } from '../figures/suite-figures.ts';
import { nothing } from './table.ts';

/** Marks a figure whose interval is too wide to rely on. */
const noisyMark = '†';

/** A number with a fixed count of decimals and a comma at every thousand. */
export function decimals(value: number, digits: number): string {
  return value.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: 'negative', // none before a zero
  });
}

/** A number to about three significant figures. */
export function threeFigures(value: number): string {
  const magnitude = Math.abs(value);
  return decimals(value, magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : 2);
}

/** A median without its interval; `scale` turns the figure's unit into the column's. */
export function median(figure: Figure | undefined, scale = 1): string {
  if (!figure?.estimate) return nothing;
  return `${threeFigures(figure.estimate.median * scale)}${markOf(figure.estimate, figure)}`;
}

/** A median with its interval, as `412 (401–420)`, marked if it is noisy. */
export function withInterval(figure: Figure | undefined, scale = 1): string {
  return figure?.estimate ? interval(figure.estimate, scale, figure) : nothing;
}

/** An estimate that is no figure, as `412 (401–420)`, marked if it is noisy. */
export function estimateCell(estimate: Estimate | null, { interval: shown = true } = {}): string {
  if (estimate === null) return nothing;
  return shown ? interval(estimate, 1, {}) : `${threeFigures(estimate.median)}${markOf(estimate, {})}`;
}

/** The ratio to the reference with its interval, as `0.61 (0.58–0.64)`, marked if it is noisy. */
export function ratio(figure: Figure | undefined): string {
  return figure?.ratio ? interval(figure.ratio, 1, figure) : nothing;
}

type Disturbed = Pick<Figure, 'disturbed'>;

function interval(estimate: Estimate, scale: number, figure: Disturbed): string {
  const { median, low, high } = estimate;
  const middle = threeFigures(median * scale);
  if (low === null || high === null) return `${middle}${markOf(estimate, figure)}`;
  return `${middle} (${threeFigures(low * scale)}–${threeFigures(high * scale)})${markOf(estimate, figure)}`;
}

function markOf(estimate: Estimate, { disturbed }: Disturbed): string {
  return disturbed || isNoisy(estimate) ? noisyMark : '';
}

/** A target's name in tables. */
export function titleOf(figures: SuiteFigures, target: string): string {
  const status = figures.targets.find(({ name }) => name === target);
  return status?.title ?? target;
}

/** Cells of a target without figures: not measured, or without a valid trial. */
export function missing(figures: SuiteFigures, target: string, width: number): string[] {
  const measured = figures.targets.some(({ name, measured }) => name === target && measured);
  return [measured ? 'no valid trial' : 'not measured', ...Array<string>(width - 1).fill(nothing)];
}

/** Notes on a table of figures with intervals. */
export function notesOn(shown: readonly (Figure | undefined)[]): string[] {
  return [...intervalNotes(shown), ...doubtNotes(shown)];
}

function intervalNotes(shown: readonly (Figure | undefined)[]): string[] {
  const estimates = shown.flatMap((figure) => [figure?.estimate, figure?.ratio]).filter((one) => one != null);
  const notes: string[] = [];
  if (estimates.some(({ low }) => low !== null))
    notes.push('In brackets: the 95 % bootstrap confidence interval of the median.');
  if (estimates.some(({ low }) => low === null))
    notes.push(`No interval where there are fewer than ${fewestSamples} samples or rounds.`);
  return notes;
}

/** Notes on noise and outliers. */
export function doubtNotes(shown: readonly (Figure | undefined)[]): string[] {
  const notes: string[] = [];
  if (shown.some((figure) => figure?.noisy))
    notes.push(
      `${noisyMark} Too noisy: the interval is wider than 30 % of its median, or other programs kept the machine busy.`,
    );
  const outliers = shown.reduce((sum, figure) => sum + (figure?.outliers.length ?? 0), 0);
  if (outliers > 0)
    notes.push(`Outliers (beyond 1.5 interquartile ranges), kept in all statistics: ${outliers}.`);
  return notes;
}
