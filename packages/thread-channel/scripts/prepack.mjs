// Before packing: builds `dist`, and writes a package.json whose `exports` are those of `publishConfig`. pnpm would do the
// latter by itself, npm does not. `postpack.mjs` puts the original back.

import { execSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const kept = 'node_modules/.kept-package.json';

rmSync('dist', { recursive: true, force: true });
execSync('tsc -p tsconfig.build.json', { stdio: 'inherit' });
if (!existsSync(kept)) copyFileSync('package.json', kept); // left behind by a packing that was interrupted
const manifest = JSON.parse(readFileSync(kept, 'utf8'));
const { exports, ...publishConfig } = manifest.publishConfig;
writeFileSync('package.json', `${JSON.stringify({ ...manifest, exports, publishConfig }, null, 2)}\n`);
