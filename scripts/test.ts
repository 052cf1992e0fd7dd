// `pnpm test`: every test of the workspace, in all languages, the check of the published packages, and a last line with their
// count. Arguments choose test files by path; `go-reference` chooses Go's, `bench/baselines/go` those of the baselines in Go,
// `bench/baselines/rust` the one in Rust, `bench/baselines/python` Python's, `check-packages` the check.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findChromium } from '@three-ways/browser-testing';
import { createCommand, exitCodes, exitOnBrokenPipe, runCommand } from '@three-ways/command-line';
import { findGo, goFolder } from '@three-ways/raft-go';
import { startVitest } from 'vitest/node';
import { type Count, missingGoModules, runGoTests } from './go-tests.ts';
import { missingPython, runPythonTests } from './python-tests.ts';
import { missingCrates, runRustTests } from './rust-tests.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const nothing: Count = { passed: 0, failed: 0 };
const goBaselines = 'bench/baselines/go';
const pythonFolder = 'bench/baselines/python';
const rustFolder = 'bench/baselines/rust';
/** Arguments that choose tests other than vitest's. */
const otherTests = ['go-reference', goBaselines, rustFolder, pythonFolder, 'check-packages'];

exitOnBrokenPipe();
const { stdout, stderr, argv } = process;
const { signal } = new AbortController(); // signals keep their default: they end the tests at once
const io = { stdout, stderr, signal };
const does = 'Runs every test of the workspace, in every language, and checks the published packages.';
const program = createCommand('pnpm test', does, io)
  .argument(
    '[words...]',
    "only files whose path has one of these, Go's (go-reference, bench/baselines/go), Rust's (bench/baselines/rust), Python's (bench/baselines/python) or the check (check-packages)",
  )
  .addHelpText('after', '\nExit codes: 0 all passed; 1 a test failed, or none matches; 2 wrong usage.');
process.exitCode = await runCommand(program, argv.slice(2), () => runTests(program.args), io);

async function runTests(filters: readonly string[]): Promise<number> {
  const counts = [
    await testTypeScript(filters),
    await testGo(filters),
    await testGoBaselines(filters),
    testRust(filters),
    testPython(filters),
    checkPackages(filters),
  ];
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  if (passed + failed === 0) console.error(`no test file matches ${filters.join(' ')}`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? exitCodes.failed : exitCodes.ok;
}

async function testTypeScript(wanted: readonly string[]): Promise<Count> {
  if (wanted.length > 0 && wanted.every((word) => otherTests.includes(word))) return nothing;
  if (findChromium() === null)
    console.log('Tests in a browser are left out: there is no Chromium on the PATH');
  const vitest = await startVitest('test', [...wanted], {
    run: true,
    watch: false,
    root,
    passWithNoTests: true,
  });
  const modules = vitest.state.getTestModules();
  const tests = modules.flatMap((module) =>
    [...module.children.allTests()].map((test) => test.result().state),
  );
  // A file that does not load, or an error outside of tests, is counted as a failed test.
  const broken =
    modules.filter((module) => module.errors().length > 0).length + vitest.state.getUnhandledErrors().length;
  await vitest.close();
  process.exitCode = 0; // decided by the last line, not by vitest
  const passed = tests.filter((state) => state === 'passed').length;
  return { passed, failed: tests.filter((state) => state === 'failed').length + broken };
}

async function testGo(wanted: readonly string[]): Promise<Count> {
  if (wanted.length > 0 && !wanted.includes('go-reference')) return nothing;
  const go = await findGo(goFolder);
  if (go.found) return runGoTests(goFolder);
  if (process.env.CI !== 'true') {
    console.log(`Go's tests are left out: ${go.reason}`);
    return nothing;
  }
  console.error(`Go's tests can't be left out when CI=true: ${go.reason}`);
  return { passed: 0, failed: 1 };
}

/** Baselines may be left out, also in CI. */
async function testGoBaselines(wanted: readonly string[]): Promise<Count> {
  if (wanted.length > 0 && !wanted.includes(goBaselines)) return nothing;
  const reason = await missingGoModules(`${root}${goBaselines}`);
  if (reason === null) return runGoTests(`${root}${goBaselines}`);
  console.log(`The tests of the baselines in Go are left out: ${reason}`);
  return nothing;
}

/** As those in Go. */
function testRust(wanted: readonly string[]): Count {
  if (wanted.length > 0 && !wanted.includes(rustFolder)) return nothing;
  const reason = missingCrates(`${root}${rustFolder}`);
  if (reason === null) return runRustTests(`${root}${rustFolder}`);
  console.log(`The tests of the baseline in Rust are left out: ${reason}`);
  return nothing;
}

/** Python is a baseline, so its tests may be left out, also in CI. */
function testPython(wanted: readonly string[]): Count {
  if (wanted.length > 0 && !wanted.includes(pythonFolder)) return nothing;
  const reason = missingPython();
  if (reason === null) return runPythonTests(`${root}${pythonFolder}`);
  console.log(`Python's tests are left out: ${reason}`);
  return nothing;
}

function checkPackages(wanted: readonly string[]): Count {
  if (wanted.length > 0 && !wanted.includes('check-packages')) return nothing;
  const { stdout } = spawnSync(process.execPath, [`${root}scripts/check-packages.ts`], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [, checks = stdout, passed = 0, failed = 1] =
    /^(.*)^(\d+) passed, (\d+) failed\n$/ms.exec(stdout) ?? [];
  console.log(checks);
  return { passed: Number(passed), failed: Number(failed) };
}
