package idioms

import "sync"

// Ring lets a token go round a ring of goroutines. It counts its hops,
// and all goroutines but one wait: a hop costs what it takes to wake
// the next. The channels have room for the last hop, which none takes.
func Ring(tasks, laps int) (hops int) {
	requireAtLeast(1, "tasks", tasks)
	requireAtLeast(0, "laps", laps)
	inboxes := make([]chan int, tasks)
	for i := range inboxes {
		inboxes[i] = make(chan int, 1)
	}
	var ring sync.WaitGroup
	for i, inbox := range inboxes {
		next := inboxes[(i+1)%tasks]
		ring.Go(func() {
			for range laps {
				next <- <-inbox + 1
			}
		})
	}
	inboxes[0] <- 0
	ring.Wait()
	return <-inboxes[0]
}
