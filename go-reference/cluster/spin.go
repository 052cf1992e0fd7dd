package cluster

import "time"

// Work that only takes time: what a slow application does to the goroutine that it runs in.

// Spin keeps the goroutine busy, or until goesOn is false. Its inner loop calls nothing, so that only asynchronous preemption
// takes it off its processor.
func Spin(length time.Duration, goesOn func() bool) {
	for end := time.Now().Add(length); time.Now().Before(end) && goesOn(); {
		for range 10_000 {
		}
	}
}
