// Clusters with a mutation: the real runtimes, in both languages, over mutated copies of the rules in a temporary folder. The
// checks of clusters must fail on them, and pass on an unmutated copy.

import { cpSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as greenlet from '@three-ways/greenlet';
import { buildGoCommands, GoCluster, goFolder } from '@three-ways/raft-go';
import * as inProcess from '@three-ways/raft-in-process';
import { asyncTarget, coroutinesTarget, type Target } from '@three-ways/raft-testkit/targets';
import { copyPackages, packages, sourcesIn } from './copies.ts';
import { goPatches } from './go-patches.ts';
import { mutations } from './mutations.ts';
import { applyPatch, type Patch } from './patch.ts';
import { TemporaryFolder } from './temporary-folder.ts';

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
  copyRuntime('raft-async', folder, patch);
  return asyncTarget(await load('raft-async', folder), inProcess);
}

async function copyCoroutines(folder: string, patch: Patch | null): Promise<Target> {
  copyRuntime('raft-coroutines', folder, patch);
  return coroutinesTarget(await load('raft-coroutines', folder), greenlet);
}

async function copyGo(folder: string, patch: Patch | null): Promise<Target> {
  for (const part of ['go.mod', 'go.sum', 'raft', 'kv', 'cluster', 'internal', 'goroutines', 'cmd/cluster'])
    cpSync(join(goFolder, part), join(folder, part), { recursive: true });
  if (patch !== null) applyPatch(patch, [folder]);
  await buildGoCommands(folder);
  return { create: (settings) => new GoCluster(join(folder, 'bin/cluster'), settings) };
}

function copyRuntime(runtime: string, folder: string, patch: Patch | null): void {
  copyPackages(folder, ['raft-cluster', 'raft-in-process', runtime]);
  symlinkSync(join(packages, 'greenlet'), join(folder, 'node_modules/@three-ways/greenlet'));
  shareErrors(folder);
  if (patch !== null) applyPatch(patch, sourcesIn(folder));
}

/** Shares the files of errors, because clients and tests distinguish errors by class. */
function shareErrors(folder: string): void {
  for (const name of ['raft-core', 'raft-cluster']) {
    const errors = join(name, 'src/errors.ts');
    rmSync(join(folder, errors));
    symlinkSync(join(packages, errors), join(folder, errors));
  }
}

function load<Module>(name: string, folder: string): Promise<Module> {
  return import(pathToFileURL(join(folder, name, 'src/index.ts')).href);
}
