package cluster_test

import (
	"slices"
	"testing"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// What must be identical in both languages to the last bit: the values are those of packages/raft-cluster.

func TestFates(t *testing.T) {
	rules := cluster.FaultRules{Drop: 0.2, Delay: 3, Jitter: 5, Duplicate: 0.3, Reorder: 0.25}
	random := raft.SeededRandom(7)
	for i, want := range [][]raft.Millis{
		nil, {19.57087553641759}, {4.481651241192594}, nil,
		{6.12190322089009}, {3.440531176282093, 5.133578518405557}, {4.653239621082321}, nil,
	} {
		if got := rules.FateOf(random); !slices.Equal(got, want) {
			t.Errorf("message %d takes %v ms, want %v", i, got, want)
		}
	}
}
