#!/usr/bin/env node
// `greenlet-check [tsconfig.json …]`: reports each missing `yield*` of the projects. Exit codes: 0 none; 1 some; 2 a project
// that cannot be read. Needs TypeScript 7 in the current directory's `node_modules`, for its API.

import { createRequire } from 'node:module';
import { relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findMissingStars, type TypeScript } from './missing-star.ts';

const configs = process.argv.length > 2 ? process.argv.slice(2) : ['tsconfig.json'];
try {
  for (const config of configs) await check(resolve(config));
} catch (error) {
  console.error(`greenlet-check: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}

async function check(config: string): Promise<void> {
  for (const { file, line, column, message } of findMissingStars(config, await loadTypeScript())) {
    console.log(`${relative('', file)}:${line}:${column}: ${message}`);
    process.exitCode = 1;
  }
}

/** TypeScript's API, as the project has it. @throws Error if it has none */
async function loadTypeScript(): Promise<TypeScript> {
  const { resolve } = createRequire(`${process.cwd()}/`);
  const load = (name: string) => import(pathToFileURL(resolve(`typescript/unstable/${name}`)).href);
  try {
    return { ...(await load('sync')), ...(await load('ast')) };
  } catch {
    throw new Error('TypeScript 7 is needed here: npm install --save-dev typescript@7');
  }
}
