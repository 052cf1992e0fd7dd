// Finds Go, checks its version against go.mod, and builds a module's commands. Without other dependencies, so that tests and bench
// can share it.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Folder of the workspace's Go module. */
export const goFolder = fileURLToPath(new URL('../../../go-reference/', import.meta.url));

/** Whether a suitable Go is installed. The reason is one line: what is missing and how to get it. */
type GoFinding =
  | { readonly found: true; readonly version: string }
  | { readonly found: false; readonly reason: string };

export interface GoOptions {
  /** Environment whose PATH is searched for `go`. */
  readonly env?: NodeJS.ProcessEnv;
  /** Aborts the work: the promise then rejects. */
  readonly signal?: AbortSignal | undefined;
}

const howToGet = 'get it from https://go.dev/dl/ and put it on the PATH';

/** Looks for a Go that is new enough for the module. @throws if there is no go.mod, or the signal fires */
export async function findGo(moduleFolder: string, options: GoOptions = {}): Promise<GoFinding> {
  const wanted = requiredVersion(readFileSync(join(moduleFolder, 'go.mod'), 'utf8'));
  let version: string;
  try {
    version = await go(['env', 'GOVERSION'], moduleFolder, options);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const state = isMissing
      ? 'is not installed'
      : `is needed, and this one does not work (${complaintOf(error)})`;
    return { found: false, reason: `Go ${wanted} or newer ${state}: ${howToGet}` };
  }
  if (isAtLeast(version, wanted)) return { found: true, version };
  return { found: false, reason: `Go ${wanted} or newer is needed, this is ${version}: ${howToGet}` };
}

/** Builds all commands of a module into its `binFolder`. @throws Error with what Go complains of, in one line */
export async function buildGoCommands(moduleFolder: string, options: GoOptions = {}): Promise<void> {
  // No version control stamp: Go refuses one in a checkout that belongs to another user.
  const args = ['build', '-buildvcs=false', '-o', `${binFolder(moduleFolder)}/`, './cmd/...'];
  try {
    await go(args, moduleFolder, options);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Error(`the Go commands don't build: ${complaintOf(error)}`);
  }
}

/** Folder of a module's built commands: its `bin`, or one in the user's cache for a module that can't be written to. */
export function binFolder(moduleFolder: string): string {
  try {
    accessSync(moduleFolder, constants.W_OK);
    return join(moduleFolder, 'bin');
  } catch {
    const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
    const name = createHash('sha256').update(moduleFolder).digest('hex').slice(0, 12);
    return join(cache, 'raft-three-ways', `go-${name}`);
  }
}

/** Lines of an error of Go's that are quoted. */
const quotedLines = 3;

/** What a failed `go` said, in one line, without headings and news of downloads. */
function complaintOf(error: unknown): string {
  const { stderr = '', message, code } = error as Error & { stderr?: string; code?: unknown };
  const lines = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(# |go: (downloading|finding|extracting) )/.test(line));
  if (lines.length === 0)
    return typeof code === 'number' ? `go exits with ${code}` : message.split('\n', 1)[0]!;
  const more = lines.length > quotedLines ? ` (and ${lines.length - quotedLines} more lines)` : '';
  return lines.slice(0, quotedLines).join('; ') + more;
}

/** Version required by a go.mod, such as `1.26`. */
export function requiredVersion(goMod: string): string {
  const version = /^go\s+(\d+(?:\.\d+)*)/m.exec(goMod)?.[1];
  if (version === undefined) throw new Error('go.mod has no `go` line');
  return version;
}

/** Compares `go1.26.8` with `1.26`. A version without a number is a development build, newer than any. */
export function isAtLeast(version: string, wanted: string): boolean {
  const numbers = /(\d+(?:\.\d+)*)/.exec(version)?.[1];
  if (numbers === undefined) return true;
  const [has, needs] = [numbers, wanted].map((text) => text.split('.').map(Number)) as [number[], number[]];
  const position = needs.findIndex((need, i) => (has[i] ?? 0) !== need);
  return position < 0 || (has[position] ?? 0) > needs[position]!;
}

async function go(args: string[], cwd: string, { env = process.env, signal }: GoOptions): Promise<string> {
  // GOTOOLCHAIN=local: an old Go would otherwise download a newer one instead of reporting its age.
  const environment = { ...env, GOTOOLCHAIN: 'local' };
  const { stdout } = await execute('go', args, { cwd, env: environment, ...(signal && { signal }) });
  return stdout.trim();
}
