// Ties from lines of the sources to steps of the page, so that code that runs elsewhere can light the step that it has reached.
// Plain data without imports: used at build time and in the browser.

/** Lines of a file, both ends included, and the address of their step. */
export type TiedLines = readonly [startLine: number, endLine: number, address: string];

/** By column (a model, such as `async`), then by file, relative to the workspace's root. */
export type Ties = Readonly<Record<string, Readonly<Record<string, readonly TiedLines[]>>>>;

/** The address of the step that a line belongs to, `servers.html#campaign/2`; undefined if no step shows it. */
export function addressOf(ties: Ties, column: string, file: string, line: number): string | undefined {
  return ties[column]?.[file]?.find(([start, end]) => start <= line && line <= end)?.[2];
}
