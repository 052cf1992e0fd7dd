package codec

// How much one frame may hold (the schema is in packages/raft-codec/README.md). The limits are wide enough for what the
// settings allow, and narrow enough that no claim of a frame makes its reader take memory out of proportion to the frame.

// LargestFrame is the most bytes of a frame.
const LargestFrame = 1 << 28

const (
	// mostEntries may be in one AppendEntries.
	mostEntries = 1 << 20
	// mostMembers may be the voters of one configuration, and as many its learners.
	mostMembers = 1 << 16
	// maxNumber is the greatest number: 2^53 - 1, the same in every language.
	maxNumber = 1<<53 - 1
)
