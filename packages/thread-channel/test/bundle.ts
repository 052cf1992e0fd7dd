// Bundles an entry of the package for a browser, as a user's bundler would.

import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

export interface Bundle {
  readonly code: string;
  /** Modules that the bundle imports from outside. */
  readonly imports: readonly string[];
}

/** `src/<entry>.ts` and all that it needs of the package, minified: a module, or a script that sets `bundle`. */
export async function bundleOf(entry: string, format: 'esm' | 'iife' = 'esm'): Promise<Bundle> {
  const input = fileURLToPath(new URL(`../src/${entry}.ts`, import.meta.url));
  const bundle = await rolldown({ input, external: /^(node:|@three-ways\/)/, platform: 'browser' });
  const { output } = await bundle.generate({ format, name: 'bundle', minify: true });
  await bundle.close();
  const [{ code, imports }] = output;
  return { code, imports };
}
