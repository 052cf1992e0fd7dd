// The ceiling for one thread of JavaScript, measured anew with every run: throughput figures are read against it.

import { join } from 'node:path';
import * as z from 'zod';
import { type Command, runChild } from './child-process.ts';
import type { Calibration } from './results.ts';
import type { Size } from './suite.ts';

/** What the calibration's process is told. */
export interface CalibrationSpec {
  readonly outstanding: readonly number[];
  /** How long each is measured (ms); it is warmed up for as long as well, at most half a second. */
  readonly timeMs: number;
}

const command: Command = { file: process.execPath, args: [join(import.meta.dirname, 'calibration-loop.ts')] };

const answerSchema = z.array(
  z.object({
    outstanding: z.int(),
    entriesPerSecond: z.number().positive(),
    low: z.number().positive(),
    high: z.number().positive(),
    iterations: z.int(),
    entriesPerIteration: z.int(),
  }),
);

/** How fast the bare loop is in a process of its own. Without a result (an interruption, say) the list is empty. */
export async function calibrate(size: Size, signal: AbortSignal): Promise<Calibration[]> {
  const spec: CalibrationSpec = { outstanding: [1, 64, 256], timeMs: size === 'full' ? 500 : 150 };
  const { stdout } = await runChild(command, { input: JSON.stringify(spec), deadlineMs: 30_000, signal });
  try {
    return answerSchema.parse(JSON.parse(stdout));
  } catch {
    return [];
  }
}
