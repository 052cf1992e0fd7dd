// How much one frame may hold (../README.md). The limits are wide enough for whatever the settings allow, and narrow
// enough that nothing a frame claims can make its reader take memory out of all proportion to the frame.

/** The most bytes of a frame: no text in it can outgrow the longest string of the language. */
export const largestFrame = 2 ** 28;

/** The most entries of one AppendEntries. */
export const mostEntries = 2 ** 20;

/** The most voters, and the most learners, of one configuration. */
export const mostMembers = 2 ** 16;
