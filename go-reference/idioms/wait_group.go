package idioms

import "sync"

// GatherVotes asks all voters at once, waits for all, and counts the
// grants: half of them, rounded up. Each goroutine writes a slot of
// its own, and Wait comes before the reads: no lock is needed.
func GatherVotes(voters int) (votes int) {
	requireAtLeast(0, "voters", voters)
	granted := make([]bool, voters)
	var asked sync.WaitGroup
	for i := range granted {
		asked.Go(func() { granted[i] = vote(i + 1) })
	}
	asked.Wait()
	for _, yes := range granted {
		if yes {
			votes++
		}
	}
	return votes
}

// vote grants if the voter's number, from 1, is odd.
func vote(voter int) bool { return voter%2 == 1 }
