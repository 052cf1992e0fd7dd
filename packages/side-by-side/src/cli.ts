// The command line: `pnpm read` serves the page on this machine and opens it; with --build it writes it into a folder.

import { once } from 'node:events';
import { join } from 'node:path';
import {
  type CliIO,
  createCommand,
  exitCodes,
  integer,
  path,
  probeFolder,
  reasonOf,
  runCommand,
  shown,
  UsageError,
} from '@three-ways/command-line';
import { InvalidArgumentError } from 'commander';
import { chapters } from './chapters/chapters.ts';
import { Drift } from './listing/faults.ts';
import { workspace, workspaceReader } from './listing/read.ts';
import { recordContents } from './listing/recorded.ts';
import { openBrowser } from './site/open-browser.ts';
import { type Serving, serve } from './site/serve.ts';
import { makeSite, type Site, writeSite } from './site/write-site.ts';

interface Given {
  readonly accept?: true;
  readonly build?: true;
  readonly out?: string;
  readonly port?: number;
  readonly open: boolean;
  readonly repository?: string;
}

/** Tried first, so that an address that was kept still works; any free one if it is taken. */
const usualPort = 8437;
const usualFolder = join(workspace, 'packages/side-by-side/dist');

/** Runs `pnpm read`. Resolves with the exit code. */
export function main(args: readonly string[], io: CliIO): Promise<number> {
  const about = 'The code side by side: serves the page on 127.0.0.1 and opens it, until Ctrl-C.';
  const program = createCommand('pnpm read', about, io)
    .option('--build', 'write the page into a folder, for any static host or to be opened as a file')
    .option('--out <folder>', `where --build writes (default: ${shown(usualFolder)})`, path)
    .option(
      '--port <number>',
      `port to serve on (default: ${usualPort}, or any if that is taken)`,
      integer(1, 65_535),
    )
    .option('--no-open', 'only print the address')
    .option(
      '--repository <url>',
      'link line numbers to this repository on the web, at the present commit',
      repository,
    )
    .option('--accept', 'record what the steps contain, after their notes were read again')
    .addHelpText('after', '\nExit codes: 0 done; 2 wrong usage, or code that no longer fits the chapters.');
  return runCommand(program, args, (given: Given) => read(given, io), io);
}

async function read(given: Given, io: CliIO): Promise<number> {
  const { build, out, port } = given;
  if (out !== undefined && !build) throw new UsageError('--out is for --build: give both');
  if (build && port !== undefined) throw new UsageError('--build serves nothing: leave out --port');
  try {
    if (given.accept) recordContents(chapters, workspaceReader());
    else if (build) await write(out ?? usualFolder, given, io);
    else await serveUntilInterrupted(given, io);
    return exitCodes.ok;
  } catch (error) {
    if (!(error instanceof Drift)) throw error;
    io.stderr.write(`error: ${error.message}\n`);
    return exitCodes.usage;
  }
}

/** @throws UsageError if the folder can't be written to */
async function write(folder: string, { repository }: Given, { stdout, stderr }: CliIO): Promise<void> {
  probeFolder(folder, '--out');
  writeSite(await makeSite(repository, (line) => stderr.write(`left out: ${line}\n`)), folder);
  stdout.write(`wrote ${shown(join(folder, 'index.html'))}\n`);
}

async function serveUntilInterrupted({ port, open, repository }: Given, io: CliIO): Promise<void> {
  const { promise: site, resolve } = Promise.withResolvers<Site>();
  await using serving = await serveOn(site, port);
  resolve(await makeSite(repository, (line) => io.stderr.write(`left out: ${line}\n`)));
  io.stdout.write(`${serving.address} (Ctrl-C ends it)\n`);
  if (open) openBrowser(serving.address);
  if (!io.signal.aborted) await once(io.signal, 'abort');
}

/** @throws UsageError if the port was asked for and can't be had */
async function serveOn(site: Promise<Site>, port: number | undefined): Promise<Serving> {
  try {
    return await serve(site, port ?? usualPort);
  } catch (error) {
    if (port === undefined) return await serve(site, 0);
    throw new UsageError(`can't serve on port ${port} (${reasonOf(error)}): give another --port`);
  }
}

/** Option parser of an address on the web. */
function repository(text: string): string {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return url.href.replace(/\/$/, '');
  throw new InvalidArgumentError('Give an address such as https://example.org/owner/name.');
}
