package idioms

// Ring passes a token through goroutines in a ring and returns how
// often it was passed on: the token is that number. Closing the first
// channel ends the ring: each goroutine closes the next.
func Ring(tasks, laps int) (hops int) {
	requireAtLeast(0, "tasks", tasks)
	requireAtLeast(0, "laps", laps)
	first := make(chan int, 1)
	last := first
	for range tasks {
		next := make(chan int, 1)
		go pass(last, next)
		last = next
	}
	for range laps {
		first <- hops
		hops = <-last
	}
	close(first)
	<-last // the end has gone round
	return hops
}

func pass(from <-chan int, to chan<- int) {
	defer close(to)
	for token := range from {
		to <- token + 1
	}
}
