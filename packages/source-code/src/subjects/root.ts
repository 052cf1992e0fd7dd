// The workspace's root folder, below which the subjects are found.

import { fileURLToPath } from 'node:url';

export const workspace = fileURLToPath(new URL('../../../../', import.meta.url));
