package raft_test

// What must come out alike in both languages to the last bit: the values are those of packages/raft-core.

import (
	"slices"
	"testing"

	"github.com/raft-three-ways/go-reference/raft"
)

func TestRandom(t *testing.T) {
	for seed, want := range map[uint32][]float64{
		0:           {0.26642920868471265, 0.0003297457005828619, 0.2232720274478197, 0.1462021479383111, 0.46732782293111086},
		1:           {0.6270739405881613, 0.002735721180215478, 0.5274470399599522, 0.9810509674716741, 0.9683778982143849},
		42:          {0.6011037519201636, 0.44829055899754167, 0.8524657934904099, 0.6697340414393693, 0.17481389874592423},
		0xffff_ffff: {0.8964226141106337, 0.189478256739676, 0.7156526781618595, 0.9440599093213677, 0.8452364315744489},
	} {
		random := raft.SeededRandom(seed)
		for i, value := range want {
			if got := random(); got != value {
				t.Errorf("seed %d, draw %d: %v, want %v", seed, i, got, value)
			}
		}
	}
}

func TestFates(t *testing.T) {
	rules := raft.FaultRules{Drop: 0.2, Delay: 3, Jitter: 5, Duplicate: 0.3, Reorder: 0.25}
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

func TestDigests(t *testing.T) {
	var machine raft.StateMachine
	expect := func(digest string, applied int) {
		t.Helper()
		if got := machine.Digest(); got != (raft.Digest{Digest: digest, Applied: applied}) {
			t.Errorf("the digest is %v, want %s after %d", got, digest, applied)
		}
	}
	set := func(id, name string) { machine.Apply(raft.Command{Type: raft.Set, ID: id, Name: name}) }
	expect("811c9dc5", 0)
	set("b", "Bea")
	expect("03b11eff", 1)
	set("a", "")
	set("\U00010000", "Linear B")
	set("\uffee", "halfwidth")
	set("é", "Zoë")
	machine.Apply(raft.Command{Type: raft.Noop})
	machine.Apply(raft.Command{Type: raft.Delete, ID: "nobody"})
	expect("ad231f0d", 6)
	machine.Apply(raft.Command{Type: raft.Delete, ID: "b"})
	expect("b67dd573", 7)
}
