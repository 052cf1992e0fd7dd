// `--engine`: runs a command of the testkit in this process, and again on other JavaScript engines, each in a process of its own.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type CliIO, exitCodes, names, UsageError } from '@three-ways/command-line';
import type { Command } from 'commander';
import {
  commandOn,
  type EngineName,
  engines,
  type InstalledEngine,
  missingOn,
  prepareEngine,
} from '../engines/engines.ts';
import { labels } from '../targets/targets.ts';

const known = engines.map(({ name }) => name);

/** Adds `--engine`. */
export function addEngineOption(command: Command): Command {
  return command.option(
    '--engine <names...>',
    `on these engines: of ${known.join(', ')}; those that are not installed are fetched; node unless given`,
    names(known),
  );
}

/** A line for each engine. */
export function engineList(): string {
  const lines = engines.map(({ name, title, version }) => `  ${name.padEnd(12)}${title} ${version}`);
  return `Engines:\n${lines.join('\n')}\n`;
}

interface Given {
  /** Names of engines; Node alone if undefined. */
  readonly engine?: readonly string[];
  /** Names of targets; all if undefined. */
  readonly target?: readonly string[];
}

interface OnEngines {
  readonly command: 'conformance' | 'schedules';
  readonly args: readonly string[];
  readonly given: Given;
  /** Runs the command in this process. */
  readonly here: () => Promise<number>;
}

/** Runs the command on each engine. Resolves with the first exit code that is not 0. @throws UsageError if an engine is missing */
export async function onEngines({ command, args, given, here }: OnEngines, io: CliIO): Promise<number> {
  let first: number = exitCodes.ok;
  for (const [position, name] of (given.engine ?? ['node']).entries()) {
    // The first says by itself that it was interrupted.
    if (position > 0 && io.signal.aborted) return first || exitCodes.interrupted;
    const code = name === 'node' ? await here() : await onOther(name as EngineName, command, args, given, io);
    first ||= code;
  }
  return first;
}

async function onOther(
  name: EngineName,
  command: OnEngines['command'],
  args: readonly string[],
  given: Given,
  io: CliIO,
): Promise<number> {
  const engine = await fetched(name, io);
  const targets = await targetsOn(engine, given.target, io);
  io.stdout.write(`on ${engine.title} ${engine.version}:\n`);
  return await runOn(engine, [command, ...withoutLists(args), '--target', ...targets], io);
}

/** The chosen targets that an engine can run. @throws UsageError if there is none */
async function targetsOn(
  engine: InstalledEngine,
  chosen: readonly string[] = Object.keys(labels),
  { stderr }: CliIO,
): Promise<string[]> {
  const inTypeScript = chosen.filter((name) => labels[name]!.language === 'TypeScript');
  if (inTypeScript.length === 0)
    throw new UsageError(`--engine ${engine.name} is for TypeScript, and no chosen target is`);
  const able: string[] = [];
  for (const name of inTypeScript) {
    const reason = await missingOn(engine, name);
    if (reason === null) able.push(name);
    else if (inTypeScript.length === 1) throw new UsageError(`${name} is not tested: ${reason}`);
    else stderr.write(`${name} is skipped: ${reason}\n`);
  }
  return able;
}

async function fetched(name: EngineName, { stderr, signal }: CliIO): Promise<InstalledEngine> {
  const finding = await prepareEngine(name, { signal, note: (line) => void stderr.write(`${line}\n`) });
  if (finding.ready) return finding.engine;
  throw new UsageError(finding.reason);
}

async function runOn(engine: InstalledEngine, args: readonly string[], io: CliIO): Promise<number> {
  const { stdout, stderr, signal } = io;
  const main = join(import.meta.dirname, 'main.ts');
  const { file, args: all, env } = commandOn(engine, main, ...args);
  const child = spawn(file, all, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // Ctrl-C reaches this process alone, which passes it on once
  });
  const interrupt = () => void child.kill('SIGINT');
  signal.addEventListener('abort', interrupt);
  child.stdout.pipe(stdout, { end: false });
  child.stderr.pipe(stderr, { end: false });
  const [code] = await once(child, 'close');
  signal.removeEventListener('abort', interrupt);
  return code ?? exitCodes.failed;
}

/** The arguments but `--engine` and `--target` with their names. */
function withoutLists(args: readonly string[]): string[] {
  let isInList = false;
  return args.filter((arg) => {
    if (arg.startsWith('-')) isInList = /^(--engine|--target)(=|$)|^-t/.test(arg);
    return !isInList;
  });
}
