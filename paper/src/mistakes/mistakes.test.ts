// The mistakes keep in step with the sources, and the results with the mistakes.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { edited } from './find.ts';
import { mistakes } from './mistakes.ts';

const workspace = fileURLToPath(new URL('../../..', import.meta.url));
const found = JSON.parse(readFileSync(join(import.meta.dirname, 'found.json'), 'utf8'));

const tried = mistakes.flatMap(({ name, attempts }) =>
  Object.entries(attempts).flatMap(([runtime, attempt]) =>
    'impossible' in attempt ? [] : [{ name, runtime, edit: attempt }],
  ),
);

test.each(tried)(
  '$name in $runtime can still be put into the sources, and was tried',
  ({ name, runtime, edit }) => {
    const source = readFileSync(join(workspace, edit.file), 'utf8');
    expect(edited(source, edit)).not.toBe(source);
    expect(found[name][runtime].by).toMatch(/^(compiler|checker|tests|race detector|nothing)$/);
  },
);
