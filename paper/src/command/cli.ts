// The command line of `pnpm paper`, apart from the process so that tests can call it.

import { accessSync, constants, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from '@three-ways/browser-testing';
import {
  type CliIO,
  createCommand,
  exitCodes,
  makeFolder,
  path,
  runCommand,
  UsageError,
} from '@three-ways/command-line';
import { claims } from '../argument/claims.ts';
import { figures } from '../argument/figures.ts';
import { numbers } from '../argument/numbers.ts';
import { tables } from '../argument/tables.ts';
import { BuildError, reason, shown } from '../errors.ts';
import { readmeFiles, renewReadme } from '../readme/readme.ts';
import { chooseRun, findingsIn } from '../results.ts';
import { buildTalk } from '../talk/build-talk.ts';
import { buildPaper } from './build.ts';
import { Builder } from './builder.ts';
import { type Change, rebuildOnChange } from './watch.ts';

interface Given {
  readonly results?: string;
  readonly out?: string;
  readonly talk?: true;
  readonly watch?: true;
  readonly readme?: true;
}

const paperDir = fileURLToPath(new URL('../..', import.meta.url));
const root = join(paperDir, '..');
const reference = join(root, 'bench', 'results', 'reference.json');
const named = { claims, numbers };
const drawn = { figures, tables };

/** Does what the arguments ask for. Resolves with the exit code. */
export function main(args: readonly string[], io: CliIO): Promise<number> {
  const about = 'Builds paper/paper.md, with the tables of a bench run, to a PDF.';
  const program = createCommand('pnpm paper', about, io)
    .option(
      '--results <run>',
      'draw the paper from this run: its folder or its results file (default: the committed reference run)',
      path,
    )
    .option('--out <file>', 'write the PDF here, and the HTML beside it (default: below paper/dist)', path)
    .option('--talk', 'build the slides, paper/talk.md, instead')
    .option('--readme', 'renew the findings in README.md and their figure as well')
    .option('--watch', 'build again whenever a file of the paper changes')
    .addHelpText('after', '\nExit codes: 0 written; 1 the paper is broken; 2 wrong usage.');
  const own = args[0] === '--' ? args.slice(1) : args; // `pnpm paper -- --out x` passes the two dashes on
  const once = own.filter((argument) => argument !== '--watch');
  return runCommand(
    program,
    own,
    (given: Given) => (given.watch ? buildOnChange(once, io) : build(given, io)),
    io,
  );
}

/** What a build reads: the paper's own folders, the sources that it lists, counts and runs, and the committed run. */
const watched = [
  '.',
  '{figures,src,src/**}/',
  '../{packages/*,bench}/src/**/',
  '../go-reference/**/',
  '../bench/results/',
].map((pattern) => join(paperDir, pattern));

async function buildOnChange(args: readonly string[], { stdout, signal }: CliIO): Promise<number> {
  await using builder = new Builder(args, signal);
  const build = async (change: Change) => {
    if (change === 'code') await builder.renew();
    const begun = performance.now();
    const code = await builder.build();
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    if (!signal.aborted)
      stdout.write(`${code === exitCodes.ok ? 'built' : 'not built'}, after ${seconds} s\n`);
  };
  await rebuildOnChange(watched, build, signal);
  return exitCodes.ok;
}

/** Builds the paper; what is wrong with it is a line each on standard error. */
async function build(given: Given, { stdout, stderr }: CliIO): Promise<number> {
  try {
    await buildAndWrite(given, stdout);
    return exitCodes.ok;
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    for (const problem of error.problems) stderr.write(`error: ${problem}\n`);
    return exitCodes.failed;
  }
}

async function buildAndWrite(
  { results, out, talk, readme }: Given,
  stdout: NodeJS.WritableStream,
): Promise<void> {
  const { file, description } = chooseRun(results, reference);
  const options = { paperDir, run: findingsIn(file), named, drawn };
  stdout.write(`${description}\n`);
  const target = resolve(out ?? join(paperDir, 'dist', talk ? 'talk.pdf' : 'paper.pdf'));
  const web = target.replace(/(\.pdf)?$/, '.html');
  for (const file of [target, web]) prepareTarget(file);
  if (talk) {
    const { html, pdf } = await buildTalk(options, findChromium() ?? undefined);
    write(web, html);
    if (pdf !== null) write(target, pdf);
    stdout.write(
      `talk: ${shown(web)}${pdf ? `, ${shown(target)}` : '; no PDF, because there is no Chromium'}\n`,
    );
    return;
  }
  if (readme) {
    const renewed = renewReadme(readFileSync(readmeFiles(root)[0], 'utf8'), options);
    for (const [i, content] of [renewed.text, renewed.figure].entries())
      write(readmeFiles(root)[i]!, content);
    stdout.write(`findings: ${readmeFiles(root).map(shown).join(', ')}\n`);
  }
  const { pdf, html, pages, characters, lacking, remarks } = await buildPaper(options);
  if (lacking.length > 0) stdout.write(`left out, because this run lacks it: ${lacking.join('; ')}\n`);
  for (const remark of remarks) stdout.write(`look at ${remark}\n`);
  write(target, pdf);
  write(web, html);
  stdout.write(`paper: ${shown(target)}, ${shown(web)}; ${pages} pages, ${characters} characters of text\n`);
}

/** Checks before the build that a file can be written. @throws UsageError */
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

function write(target: string, content: Buffer | string): void {
  try {
    writeFileSync(target, content);
  } catch (error) {
    throw unwritable(target, error);
  }
}

const unwritable = (target: string, error: unknown) =>
  new UsageError(`can't write ${shown(target)}: ${reason(error)}`);
