// Starts a program of this workspace: `node scripts/start.mjs bench/src/main.ts …`. Plain JavaScript of an old kind, so that an
// older Node reads it and is named, instead of failing on TypeScript. Paths among the arguments count from the folder in which
// the user typed the command, not from the root, where pnpm starts every script.

import { fileURLToPath, pathToFileURL } from 'node:url';

const oldestNode = 26;

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
const { npm_lifecycle_event: script = 'bench', INIT_CWD: folder } = process.env;

if (Number(process.versions.node.split('.')[0]) < oldestNode) {
  process.stderr.write(
    `error: Node ${oldestNode} or newer is needed, this is ${process.version}: start it with \`npx -y pnpm@12.21.0 ${script}\`, which brings its own\n`,
  );
  process.exit(2);
}

const [node, , entry, ...args] = process.argv;
const program = `${root}/${entry}`;
process.argv = [node, program, ...args];
if (folder !== undefined && process.cwd() === root) process.chdir(folder);
await import(pathToFileURL(program).href);
