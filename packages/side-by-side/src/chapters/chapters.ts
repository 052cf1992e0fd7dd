// All chapters, in the order of the page.

import type { Chapter } from './chapter.ts';
import { rules } from './rules/chapter.ts';
import { servers } from './servers/chapter.ts';

export const chapters: readonly Chapter[] = [servers, rules];
