// Claims: comparisons that the text makes, each with a predicate over the run. A claim is judged by intervals, never by medians
// alone, so that a difference within the noise supports nothing.

import type { Findings } from '@three-ways/bench/findings';
import { significant } from './format.ts';
import { lookUp, type Value } from './notation.ts';

export type Verdict = 'supported' | 'refuted' | 'undecided';

export interface Judgement {
  readonly verdict: Verdict;
  /** What was compared and what it came to, for the message. */
  readonly because: string;
}

/** A predicate over a run. @throws BuildError if the run lacks what it compares */
export type Claim = (run: Findings) => Judgement;

/** A number of a run: in the notation of the text, or computed. */
export type Quantity = string | { readonly name: string; readonly of: (run: Findings) => Value };

/** Whether the whole interval lies above the bound. */
export function above(quantity: Quantity, bound: number): Claim {
  return compared(quantity, `above ${bound}`, ({ low, high }) =>
    low > bound ? true : high <= bound ? false : null,
  );
}

/** Whether the whole interval lies below the bound. */
export function below(quantity: Quantity, bound: number): Claim {
  return compared(quantity, `below ${bound}`, ({ low, high }) =>
    high < bound ? true : low >= bound ? false : null,
  );
}

/** Whether the whole interval lies between the bounds: a statement that two things are alike. */
export function between(quantity: Quantity, lowest: number, highest: number): Claim {
  return compared(quantity, `between ${lowest} and ${highest}`, ({ low, high }) => {
    if (low >= lowest && high <= highest) return true;
    return high < lowest || low > highest ? false : null;
  });
}

/** Whether the interval contains the value: a statement that no difference is shown. */
export function containing(quantity: Quantity, value: number): Claim {
  return compared(quantity, `an interval around ${value}`, ({ low, high }) => low <= value && value <= high);
}

/** Whether all of the claims hold; the first that does not says why. */
export function every(...claims: readonly Claim[]): Claim {
  return (run) => {
    const judged = claims.map((claim) => claim(run));
    return (
      judged.find(({ verdict }) => verdict === 'refuted') ??
      judged.find(({ verdict }) => verdict === 'undecided') ??
      judged[0]!
    );
  };
}

interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Judges an interval: null where it does not decide, nor where there is none. */
function compared(quantity: Quantity, what: string, holds: (interval: Interval) => boolean | null): Claim {
  const name = typeof quantity === 'string' ? quantity : quantity.name;
  return (run) => {
    const value = typeof quantity === 'string' ? lookUp(quantity, run) : quantity.of(run);
    const { median, low, high } = value;
    const interval = low === null || high === null ? 'no interval' : `${short(low)} to ${short(high)}`;
    const because = `"${name}" is ${short(median)} (${interval}) and must be ${what}`;
    const held = low === null || high === null ? null : holds({ low, high });
    return { verdict: held === null ? 'undecided' : held ? 'supported' : 'refuted', because };
  };
}

function short(number: number): string {
  return significant(number, 3);
}
