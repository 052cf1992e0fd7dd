package codec

// Limits of a frame (the schema is in packages/raft-codec/README.md): wide enough for what the settings allow, and narrow
// enough that a decoder never allocates out of proportion to the frame.

// LargestFrame is the maximum size of a frame (bytes).
const LargestFrame = 1 << 28

const (
	// mostEntries is the maximum of entries in one AppendEntries.
	mostEntries = 1 << 20
	// mostMembers is the maximum of voters in a configuration, and of its learners.
	mostMembers = 1 << 16
	// maxNumber is the largest safe integer in both languages: 2^53 - 1.
	maxNumber = 1<<53 - 1
)
