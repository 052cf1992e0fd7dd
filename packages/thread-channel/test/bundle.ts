// Bundles an entry of the package for a browser, as a user's bundler would.

import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export interface Bundle {
  readonly code: string;
  /** Modules that the bundle imports from outside. */
  readonly imports: readonly string[];
}

/** `src/<entry>.ts` and all that it needs of the package, minified: a module, or a script that sets `bundle`. */
export async function bundleOf(entry: string, format: 'esm' | 'iife' = 'esm'): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(new URL(`../src/${entry}.ts`, import.meta.url))],
    bundle: true,
    minify: true,
    format,
    globalName: 'bundle',
    platform: 'browser',
    external: ['node:*', '@three-ways/*'],
    metafile: true,
    write: false,
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
  return { code: outputFiles[0]!.text, imports };
}
