// What else the machine does: CPU time of other processes and of other machines on the same hardware, before the run and during
// each trial. Linux only: elsewhere nothing is known.

import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Disturbance, Environment, Noise } from '../results/results.ts';

/** Length of the kernel's unit of CPU time (s): 1/USER_HZ. */
const tick = 0.01;

/** Disturbances from which a machine is called noisy before the run (CPUs). */
const noticeable = { otherCpus: 0.1, stolenCpus: 0.03 };

/** Starts to watch. The function that it returns says what the machine did since; undefined where that is not readable. */
export function watch(): () => Disturbance | undefined {
  const before = readMachine();
  const started = performance.now();
  return () => {
    const after = readMachine();
    const seconds = (performance.now() - started) / 1000;
    if (before === null || after === null || seconds === 0) return undefined;
    const cpus = (ticks: number) => Math.max(0, Number(((ticks * tick) / seconds).toFixed(3)));
    const others = after.busy - before.busy - (after.own - before.own);
    return { otherCpus: cpus(others), stolenCpus: cpus(after.stolen - before.stolen) };
  };
}

/** CPU time since the boot (ticks). */
interface Machine {
  readonly busy: number;
  readonly stolen: number;
  /** Of this process and of its children that have ended. */
  readonly own: number;
}

function readMachine(): Machine | null {
  try {
    const line = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]!;
    const [user, nice, system, , , irq, softirq, stolen = 0] = line.trim().split(/\s+/).slice(1).map(Number);
    const [utime, stime, cutime, cstime] = fieldsOf('self').slice(11, 15).map(Number);
    return {
      busy: user! + nice! + system! + irq! + softirq!,
      stolen,
      own: utime! + stime! + cutime! + cstime!,
    };
  } catch {
    return null;
  }
}

/** Fields of /proc/<pid>/stat that follow the command. */
function fieldsOf(pid: string): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Watches the idle machine for a while. Null where nothing is readable. */
export async function listen(ms: number, signal: AbortSignal): Promise<Noise | null> {
  if (readMachine() === null) return null;
  const before = cpuTimes();
  const stop = watch();
  const started = performance.now();
  await delay(ms, undefined, { signal }).catch(() => {}); // interrupted: the run ends by itself
  const disturbance = stop();
  const watchedMs = performance.now() - started;
  return disturbance === undefined
    ? null
    : { ...disturbance, watchedMs, busiest: busiest(before, watchedMs) };
}

/** CPU time of each process (ticks), by its id. */
function cpuTimes(): Map<number, number> {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return new Map(pids.flatMap((pid) => timeOf(pid).map((time) => [Number(pid), time] as const)));
}

function timeOf(pid: string): [number] | [] {
  try {
    const [utime, stime] = fieldsOf(pid).slice(11, 13).map(Number);
    return [utime! + stime!];
  } catch {
    return []; // it has ended
  }
}

const shownProcesses = 3;

function busiest(before: ReadonlyMap<number, number>, ms: number): Noise['busiest'] {
  return Array.from(cpuTimes(), ([pid, time]) => ({
    pid,
    cpus: Number((((time - (before.get(pid) ?? time)) * tick * 1000) / ms).toFixed(3)),
  }))
    .filter(({ pid, cpus }) => pid !== process.pid && cpus >= 0.05)
    .sort((a, b) => b.cpus - a.cpus)
    .slice(0, shownProcesses)
    .map((busy) => ({ ...busy, command: commandOf(busy.pid) }));
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return 'ended';
  }
}

/** What makes a machine unfit for measuring, a line each; none for a quiet one. */
export function complaintsOf(noise: Noise | null, { cores, governor }: Environment): string[] {
  const { otherCpus = 0, stolenCpus = 0, busiest = [] } = noise ?? {};
  const processes = busiest
    .map(({ command, pid, cpus }) => `${command} (${pid}) ${cpus.toFixed(2)}`)
    .join(', ');
  const lines: string[] = [];
  if (otherCpus > noticeable.otherCpus)
    lines.push(
      `other programs keep ${otherCpus.toFixed(2)} of ${cores} CPUs busy${processes === '' ? '' : `: ${processes}`}`,
    );
  if (stolenCpus > noticeable.stolenCpus)
    lines.push(`the hypervisor takes ${stolenCpus.toFixed(2)} of ${cores} CPUs for other machines`);
  if (governor !== null && governor !== 'performance')
    lines.push(`the CPU governor is ${governor}: clock rates vary`);
  return lines;
}
