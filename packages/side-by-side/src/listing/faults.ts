// What has drifted between a chapter and the sources.

/** Each fault is one sentence that names column, function and step, and says what to do. */
export class Drift extends Error {
  override readonly name = 'Drift';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
    super(`${faults[0]}${more}`);
    this.faults = faults;
  }
}

/** Collects faults, so that one run shows all of them. */
export class Faults {
  readonly all: string[] = [];

  /** The value, or undefined and a fault if it can't be had. */
  try<T>(where: string, get: () => T): T | undefined {
    try {
      return get();
    } catch (error) {
      this.add(where, (error as Error).message);
      return undefined;
    }
  }

  add(where: string, what: string): void {
    this.all.push(`${where}: ${what}`);
  }

  /** @throws Drift if there are any */
  check(): void {
    if (this.all.length > 0) throw new Drift(this.all);
  }
}
