// The package manager that started this process: the command that its user typed, and its end.

import { readFileSync } from 'node:fs';

/** What to type before a script's name: `pnpm`, `pnpm -w` below the workspace's root, or `npx -y pnpm@<version>`. */
export function launcherOf(env: NodeJS.ProcessEnv, workspace: string): string {
  const { npm_execpath: program = '', npm_config_user_agent: agent = '', INIT_CWD: folder = workspace } = env;
  const version = /pnpm\/(\S+)/.exec(agent)?.[1];
  const manager = program.includes('_npx') && version !== undefined ? `npx -y pnpm@${version}` : 'pnpm';
  return folder === workspace ? manager : `${manager} -w`;
}

/** Interval of looking for the end of a launcher (ms). */
const interval = 250;

/**
 * Calls back once a program between the user's shell and this process has ended. A signal to `npx pnpm bench` ends npx alone:
 * it does not pass signals on. Linux only.
 */
export function onLauncherEnd(callback: () => void): Disposable {
  const launchers = launchersOf(process.ppid);
  const timer = setInterval(() => {
    if (launchers.every(({ pid, startTime }) => processAt(pid)?.startTime === startTime)) return;
    clearInterval(timer);
    callback();
  }, interval);
  timer.unref();
  if (launchers.length === 0) clearInterval(timer);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  /** In clock ticks since the boot: tells a process from a later one with the same id. */
  readonly startTime: string;
}

/** Ancestors from the parent up to the outermost npm or pnpm; shells between them run its scripts. */
function launchersOf(parent: number): Process[] {
  const ancestors: Process[] = [];
  for (let next = processAt(parent); next !== undefined; next = processAt(next.parent)) {
    if (!/^(p?npm|npx|node|sh|dash|bash)\b/.test(next.command)) break;
    ancestors.push(next);
  }
  return ancestors.slice(0, ancestors.findLastIndex(({ command }) => /^(p?npm|npx)\b/.test(command)) + 1);
}

/** A process as /proc shows it; undefined if it has ended. */
function processAt(pid: number): Process | undefined {
  try {
    const [, command = '', rest = ''] =
      /\((.*)\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    const fields = rest.split(' ');
    return fields[0] === 'Z'
      ? undefined
      : { pid, command, parent: Number(fields[1]), startTime: fields[19]! };
  } catch {
    return undefined;
  }
}
