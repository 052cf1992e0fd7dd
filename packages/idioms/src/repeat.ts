// Runs of an idiom one after the other, measured as one.

/** Runs `run` `times` times, each after the one before. Resolves with the sum of the results. */
export async function repeat(times: number, run: () => Promise<number>): Promise<number> {
  let total = 0;
  for (let i = 0; i < times; i += 1) total += await run();
  return total;
}
