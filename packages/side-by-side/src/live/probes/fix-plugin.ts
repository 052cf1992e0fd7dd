// A plugin of the bundler that makes the published fix of membership changes a matter of a switch, for the scene that shows
// what happens without it.

import { join } from 'node:path';
import type { Plugin } from 'vite';
import { workspace } from '../../listing/read.ts';
import { fixOffName } from '../engine/rules-switch.ts';

const file = join(workspace, 'packages/raft-core/src/membership-change.ts');
const condition = 'raft.commitIndex < raft.firstOfTerm';

/** @throws Error if the rule's text is another */
export function fixPlugin(): Plugin {
  return {
    name: 'three-ways-fix',
    enforce: 'pre',
    transform(code, id) {
      if (id !== file) return null;
      if (code.split(condition).length !== 2)
        throw new Error(`${file} has no "${condition}", or two: the switch of the fix needs it`);
      return code.replace(condition, `${condition} && globalThis.${fixOffName} !== true`);
    },
  };
}
