// The code that runs in the page, bundled as for the page: with probes, and with the switch of the fix.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { fixPlugin } from '../src/live/probes/fix-plugin.ts';
import { probePlugin } from '../src/live/probes/probe-plugin.ts';

/** @param folder for the bundle */
export async function bundleWithProbes(folder: string): Promise<typeof import('./live-entry.ts')> {
  const entry = fileURLToPath(new URL('live-entry.ts', import.meta.url));
  await build({
    ...{ configFile: false, logLevel: 'error', publicDir: false, plugins: [probePlugin(), fixPlugin()] },
    build: { outDir: folder, minify: false, lib: { entry, formats: ['es'], fileName: 'probed' } },
  });
  return import(join(folder, 'probed.js'));
}
