// The command line `pnpm test:long`: what `pnpm test` does in minutes, for longer. More seeds for the simulator, a hundred
// fault schedules for each implementation, the conformance suite again and again, half of it while every core is kept
// busy, and the whole of `pnpm test` once more while they are.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { BusyMachine } from './busy.ts';
import { createCommand, exitCodes, integer, runCommand, type Surroundings, UsageError } from './command.ts';

interface Step {
  readonly name: string;
  /** What follows `node` on the command line. */
  readonly command: readonly string[];
  /** While every core is kept busy. */
  readonly busy?: true;
}

interface Given {
  readonly scale: number;
  readonly only?: string;
}

const commands = 'packages/raft-testkit/src/cli/main.ts';
const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** Does what the arguments ask for. Resolves with the exit code. */
export function main(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const program = createCommand('pnpm test:long', 'The long suite: forty minutes on two cores.', surroundings)
    .option('--scale <percent>', 'how much of it: 100 is the whole', integer(1, 10_000), 100)
    .option('--only <step>', 'only the steps whose name contains this')
    .addHelpText(
      'after',
      '\nExit codes: 0 every step passed; 1 one did not; 2 wrong usage; 130 interrupted (what had finished is told).',
    );
  return runCommand(program, args, (given: Given) => runSteps(given, surroundings), surroundings);
}

/** The steps; the whole takes about forty minutes on two cores. */
function stepsOf(scale: number): Step[] {
  const times = (count: number) => `${Math.max(1, Math.round((count * scale) / 100))}`;
  return [
    { name: 'simulator', command: ['packages/raft-testkit/src/simulator/main.ts', '--seeds', times(50_000)] },
    { name: 'schedules', command: [commands, 'schedules', '--seeds', times(100)] },
    { name: 'conformance', command: [commands, 'conformance', '--repeat', times(10)] },
    {
      name: 'conformance, busy',
      command: [commands, 'conformance', '--repeat', times(10), '--jobs', '4'],
      busy: true,
    },
    { name: 'interleavings', command: ['packages/thread-channel/test/interleaving/main.ts'] },
    { name: 'tests, busy', command: ['packages/raft-testkit/src/test-all.ts'], busy: true },
  ];
}

async function runSteps({ scale, only = '' }: Given, { stdout, signal }: Surroundings): Promise<number> {
  const steps = stepsOf(scale).filter(({ name }) => name.includes(only));
  if (steps.length === 0) throw new UsageError(`--only ${only} is in the name of no step`);
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
