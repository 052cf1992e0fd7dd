// Checks a package as strangers get it: packs it with npm and with pnpm, lints the tarball, installs it into an empty folder,
// type-checks its README's examples there without skipLibCheck, and runs them.
//
//     node scripts/check-package.ts greenlet                  on the Node that runs this
//     node scripts/check-package.ts greenlet node@22 bun      and on engines fetched from npm: node@<version>, bun, deno

import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { differences, type Example, examplesOf } from './readme-examples.ts';

const root = new URL('..', import.meta.url).pathname;
const [, , name, ...engines] = process.argv;
if (name === undefined) throw new Error('name a package: node scripts/check-package.ts greenlet');
const packageFolder = join(root, 'packages', name);
const manifest = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
/** The package's own programs: checks of a project, which its examples pass. */
const programs = Object.keys(manifest.bin ?? {});
const bin = (tool: string) => join(packageFolder, 'node_modules/.bin', tool);
const work = mkdtempSync(join(tmpdir(), 'check-package-'));
let failures = 0;

try {
  const tarballs = {
    npm: pack('npm', ['npm', 'pack']),
    pnpm: pack('pnpm', ['npx', '-y', 'pnpm@12.21.0', 'pack']),
  };
  attempt('publint', () => run(bin('publint'), [tarballs.npm, '--strict']));
  attempt('attw', () => run(bin('attw'), [tarballs.npm, '--profile', 'esm-only']));
  const examples = examplesOf(join(packageFolder, 'README.md'));
  for (const [packer, tarball] of Object.entries(tarballs)) checkInstalled(packer, tarball, examples);
} finally {
  rmSync(work, { recursive: true });
}
process.exitCode = failures === 0 ? 0 : 1;

/** The path of the tarball. */
function pack(packer: string, [command = '', ...args]: string[], source = packageFolder): string {
  const folder = join(work, packer);
  mkdirSync(folder);
  run(command, [...args, '--pack-destination', folder], source);
  return join(folder, readdirSync(folder)[0]!);
}

/** What the examples need beside the package: Node's types, and packages of the workspace that its tests depend on. */
function companions(packer: string): string[] {
  const { devDependencies } = manifest;
  const names = Object.keys(devDependencies).filter((name) => devDependencies[name].startsWith('workspace:'));
  const tarballs = names.map((name) => {
    const folder = name.replace(/.*\//, '');
    return pack(`${packer}-${folder}`, ['npm', 'pack'], join(root, 'packages', folder));
  });
  return ['@types/node@22', ...tarballs];
}

function checkInstalled(packer: string, tarball: string, examples: readonly Example[]): void {
  const folder = join(work, `installed-${packer}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  run('npm', ['install', '--no-audit', '--no-fund', tarball, ...companions(packer)], folder);
  for (const [i, { code }] of examples.entries()) writeFileSync(join(folder, `example-${i}.ts`), code);
  attempt(`${packer}: types`, () => typecheck(folder));
  for (const program of programs) attempt(`${packer}: ${program}`, () => runProgram(program, folder));
  // For engines without types and without `using`.
  for (const i of examples.keys())
    run(
      bin('esbuild'),
      [`example-${i}.ts`, '--format=esm', '--target=node22', `--outfile=example-${i}.js`],
      folder,
    );
  runExamples(`${packer}: node ${process.version}`, [process.execPath], folder, examples);
  if (packer === 'npm')
    for (const engine of engines) runExamples(engine, fetchEngine(engine), folder, examples);
}

function typecheck(folder: string): void {
  const compilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    module: 'NodeNext',
    target: 'ESNext',
    lib: ['ESNext', 'DOM'],
    types: ['node'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  run(join(root, 'node_modules/.bin/tsc'), ['-p', folder]);
}

/** With the workspace's TypeScript beside it. */
function runProgram(program: string, folder: string): void {
  const typescript = join(folder, 'node_modules/typescript');
  if (!existsSync(typescript)) symlinkSync(realpathSync(join(root, 'node_modules/typescript')), typescript);
  run(process.execPath, [realpathSync(join(folder, 'node_modules/.bin', program))], folder);
}

function runExamples(
  engine: string,
  [command = '', ...flags]: string[],
  folder: string,
  examples: readonly Example[],
) {
  for (const [i, example] of examples.entries())
    attempt(`${engine}: ${example.title}`, () => {
      const output = run(command, [...flags, join(folder, `example-${i}.js`)], folder);
      const wrong = differences(example, output);
      if (wrong.length > 0) throw new Error(wrong.join('\n'));
    });
}

/** Installs an engine from npm. Returns the command that runs a module on it. */
function fetchEngine(engine: string): string[] {
  const folder = join(work, engine);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  run('npm', ['install', '--no-audit', '--no-fund', engine], folder);
  const program = join(folder, 'node_modules/.bin', engine.replace(/@.*/, ''));
  console.log(`      ${engine} is ${run(program, ['--version'], folder).split('\n')[0]}`);
  if (engine.startsWith('deno')) return [program, 'run', '--allow-all'];
  return [program];
}

function attempt(what: string, check: () => void): void {
  try {
    check();
    console.log(`ok    ${what}`);
  } catch (error) {
    console.log(`FAIL  ${what}\n${error instanceof Error ? error.message : error}`);
    failures += 1;
  }
}

/** What the command prints. @throws with that and its errors, if it fails */
function run(command: string, args: readonly string[], cwd = root): string {
  try {
    return execFileSync(command, args, {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 120_000,
    });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(' ')} failed\n${stdout}${stderr}`);
  }
}
