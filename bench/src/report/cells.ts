// How figures stand in a table's cells, the same in every suite.

import type { Figures } from '../figures.ts';
import type { Figure } from '../results.ts';
import { type Estimate, fewestSamples } from '../statistics.ts';
import { nothing } from './table.ts';

/** Marks a figure whose interval is too wide to rely on. */
const noisyMark = '†';

/** Writes a number with so many decimals and a comma at every thousand. */
export function decimals(value: number, digits: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A number that needs three figures, whatever its size. */
export function threeFigures(value: number): string {
  const magnitude = Math.abs(value);
  return decimals(value, magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : 2);
}

/** A median without its interval; `scale` turns the figure's unit into the column's. */
export function median(figure: Figure | undefined, scale = 1): string {
  return figure?.estimate ? threeFigures(figure.estimate.median * scale) : nothing;
}

/** A median with its interval, as `412 (401–420)`, marked if it is noisy. */
export function withInterval(figure: Figure | undefined, scale = 1): string {
  if (!figure?.estimate) return nothing;
  return `${interval(figure.estimate, scale)}${figure.noisy ? noisyMark : ''}`;
}

/** The ratio to the reference with its interval, as `0.61 (0.58–0.64)`. */
export function ratio(figure: Figure | undefined): string {
  return figure?.ratio ? interval(figure.ratio, 1) : nothing;
}

function interval({ median, low, high }: Estimate, scale: number): string {
  const middle = threeFigures(median * scale);
  if (low === null || high === null) return middle;
  return `${middle} (${threeFigures(low * scale)}–${threeFigures(high * scale)})`;
}

/** The first cells of a target's row: its title, and whether it was measured at all. */
export function titleOf(figures: Figures, target: string): string {
  const status = figures.targets.find(({ name }) => name === target);
  return status?.title ?? target;
}

/** The cells of a target that was not measured. */
export function notMeasured(width: number): string[] {
  return ['not measured', ...Array<string>(Math.max(0, width - 1)).fill(nothing)];
}

/** The notes that a table needs because of what its figures are. */
export function notesOn(shown: readonly (Figure | undefined)[]): string[] {
  const figures = shown.filter((figure) => figure?.estimate != null) as Figure[];
  const notes: string[] = [];
  if (figures.some(({ estimate }) => estimate!.low !== null))
    notes.push('In brackets: the 95 % bootstrap confidence interval of the median.');
  if (figures.some(({ estimate, ratio }) => estimate!.low === null || ratio?.low === null))
    notes.push(`No interval where there are fewer than ${fewestSamples} samples or rounds.`);
  if (figures.some(({ noisy }) => noisy))
    notes.push(`${noisyMark} Too noisy to say: an interval is wider than 30 % of its median.`);
  const outliers = figures.reduce((sum, figure) => sum + figure.outliers.length, 0);
  if (outliers > 0)
    notes.push(
      `${outliers} of the samples are outliers (beyond 1.5 interquartile ranges); all of them count.`,
    );
  return notes;
}
