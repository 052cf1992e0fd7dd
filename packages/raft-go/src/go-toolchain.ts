// Finds Go, checks its version against go.mod, and builds a module's commands. Without other dependencies, so that tests and bench
// can share it.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
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
    return { found: false, reason: `Go ${wanted} or newer is not installed: ${howToGet}` };
  }
  if (isAtLeast(version, wanted)) return { found: true, version };
  return { found: false, reason: `Go ${wanted} or newer is needed, this is ${version}: ${howToGet}` };
}

/** Builds all commands of a module into its folder `bin`. @throws Error with the compiler's first message */
export async function buildGoCommands(moduleFolder: string, options: GoOptions = {}): Promise<void> {
  try {
    await go(['build', '-o', 'bin/', './cmd/...'], moduleFolder, options);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    const { stderr = '', message } = error as Error & { stderr?: string };
    const complaint = stderr.split('\n').find((line) => line !== '' && !line.startsWith('#')) ?? message;
    throw new Error(`the Go commands don't build: ${complaint}`);
  }
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
