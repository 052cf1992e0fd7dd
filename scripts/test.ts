// `pnpm test`: every test of the workspace, in both languages, the check of the published packages, and a last line with their
// count. Arguments choose test files by path; `go-reference` chooses Go's, `check-packages` the check.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createCommand, exitCodes, exitOnBrokenPipe, runCommand } from '@three-ways/command-line';
import { findGo, goFolder } from '@three-ways/raft-go';
import { startVitest } from 'vitest/node';
import { type Count, runGoTests } from './go-tests.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const nothing: Count = { passed: 0, failed: 0 };

exitOnBrokenPipe();
const { stdout, stderr, argv } = process;
const { signal } = new AbortController(); // signals keep their default: they end the tests at once
const io = { stdout, stderr, signal };
const does = 'Runs every test of the workspace, in both languages, and checks the published packages.';
const program = createCommand('pnpm test', does, io)
  .argument(
    '[words...]',
    "only files whose path has one of these; go-reference for Go's, check-packages for the check",
  )
  .addHelpText('after', '\nExit codes: 0 all passed; 1 a test failed, or none matches; 2 wrong usage.');
process.exitCode = await runCommand(program, argv.slice(2), () => runTests(program.args), io);

async function runTests(filters: readonly string[]): Promise<number> {
  const counts = [await testTypeScript(filters), await testGo(filters), checkPackages(filters)];
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  if (passed + failed === 0) console.error(`no test file matches ${filters.join(' ')}`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? exitCodes.failed : exitCodes.ok;
}

async function testTypeScript(wanted: readonly string[]): Promise<Count> {
  if (wanted.length > 0 && wanted.every((word) => word === 'go-reference' || word === 'check-packages'))
    return nothing;
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
