package cluster

import (
	"time"
	_ "unsafe" // for go:linkname
)

// Work that only takes time: what a slow application does to the goroutine that it runs in.

// nanotime reads the monotonic clock, in real time also where time is virtual. Unlike time.Now it does not check whether
// the goroutine should give way.
//
//go:linkname nanotime runtime.nanotime
func nanotime() int64

// Spin keeps the goroutine busy, or until goesOn is false. Its loop calls no function that checks for preemption, as a
// computation may: only asynchronous preemption takes it off its processor.
func Spin(length time.Duration, goesOn func() bool) {
	for end := nanotime() + int64(length); nanotime() < end && goesOn(); {
		for range 10_000 {
		}
	}
}
