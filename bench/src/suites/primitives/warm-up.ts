// Runs a row until V8 has optimised it.

import { quantile } from '../../figures/statistics.ts';

interface Options {
  readonly sampleMs: number;
  /** Whether a row of the same code, with other messages, has been measured. */
  readonly known: boolean;
}

/** Fewest and most windows, each as long as a sample. */
const fewest = 6;
const fewestKnown = 2;
const most = 18;
/** Share of the fastest window's time below which a window counts as faster. */
const faster = 0.95;

/**
 * Runs a row in windows until a window is no faster than the best so far. V8 optimises generators late: a hand-off between
 * greenlets took 3,500 ns after 10 ms of running and 240 ns after 200 ms. A busy machine delays its compiler further.
 */
export async function warmUp(run: () => Promise<void>, { sampleMs, known }: Options): Promise<void> {
  let best = Number.POSITIVE_INFINITY;
  for (let window = 1; window <= most; window += 1) {
    const time = await medianOf(run, sampleMs);
    if (window >= (known ? fewestKnown : fewest) && time >= faster * best) return;
    best = Math.min(best, time);
  }
}

/** Median time of as many runs as fill the duration, at least one (ms). */
async function medianOf(run: () => Promise<void>, duration: number): Promise<number> {
  const times: number[] = [];
  const began = performance.now();
  for (let now = began; now - began < duration; ) {
    const before = now;
    await run();
    now = performance.now();
    times.push(now - before);
  }
  return quantile(times, 0.5);
}
