// Bundles a script of the page, and its styles, into one classic script and one style sheet: modules don't load from file://.

import { build } from 'vite';

export interface Bundle {
  readonly script: string;
  readonly style: string;
}

/**
 * Bundles an entry and what it imports, minified.
 *
 * @param entry absolute path
 * @throws Error of the bundler
 */
export async function bundle(entry: string): Promise<Bundle> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      write: false,
      lib: { entry, formats: ['iife'], name: 'page', fileName: () => 'page.js', cssFileName: 'page' },
      cssCodeSplit: false,
    },
  });
  const outputs = [built].flat().flatMap((each) => ('output' in each ? each.output : []));
  const script = outputs.find((output) => output.type === 'chunk')?.code ?? '';
  const style = outputs.find((output) => output.type === 'asset' && output.fileName.endsWith('.css'));
  return { script, style: style?.type === 'asset' ? String(style.source) : '' };
}
