// Schedules in files: a violation shrunk and saved, to be replayed.

import { readFileSync, writeFileSync } from 'node:fs';
import type { Schedule } from './schedule.ts';
import type { ViolationReport } from './violation.ts';

const version = 2;

interface ScheduleFile {
  readonly version: typeof version;
  readonly violation: ViolationReport | null;
  readonly schedule: Schedule;
}

/** A file that holds no schedule; the message names the file. */
export class UnreadableSchedule extends Error {
  override readonly name = 'UnreadableSchedule';
}

/** @param violation what the schedule leads to; null if nothing */
export function saveSchedule(file: string, schedule: Schedule, violation: ViolationReport | null): void {
  const content: ScheduleFile = { version, violation, schedule };
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
}

/** @throws UnreadableSchedule */
export function readSchedule(file: string): Schedule {
  let content: Partial<ScheduleFile>;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UnreadableSchedule(`${file} can't be read: ${(error as Error).message}`);
  }
  const { schedule } = content;
  if (content.version !== version || !Array.isArray(schedule?.actions) || schedule.settings === undefined)
    throw new UnreadableSchedule(`${file} holds no schedule of version ${version}`);
  return schedule;
}
