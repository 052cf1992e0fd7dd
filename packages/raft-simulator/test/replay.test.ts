// The rules' twins agree to the last field: Go replays the calls that the simulator recorded in TypeScript, with the same results and
// the same state after each.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildGoCommands, findGo, goFolder } from '@three-ways/raft-go';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const execute = promisify(execFile);
const simulator = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const go = await findGo(goFolder);
const schedules = 250;

describe.skipIf(!go.found && process.env.CI !== 'true')('the Go rules', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'recorded-'));
  beforeAll(() => buildGoCommands(goFolder), 300_000);
  afterAll(() => rmSync(scratch, { recursive: true }));

  it(`replay ${schedules} recorded schedules step for step`, { timeout: 120_000 }, async () => {
    const from = String(1 + Math.floor(Math.random() * 1_000_000));
    const file = join(scratch, `from-${from}.jsonl`);
    await execute(process.execPath, [
      simulator,
      '--record',
      file,
      '--from',
      from,
      '--seeds',
      String(schedules),
    ]);
    const { stdout } = await execute(`${goFolder}bin/replay`, [file]);
    expect(stdout).toContain(`${schedules} schedules`);
    expect(stdout).toContain('all alike');
  });
});
