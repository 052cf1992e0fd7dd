// Names of the suite's rows: one for each idiom, and for messages one for each way and length.

import { rowNames } from '@three-ways/idioms/rows';

/** Ways that a message takes. Python's threads alone have the third. */
export const messageWays = ['pipe', 'shared-buffer', 'shared-memory'] as const;

/** Lengths of a message (bytes). */
export const messageLengths = [16, 256, 4096, 65_536, 2 ** 20, 2 ** 24];

/** Rows without messages. */
export const plainRows: readonly string[] = rowNames.filter(
  (name) => !(messageWays as readonly string[]).includes(name),
);

/** All rows: `spawn`, …, `pipe/16`, … */
export const rowLabels: readonly string[] = [
  ...plainRows,
  ...messageWays.flatMap((way) => messageLengths.map((length) => labelOf({ name: way, bytes: length }))),
];

export function labelOf({
  name,
  bytes,
}: {
  readonly name: string;
  readonly bytes?: number | undefined;
}): string {
  return bytes ? `${name}/${bytes}` : name;
}
