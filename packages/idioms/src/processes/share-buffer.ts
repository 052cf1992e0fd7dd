// Idiom 14, the other half: a buffer that two tasks share.

import { type Missing, missing } from '../rows.ts';

export const shareBuffer: Missing = missing(
  'Processes have address spaces of their own, and Node offers no memory that two of them share.',
  'A pipe copies each message through the kernel; a file copies through its page cache.',
);
