// Work that only takes time: what a slow application does to the thread that it runs on.

/** Keeps the thread busy. @param now the time in ms, which goes on meanwhile */
export function spin(ms: number, now: () => number): void {
  const end = now() + ms;
  while (now() < end);
}
