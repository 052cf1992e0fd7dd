package raft_test

import (
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

func TestSizes(t *testing.T) {
	settings, _ := raft.Settings{Servers: 2, PreVote: raft.Off}.Complete()
	state := raft.New(1, settings, raft.StableState{})
	state.StartElection()
	writeAll(state)
	_, _ = state.Receive(&raft.RequestVoteReply{From: 2, To: 1, Term: 1, VoteGranted: true})
	_, _ = state.Receive(&raft.AppendEntriesReply{From: 2, To: 1, Term: 1, Success: true, MatchIndex: 1})
	_, _ = state.Propose(raft.Command{Type: raft.Set, ID: "é\U00010000\uffee", Name: "Ada"})
	state.NextMessageTo(2)
	if got := state.Progress[2].BytesInFlight; got != 23 {
		t.Errorf("an entry of 4 and 3 characters counts for %d bytes, want 23", got)
	}
}
