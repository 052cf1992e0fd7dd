// Clusters with a mutation: the real runtimes, in both languages, over mutated copies of the rules in a temporary folder. The
// checks of clusters must fail on them, and pass on an unmutated copy.

import { GoCluster, buildGoCommands, goFolder } from '@three-ways/raft-go';
import { asyncTarget, coroutinesTarget, type Target } from '@three-ways/raft-testkit/targets';
import { goPatches } from './go-patches.ts';
import { mutations } from './mutations.ts';
import { applyPatch, type Patch } from './patch.ts';
import { TemporaryFolder } from './temporary-folder.ts';
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as greenlet from '@three-ways/greenlet';
import * as inProcess from '@three-ways/raft-in-process';

export type Runtime = 'async' | 'coroutines' | 'go';

/** A target over a copy of the rules, which is removed on disposal. */
export interface MutatedTarget extends Target, Disposable {}

interface Copying {
  /** Available mutations. */
  readonly patches: readonly Patch[];
  /** Copies the runtime and the rules into a folder and patches them. */
  readonly copy: (folder: string, patch: Patch | null) => Promise<Target>;
}

const runtimes: Readonly<Record<Runtime, Copying>> = {
  async: { patches: mutations, copy: copyAsync },
  coroutines: { patches: mutations, copy: copyCoroutines },
  go: { patches: goPatches, copy: copyGo },
};

/**
 * A runtime over mutated rules.
 * @param mutation the mutation's name; null for an unmutated copy
 * @throws StalePatch
 */
export async function mutatedTarget(runtime: Runtime, mutation: string | null): Promise<MutatedTarget> {
  const { patches, copy } = runtimes[runtime];
  const patch = patches.find(({ name }) => name === mutation) ?? null;
  if (patch === null && mutation !== null) throw new Error(`there is no patch "${mutation}" for ${runtime}`);
  const folder = new TemporaryFolder('mutated-cluster');
  try {
    const target = await copy(folder.path, patch);
    removeSources(folder.path);
    return { ...target, [Symbol.dispose]: () => folder[Symbol.dispose]() };
  } catch (error) {
    folder[Symbol.dispose]();
    throw error;
  }
}

/** Sources are not needed once loaded, or built into bin. */
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
  for (const part of ['go.mod', 'go.sum', 'raft', 'internal', 'goroutines', 'cmd/cluster'])
    cpSync(join(goFolder, part), join(folder, part), { recursive: true });
  if (patch !== null) applyPatch(patch, join(folder, 'raft'));
  await buildGoCommands(folder);
  return { create: (settings) => new GoCluster(join(folder, 'bin/cluster'), settings) };
}

const packages = fileURLToPath(new URL('../../', import.meta.url));

/** Copies a runtime and its packages, so that the copies import each other and not the originals. */
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

/** Shares the errors' file, because clients and tests tell errors apart by class. */
function shareErrors(folder: string): void {
  const errors = 'raft-core/src/errors.ts';
  rmSync(join(folder, errors));
  symlinkSync(join(packages, errors), join(folder, errors));
}

function load<Module>(name: string, folder: string): Promise<Module> {
  return import(pathToFileURL(join(folder, name, 'src/index.ts')).href);
}
