// The command line of `pnpm paper`, apart from the process so that tests can call it.

import { accessSync, constants, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { buildPaper } from './build.ts';
import { BuildError, reason, shown, UsageError } from './errors.ts';
import { chooseResults } from './results.ts';

export interface Output {
  out(line: string): void;
  err(line: string): void;
}

interface Flags {
  results?: string;
  out: string;
}

const paperDir = fileURLToPath(new URL('..', import.meta.url));
const NEEDED_NODE = 26;

/** Runs the command and returns its exit code. */
export async function runCli(args: readonly string[], output: Output): Promise<number> {
  try {
    checkNode();
    const flags = parseFlags(args, output);
    if (flags) await buildAndWrite(flags, output);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      output.err(`paper: ${error.message}`);
      return 2;
    }
    if (!(error instanceof BuildError)) throw error;
    for (const problem of error.problems) output.err(`paper: ${problem}`);
    return 1;
  }
}

async function buildAndWrite(flags: Flags, output: Output): Promise<void> {
  const results = chooseResults({
    asked: flags.results,
    lastRun: join(paperDir, '..', 'bench', 'results'),
    reference: join(paperDir, 'reference-results'),
  });
  output.out(`paper: ${results.description}`);
  const target = resolve(flags.out);
  prepareTarget(target);
  const pdf = await buildPaper({ paperDir, resultsDir: results.dir });
  writePdf(target, pdf);
  output.out(`paper: wrote ${shown(target)}`);
}

/** The flags, or nothing if the caller only asked for help. */
function parseFlags(args: readonly string[], output: Output): Flags | undefined {
  const command = new Command('pnpm paper')
    .description('Builds paper/paper.md, with the tables of a bench run, to a PDF.')
    .option(
      '--results <dir>',
      'take the tables from this run (default: bench/results, else paper/reference-results)',
    )
    .option('--out <file>', 'write the PDF here', shown(join(paperDir, 'dist', 'paper.pdf')))
    .exitOverride()
    .configureOutput({ writeOut: (text) => output.out(text.trimEnd()), writeErr: () => {} });
  try {
    // `pnpm paper -- --out x` hands the two dashes on.
    command.parse(args[0] === '--' ? args.slice(1) : args, { from: 'user' });
    return command.opts<Flags & Record<string, unknown>>();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    throw new UsageError(
      `${error.message.replace(/^error: /, '').replace(/\s+/g, ' ')}; see pnpm paper --help`,
    );
  }
}

/** Fails before the build rather than after it if the PDF will have no place to go. */
function prepareTarget(target: string): void {
  try {
    makeFolder(dirname(target));
    const existing = statSync(target, { throwIfNoEntry: false });
    if (existing?.isDirectory()) throw new Error('it is a folder');
    accessSync(existing ? target : dirname(target), constants.W_OK);
  } catch (error) {
    throw unwritable(target, error);
  }
}

/** Node's own recursive form never returns where the system refuses new folders with ENOENT, as below /proc. */
function makeFolder(dir: string): void {
  if (existsSync(dir)) return;
  makeFolder(dirname(dir));
  mkdirSync(dir);
}

function writePdf(target: string, pdf: Buffer): void {
  try {
    writeFileSync(target, pdf);
  } catch (error) {
    throw unwritable(target, error);
  }
}

const unwritable = (target: string, error: unknown) =>
  new UsageError(`can't write ${shown(target)}: ${reason(error)}`);

function checkNode(): void {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= NEEDED_NODE) return;
  throw new UsageError(
    `this is Node ${process.versions.node}, the paper needs ${NEEDED_NODE}: run it as \`pnpm paper\``,
  );
}
