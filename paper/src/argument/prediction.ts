// The paper's prediction: the time of a commit is the number of its hand-offs times the cost of one. Hand-offs are the messages
// between servers, counted in a trace, and two of the client's: its proposal, and the answer.

import type { Findings } from '@three-ways/bench/findings';
import { lookUp, type Value } from '../findings/notation.ts';

/** Hand-offs of a commit beside its messages. */
const ofTheClient = 2;

/** Numbers of outstanding proposals at which the prediction is made. */
export const loads = [1, 64, 256] as const;

/** Throughput that is predicted for a model, divided by the measured one: above 1 it was promised too much. */
export function predictedOverMeasured(target: string, outstanding: number, run: Findings): Value {
  const setting = `servers=3 outstanding=${outstanding}`;
  const messages = lookUp(`${target} hand-offs.messagesPerCommit ${setting}`, run);
  const cost = lookUp(`${target} primitives.ns/hand-off`, run);
  const measured = lookUp(`${target} throughput.commits ${setting}`, run);
  const predicted = (one: number, ns: number) => 1e9 / ((one + ofTheClient) * ns);
  return {
    median: predicted(messages.median, cost.median) / measured.median,
    ...bounds([messages, cost, measured], ([m, c, t]) => ({
      low: predicted(m!.high, c!.high) / t!.high,
      high: predicted(m!.low, c!.low) / t!.low,
    })),
    unit: '',
  };
}

type Interval = { readonly low: number; readonly high: number };

/** Bounds by the ends of all intervals, which is wider than 95 %; none where a part has none. */
function bounds(
  parts: readonly Value[],
  of: (parts: readonly Interval[]) => Interval,
): { low: number | null; high: number | null } {
  const whole = parts.every(({ low, high }) => low !== null && high !== null);
  return whole ? of(parts as readonly Interval[]) : { low: null, high: null };
}
