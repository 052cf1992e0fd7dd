// Shared by the tests of traces: files to read, and `pnpm trace` on a screen of text.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Screen } from '@three-ways/command-line';
import type { TraceEvent } from '@three-ways/raft-cluster';
import { recorder } from '@three-ways/raft-testkit';
import { afterAll, afterEach, vi } from 'vitest';
import { main } from '../src/cli.ts';
import { readTrace } from '../src/read.ts';

export const threeLeaderships = fileURLToPath(new URL('three-leaderships.jsonl', import.meta.url));
export const folder = mkdtempSync(join(tmpdir(), 'trace-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

/** Writes a file of these lines, and returns its path. */
export function fileOf(name: string, ...lines: readonly (string | object)[]): string {
  const file = join(folder, name);
  const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  writeFileSync(file, texts.map((text) => `${text}\n`).join(''));
  return file;
}

/** What `pnpm trace` with these arguments writes, and its exit code. */
export async function trace(...args: readonly string[]): Promise<{ out: string; err: string; code: number }> {
  return traceOn(new Screen(), ...args);
}

export async function traceOn(stdout: Screen, ...args: readonly string[]) {
  const stderr = new Screen();
  const code = await main(args, { stdout, stderr, signal: new AbortController().signal }, recorder);
  return { out: stdout.text, err: stderr.text, code };
}

export function golden(name: string): string {
  return fileURLToPath(new URL(`${name}.txt`, import.meta.url));
}

export async function eventsOf(file: string): Promise<TraceEvent[]> {
  return (await Array.fromAsync(readTrace(file))).flat().map(({ event }) => event);
}

export const crash = { type: 'crash', server: 1, at: 5 };
