// Whole clusters with a mistake of the gallery in them: the real runtimes, in both languages, over copies of the rules in a
// temporary folder. What judges clusters must turn red on them, and stay green on a copy without a mistake.

import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as greenlet from '@three-ways/greenlet';
import * as inProcess from '@three-ways/raft-in-process';
import { GoCluster } from '../go-cluster.ts';
import { buildGoCommands, goFolder } from '../go-toolchain.ts';
import { asyncTarget, coroutinesTarget, type Target } from '../targets.ts';
import { goPatches } from './go-patches.ts';
import { mistakes } from './mutations.ts';
import { applyPatch, type Patch } from './patch.ts';
import { TemporaryFolder } from './temporary-folder.ts';

export type Runtime = 'async' | 'coroutines' | 'go';

/** Its copy is removed when it is disposed of. */
export interface BrokenTarget extends Target, Disposable {}

interface Copying {
  /** The mistakes that it can be given. */
  readonly patches: readonly Patch[];
  /** Copies the runtime and the rules into a folder, puts a mistake in, and makes clusters of that. */
  readonly copy: (folder: string, patch: Patch | null) => Promise<Target>;
}

const runtimes: Readonly<Record<Runtime, Copying>> = {
  async: { patches: mistakes, copy: copyAsync },
  coroutines: { patches: mistakes, copy: copyCoroutines },
  go: { patches: goPatches, copy: copyGo },
};

/**
 * A runtime over rules with a mistake in them.
 * @param mistake its name in the gallery; null for a copy of the rules as they are
 * @throws StalePatch if the mistake no longer fits the rules
 */
export async function brokenTarget(runtime: Runtime, mistake: string | null): Promise<BrokenTarget> {
  const { patches, copy } = runtimes[runtime];
  const patch = patches.find(({ name }) => name === mistake) ?? null;
  if (patch === null && mistake !== null) throw new Error(`there is no patch "${mistake}" for ${runtime}`);
  const folder = new TemporaryFolder('broken-cluster');
  try {
    const target = await copy(folder.path, patch);
    removeSources(folder.path);
    return { ...target, [Symbol.dispose]: () => folder[Symbol.dispose]() };
  } catch (error) {
    folder[Symbol.dispose]();
    throw error;
  }
}

/** What has been loaded, or built into bin, needs them no more. */
function removeSources(folder: string): void {
  for (const part of readdirSync(folder)) if (part !== 'bin') rmSync(join(folder, part), { recursive: true });
}

async function copyAsync(folder: string, patch: Patch | null): Promise<Target> {
  copyPackages('raft-async', folder, patch);
  return asyncTarget(await load('raft-async', folder), inProcess);
}

async function copyCoroutines(folder: string, patch: Patch | null): Promise<Target> {
  copyPackages('raft-coroutines', folder, patch);
  return coroutinesTarget(await load('raft-coroutines', folder), greenlet);
}

async function copyGo(folder: string, patch: Patch | null): Promise<Target> {
  for (const part of ['go.mod', 'go.sum', 'raft', 'goroutines', 'cmd/cluster'])
    cpSync(join(goFolder, part), join(folder, part), { recursive: true });
  if (patch !== null) applyPatch(patch, join(folder, 'raft'));
  await buildGoCommands(folder);
  return { create: (settings) => new GoCluster(join(folder, 'bin/cluster'), settings) };
}

const packages = fileURLToPath(new URL('../../../', import.meta.url));

/** Copies a runtime and all that stands between it and the rules. The copies find each other, and not the originals. */
function copyPackages(runtime: string, folder: string, patch: Patch | null): void {
  const scope = join(folder, 'node_modules/@three-ways');
  mkdirSync(scope, { recursive: true });
  for (const name of ['raft-core', 'raft-in-process', runtime]) {
    for (const part of ['package.json', 'src'])
      cpSync(join(packages, name, part), join(folder, name, part), { recursive: true });
    symlinkSync(join(folder, name), join(scope, name));
  }
  symlinkSync(join(packages, 'greenlet'), join(scope, 'greenlet'));
  shareErrors(folder);
  if (patch !== null) applyPatch(patch, join(folder, 'raft-core/src'));
}

/** Clients and tests tell errors apart by their classes: those of the copy are the originals. */
function shareErrors(folder: string): void {
  const errors = 'raft-core/src/errors.ts';
  rmSync(join(folder, errors));
  symlinkSync(join(packages, errors), join(folder, errors));
}

function load<Module>(name: string, folder: string): Promise<Module> {
  return import(pathToFileURL(join(folder, name, 'src/index.ts')).href);
}
