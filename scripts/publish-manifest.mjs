// Run by a package's `prepack` and `postpack`. In the workspace `exports` and `bin` point at the sources, which need no build;
// npm packs the manifest unchanged and does not apply `publishConfig`, so that `prepare` writes what is to be published and
// `restore` undoes that.

import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

const backup = 'package.json.workspace';

if (process.argv[2] === 'prepare') {
  const source = readFileSync('package.json', 'utf8');
  if (!existsSync(backup)) writeFileSync(backup, source);
  const { publishConfig, scripts: _, devDependencies: __, ...manifest } = JSON.parse(source);
  const { exports = manifest.exports, bin = manifest.bin, ...rest } = publishConfig ?? {};
  const published = { ...manifest, exports, bin, publishConfig: rest };
  writeFileSync('package.json', `${JSON.stringify(published, null, 2)}\n`);
} else if (existsSync(backup)) renameSync(backup, 'package.json');
