// Measures the rows of a model with a program of its own language: Go's cmd/idioms, or Python's primitives.py.

import * as z from 'zod';
import { type Command, run } from './program.ts';
import type { ResultRow } from './protocol.ts';

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
        doubling: z.number().positive().optional(),
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
  readonly proof: boolean;
}

/** @throws Error in one line */
export async function measureRows(program: Command, options: Options): Promise<ResultRow[]> {
  const { share, sampleMs, proof } = options;
  const settings = ['--rounds', '1', '--sample-ms', `${sampleMs}`, '--factor', `${share}`];
  const args = [...program.args, ...settings, ...(proof ? ['--proof'] : [])];
  const { rows } = reportSchema.parse(await run({ ...program, args }));
  return rows.map(toRow);
}

function toRow(row: ReportRow): ResultRow {
  const { name } = row;
  const bytes = row.bytes ? { bytes: row.bytes } : {};
  if ('missing' in row) return { name, ...bytes, missing: row.missing };
  const { unit, units, size, what, nsPerUnit, doubling = null, expectedOK } = row;
  if (!expectedOK) throw new Error(`${name}: ${size} returned a wrong result`);
  return { name, ...bytes, unit, units, size, what, nsPerUnit: nsPerUnit[0]!, doubling };
}
