import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { bundle } from '../src/bundling/bundle.ts';

it('bundles a script that needs no module loader', async () => {
  const { script } = await bundle(fileURLToPath(new URL('../src/browser/main.ts', import.meta.url)), 'page');
  expect(script).toContain('scripted');
  expect(script).not.toMatch(/^\s*(?:import|export)\b/m);
});
