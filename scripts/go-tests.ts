// Running Go's tests, and counting them.

import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { findGo } from '@three-ways/raft-go';

export interface Count {
  readonly passed: number;
  readonly failed: number;
}

/** A line of `go test -json`. */
interface GoEvent {
  readonly Action: string;
  readonly Package?: string;
  readonly Test?: string;
  readonly Output?: string;
  readonly Elapsed?: number;
}

/** Why a Go module can't be tested here: no Go, or modules that it needs are out of reach. Null if it can. */
export async function missingGoModules(moduleFolder: string): Promise<string | null> {
  const go = await findGo(moduleFolder);
  if (!go.found) return go.reason;
  const options = { cwd: moduleFolder, encoding: 'utf8' } as const;
  const { status, stderr } = spawnSync('go', ['list', '-deps', '-test', './...'], options);
  if (status === 0) return null;
  return (
    stderr.split('\n').find((line) => line !== '' && !line.startsWith('go: downloading')) ?? 'go list failed'
  );
}

/** Runs all tests of a Go module and prints a line for each package. */
export async function runGoTests(moduleFolder: string): Promise<Count> {
  const child = spawn('go', ['test', '-json', '-count=1', './...'], {
    cwd: moduleFolder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  const report = new GoReport();
  for await (const line of createInterface({ input: child.stdout })) report.add(line);
  const { passed, failed } = report.count();
  const broken = (await closed) !== 0 && failed === 0 ? 1 : 0; // a package that does not build has no failed tests
  return { passed, failed: failed + broken };
}

/** Prints a line for each package, and the output of failed tests only. */
class GoReport {
  private readonly ended = new Map<string, boolean>();
  private readonly output = new Map<string, string>();

  add(line: string): void {
    const event = line.startsWith('{')
      ? (JSON.parse(line) as GoEvent)
      : { Action: 'output', Output: `${line}\n` };
    const key = `${event.Package} ${event.Test ?? ''}`;
    if (event.Action === 'output') this.output.set(key, (this.output.get(key) ?? '') + event.Output);
    if (event.Action !== 'pass' && event.Action !== 'fail') return;
    if (event.Action === 'fail') process.stdout.write(this.output.get(key) ?? '');
    if (event.Test !== undefined) this.ended.set(key, event.Action === 'pass');
    else console.log(` ${event.Action === 'pass' ? '✓' : '✗'} ${event.Package} ${event.Elapsed}s`);
  }

  /** A test that has subtests is counted by them. */
  count(): Count {
    const names = [...this.ended.keys()];
    const parents = new Set(names.map((name) => name.slice(0, name.lastIndexOf('/'))));
    const leaves = names.filter((name) => !parents.has(name));
    const passed = leaves.filter((name) => this.ended.get(name)).length;
    return { passed, failed: leaves.length - passed };
  }
}
