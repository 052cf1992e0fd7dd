// Checks each package that is published as strangers get it, by check-package.ts. The last line counts the checks. Without the
// npm registry nothing is checked.

import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
let [passed, failed] = [0, 0];
if (canReachRegistry()) for (const name of published()) await check(name);
else console.log('The packages are not checked: the npm registry cannot be reached');
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function canReachRegistry(): boolean {
  const limits = ['--fetch-timeout=10000', '--fetch-retries=1'];
  return spawnSync('npm', ['ping', ...limits], { stdio: 'ignore' }).status === 0;
}

function published(): string[] {
  return readdirSync(`${root}packages`).filter((name) => {
    const manifest = JSON.parse(readFileSync(`${root}packages/${name}/package.json`, 'utf8'));
    return manifest.publishConfig?.access === 'public';
  });
}

async function check(name: string): Promise<void> {
  console.log(`\nThe package ${name}, packed and installed elsewhere:`);
  const child = spawn(process.execPath, [`${root}scripts/check-package.ts`, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  let failures = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    console.log(line);
    if (line.startsWith('ok ')) passed += 1;
    if (line.startsWith('FAIL ')) failures += 1;
  }
  const isBroken = (await closed) !== 0 && failures === 0;
  failed += isBroken ? 1 : failures;
}
