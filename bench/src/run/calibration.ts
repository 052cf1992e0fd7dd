// The calibration of a run: the rate of a bare loop (calibration-loop.ts), an upper bound for Raft on one JavaScript thread.

import { join } from 'node:path';
import * as z from 'zod';
import type { Calibration } from '../results/results.ts';
import type { Size } from '../suites/common/suite.ts';
import { type Command, runChild } from './child-process.ts';

/** Specification of the calibration. */
export interface CalibrationSpec {
  readonly outstanding: readonly number[];
  /** Measured time per setting (ms); the warm-up is as long, at most 500 ms. */
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

/** Rates of the bare loop; empty without a result, as after an interruption. */
export async function calibrate(size: Size, signal: AbortSignal): Promise<Calibration[]> {
  const spec: CalibrationSpec = { outstanding: [1, 64, 256], timeMs: size === 'full' ? 500 : 150 };
  const { stdout } = await runChild(command, { input: JSON.stringify(spec), deadlineMs: 30_000, signal });
  try {
    return answerSchema.parse(JSON.parse(stdout));
  } catch {
    return [];
  }
}
