// A plugin of the bundler that puts probes into the sources of the TypeScript runtimes.

import { join } from 'node:path';
import type { Plugin } from 'vite';
import { workspace } from '../../listing/read.ts';
import { probedSources } from './probed-sources.ts';

export function probePlugin(): Plugin {
  const probed = new Map(
    (['async', 'coroutines'] as const).flatMap((model) =>
      probedSources(model).files.map(({ file, probed }) => [join(workspace, file), probed] as const),
    ),
  );
  return {
    name: 'three-ways-probes',
    enforce: 'pre',
    load: (id) => probed.get(id) ?? null,
  };
}
