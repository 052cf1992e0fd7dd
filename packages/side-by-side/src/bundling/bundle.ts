// Bundles a script of the page, and its styles, into one classic script and one style sheet: modules don't load from file://.

import { build, type Plugin } from 'vite';

export interface Bundle {
  readonly script: string;
  readonly style: string;
}

/**
 * Bundles an entry and what it imports, minified, the same in tests as for readers.
 *
 * @param entry absolute path
 * @param name of the global variable that gets the entry's exports
 * @param plugins of the bundler
 * @throws Error of the bundler
 */
export async function bundle(entry: string, name: string, plugins: readonly Plugin[] = []): Promise<Bundle> {
  const built = await build({
    ...{ configFile: false, logLevel: 'error', publicDir: false, plugins: [...plugins] },
    define: { 'process.env.NODE_ENV': '"production"' },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
    build: {
      write: false,
      cssCodeSplit: false,
      lib: { entry, formats: ['iife'], name, fileName: () => 'page.js', cssFileName: 'page' },
    },
  });
  const outputs = [built].flat().flatMap((each) => ('output' in each ? each.output : []));
  const script = outputs.find((output) => output.type === 'chunk')?.code ?? '';
  const style = outputs.find((output) => output.type === 'asset' && output.fileName.endsWith('.css'));
  return { script, style: style?.type === 'asset' ? String(style.source) : '' };
}
