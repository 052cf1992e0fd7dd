// Limits of one frame (../README.md): above everything that the settings allow, and low enough that a malformed frame cannot make
// its reader allocate memory out of proportion to its length.

/** Most bytes of a frame. Below the longest string of JavaScript (2^29 - 24 characters), so that any text in it can be read. */
export const largestFrame = 2 ** 28;

/** Most entries of one AppendEntries. */
export const mostEntries = 2 ** 20;

/** Most voters, and most learners, of one configuration. */
export const mostMembers = 2 ** 16;
