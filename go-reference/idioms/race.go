package idioms

import "sync"

// Race lets two goroutines write what the other reads: 4 8 if b = a*b
// sees the new a, else 4 2. Nothing orders them: it is a data race,
// which the race detector reports. Waiting for the end orders only
// what follows.
func Race() (a, b int) {
	a, b = 1, 2
	var tasks sync.WaitGroup
	tasks.Go(func() { b = a * b })
	a = b * b
	tasks.Wait()
	return a, b
}
