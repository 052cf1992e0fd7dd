// Rewrites bench/results.schema.json from the schema in results.ts: `pnpm --filter @three-ways/bench schema`.

import { join } from 'node:path';
import { publishedSchema, writeFileAtomically } from './results/results.ts';

writeFileAtomically(join(import.meta.dirname, '../results.schema.json'), publishedSchema());
