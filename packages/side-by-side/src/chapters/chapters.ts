// All chapters, in the order of the page.

import type { Chapter } from '../chapter/chapter.ts';
import { idioms } from './idioms/chapter.ts';
import { rules } from './rules/chapter.ts';
import { servers } from './servers/chapter.ts';
import { tests } from './tests/chapter.ts';

export const chapters: readonly Chapter[] = [idioms, servers, rules, tests];
