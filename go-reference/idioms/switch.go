package idioms

import (
	"runtime"
	"sync"
)

// TakeTurns lets two goroutines yield to each other and returns the
// turns of both. On one thread each Gosched runs the other; on more,
// both run at once, and a yield need not switch. SignalTask must.
func TakeTurns(turns int) int {
	requireAtLeast(0, "turns", turns)
	var taken [2]int
	var players sync.WaitGroup
	for i := range taken {
		players.Go(func() {
			for range turns {
				taken[i]++
				runtime.Gosched()
			}
		})
	}
	players.Wait()
	return taken[0] + taken[1]
}
