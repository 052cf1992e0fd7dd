// Schedules in files: what a shrunk violation is kept as, and replayed from.

import { readFileSync, writeFileSync } from 'node:fs';
import { calm, type Schedule } from './schedule.ts';
import type { Report } from './violation.ts';

interface Kept {
  readonly version: 1;
  readonly violation: Report | null;
  readonly schedule: Schedule;
}

/** What files of this version may lack. */
const addedLater = { learners: [], downForGood: [], load: 0 };

/** A file that holds no schedule; the message names it. */
export class UnreadableSchedule extends Error {
  override readonly name = 'UnreadableSchedule';
}

export function keep(file: string, schedule: Schedule, violation: Report | null): void {
  const kept: Kept = { version: 1, violation, schedule };
  writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`);
}

/** @throws UnreadableSchedule */
export function readKept(file: string): Schedule {
  let kept: Partial<Kept>;
  try {
    kept = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UnreadableSchedule(`${file} can't be read: ${(error as Error).message}`);
  }
  const { version, schedule } = kept;
  if (version !== 1 || !Array.isArray(schedule?.acts) || schedule.settings === undefined)
    throw new UnreadableSchedule(`${file} holds no schedule of version 1`);
  return { ...addedLater, ...schedule, weather: { ...calm, ...schedule.weather } };
}
