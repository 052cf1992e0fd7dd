// The command line `pnpm test:long`: the tests of `pnpm test`, for longer. More seeds for the simulator, a hundred fault schedules
// an implementation, the conformance suite repeatedly, in part on a busy machine, and `pnpm test` on a busy machine.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import {
  type CliIO,
  createCommand,
  exitCodes,
  integer,
  runCommand,
  UsageError,
} from '@three-ways/command-line';
import { BusyMachine } from './busy.ts';

interface Step {
  readonly name: string;
  /** Arguments of `node`. */
  readonly command: readonly string[];
  /** Whether every core is kept busy meanwhile. */
  readonly busy?: true;
}

interface Options {
  readonly scale: number;
  readonly only?: string;
}

const commands = 'packages/raft-testkit/src/cli/main.ts';
const root = fileURLToPath(new URL('../', import.meta.url));

/** Runs `pnpm test:long`. Resolves with the exit code. */
export function main(args: readonly string[], io: CliIO): Promise<number> {
  const program = createCommand('pnpm test:long', 'The long suite: forty minutes on two cores.', io)
    .option('--scale <percent>', 'share of the whole suite', integer(1, 10_000), 100)
    .option('--only <step>', 'only the steps whose name contains this')
    .addHelpText(
      'after',
      '\nExit codes: 0 every step passed; 1 one did not; 2 wrong usage; 130 interrupted (finished steps are reported).',
    );
  return runCommand(program, args, (given: Options) => runSteps(given, io), io);
}

/** All steps, about forty minutes on two cores at 100 %. */
function stepsOf(scale: number): Step[] {
  const times = (count: number) => `${Math.max(1, Math.round((count * scale) / 100))}`;
  return [
    { name: 'simulator', command: ['packages/raft-simulator/src/main.ts', '--seeds', times(50_000)] },
    { name: 'schedules', command: [commands, 'schedules', '--seeds', times(100)] },
    { name: 'conformance', command: [commands, 'conformance', '--repeat', times(10)] },
    {
      name: 'conformance, busy',
      command: [commands, 'conformance', '--repeat', times(10), '--jobs', '4'],
      busy: true,
    },
    { name: 'interleavings', command: ['packages/thread-channel/test/interleaving/main.ts'] },
    { name: 'tests, busy', command: ['scripts/test.ts'], busy: true },
  ];
}

async function runSteps({ scale, only = '' }: Options, { stdout, signal }: CliIO): Promise<number> {
  const steps = stepsOf(scale).filter(({ name }) => name.includes(only));
  if (steps.length === 0) throw new UsageError(`--only ${only} matches no step`);
  let [passed, failed] = [0, 0];
  for (const step of steps) {
    stdout.write(`\n== ${step.name}: node ${step.command.join(' ')}\n`);
    const begun = performance.now();
    const exitCode = await runStep(step, signal);
    const minutes = ((performance.now() - begun) / 60_000).toFixed(1);
    const verdict = signal.aborted ? 'interrupted' : exitCode === 0 ? 'passed' : 'FAILED';
    stdout.write(`== ${step.name}: ${verdict} after ${minutes} minutes\n`);
    if (signal.aborted) break;
    if (exitCode === 0) passed += 1;
    else failed += 1;
  }
  stdout.write(`\n${passed} passed, ${failed} failed\n`);
  if (failed > 0) return exitCodes.failed;
  return signal.aborted ? exitCodes.interrupted : exitCodes.ok;
}

async function runStep({ command, busy }: Step, signal: AbortSignal): Promise<number> {
  await using _busy = busy && new BusyMachine();
  const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  const interrupt = () => child.kill('SIGINT');
  signal.addEventListener('abort', interrupt);
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  signal.removeEventListener('abort', interrupt);
  return exitCode ?? 1;
}
