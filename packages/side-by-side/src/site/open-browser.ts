// Opens an address in the user's browser, if there is a program for that: the address is printed in any case.

import { spawn } from 'node:child_process';

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

export function openBrowser(address: string): void {
  const [program, ...args] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(program!, [...args, address], { detached: true, stdio: 'ignore' });
  child.on('error', () => {}); // no such program: the user opens the address
  child.unref();
}
