// Measures the rows of a model with a program of its own language: Go's cmd/idioms, or Python's primitives.py.

import * as z from 'zod';
import { type Command, run } from './program.ts';
import type { ResultRow } from './protocol.ts';
import { labelOf } from './row-labels.ts';

/** What both programs print. */
const reportSchema = z.object({
  rows: z.array(
    z.union([
      z.object({
        name: z.string(),
        bytes: z.int().optional(),
        unit: z.string(),
        units: z.int(),
        size: z.string(),
        what: z.string(),
        nsPerUnit: z.array(z.number().positive()).min(1),
        expectedOK: z.boolean(),
      }),
      z.object({ name: z.string(), bytes: z.int().optional(), missing: z.string() }),
    ]),
  ),
});

type ReportRow = z.infer<typeof reportSchema>['rows'][number];

interface Options {
  readonly share: number;
  readonly sampleMs: number;
}

/** @throws Error in one line */
export async function measureRows(program: Command, options: Options): Promise<ResultRow[]> {
  const half = await report(program, { ...options, share: options.share / 2 });
  const whole = await report(program, options);
  return whole.map((row) =>
    toRow(
      row,
      half.find((other) => labelOf(other) === labelOf(row)),
    ),
  );
}

async function report(program: Command, { share, sampleMs }: Options): Promise<ReportRow[]> {
  const settings = ['--rounds', '1', '--sample-ms', `${sampleMs}`, '--factor', `${share}`];
  const { rows } = reportSchema.parse(await run({ ...program, args: [...program.args, ...settings] }));
  return rows;
}

function toRow(row: ReportRow, half: ReportRow | undefined): ResultRow {
  const { name } = row;
  const bytes = row.bytes ? { bytes: row.bytes } : {};
  if ('missing' in row) return { name, ...bytes, missing: row.missing };
  const { unit, units, size, what, expectedOK } = row;
  if (!expectedOK) throw new Error(`${name}: ${size} returned a wrong result`);
  const nsPerUnit = row.nsPerUnit[0]!;
  const doubles = half !== undefined && !('missing' in half) && units === 2 * half.units;
  const doubling = doubles ? (2 * nsPerUnit) / half.nsPerUnit[0]! : null;
  return { name, ...bytes, unit, units, size, what, nsPerUnit, doubling };
}
