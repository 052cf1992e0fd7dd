// After packing: puts the original package.json back.

import { existsSync, renameSync } from 'node:fs';

const kept = 'node_modules/.kept-package.json';
if (existsSync(kept)) renameSync(kept, 'package.json');
