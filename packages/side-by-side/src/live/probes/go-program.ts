// Builds the Go cluster as WebAssembly, with probes: Go compiles the sources as they are, but for those that get probes, which
// are laid over them (`go build -overlay`).

import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { binFolder, findGo, goFolder } from '@three-ways/raft-go';
import { workspace } from '../../listing/read.ts';
import type { GoProgram } from '../models/go-host.ts';
import { type ProbedSources, probedSources } from './probed-sources.ts';

/** What the probes call, in Go. */
const probesFile = fileURLToPath(new URL('goroutines.go', import.meta.url));

const execute = promisify(execFile);

export interface BuiltGo {
  readonly wasm: Uint8Array<ArrayBuffer>;
  /** The text of wasm_exec.js of the same Go. */
  readonly host: string;
}

/** The built program; null, with the reason, where Go is missing. */
export type GoBuild = BuiltGo | { readonly wasm: null; readonly reason: string };

/**
 * @param withProbes whether the sources get probes
 * @param folder for the overlay and the program
 * @throws Error with what Go complains of
 */
export async function buildGoProgram(folder: string, withProbes = true): Promise<GoBuild> {
  const go = await findGo(goFolder);
  if (!go.found) return { wasm: null, reason: go.reason };
  mkdirSync(folder, { recursive: true });
  const program = join(folder, 'cluster.wasm');
  const probes = withProbes ? ['-tags', 'probes', '-overlay', layOver(probedSources('go'), folder)] : [];
  // Without symbols, paths and version control stamp: smaller, and the same bytes everywhere.
  const flags = ['-trimpath', '-buildvcs=false', '-ldflags=-s -w', ...probes];
  const env = { ...process.env, GOOS: 'js', GOARCH: 'wasm', GOTOOLCHAIN: 'local' };
  await execute('go', ['build', ...flags, '-o', program, './cmd/wasm'], { cwd: goFolder, env });
  const { stdout: root } = await execute('go', ['env', 'GOROOT'], { cwd: goFolder });
  const host = readFileSync(join(root.trim(), 'lib/wasm/wasm_exec.js'), 'utf8');
  return { wasm: new Uint8Array(readFileSync(program)), host };
}

/** The program without probes, for tests. @throws Error if Go is missing */
export async function builtGoProgram(): Promise<GoProgram> {
  const built = await buildGoProgram(join(binFolder(goFolder), 'wasm'), false);
  if (built.wasm === null) throw new Error(built.reason);
  return { module: await WebAssembly.compile(built.wasm), host: built.host };
}

/** Writes the texts with probes beside their overlay. Returns the overlay's path. */
function layOver({ files }: ProbedSources, folder: string): string {
  const replaced = files.map(({ file, probed }) => {
    const copy = join(folder, file.replaceAll('/', '-'));
    writeFileSync(copy, probed);
    return [join(workspace, file), copy];
  });
  replaced.push([join(goFolder, 'goroutines/probes.go'), probesFile]);
  const overlay = join(folder, 'overlay.json');
  writeFileSync(overlay, JSON.stringify({ Replace: Object.fromEntries(replaced) }));
  return overlay;
}
