package idioms

import "time"

// Timer fires one timeout after its last restart, as an election timer
// must. Since Go 1.23 a Reset is enough: a time that was not received
// before it is never received after it, so nothing has to be drained.
type Timer struct {
	C       <-chan time.Time // receives once after a restart
	timer   *time.Timer
	timeout time.Duration
}

// NewTimer returns a running timer.
func NewTimer(timeout time.Duration) *Timer {
	timer := time.NewTimer(timeout)
	return &Timer{timer.C, timer, timeout}
}

// Restart begins the timeout anew, of a stopped timer too.
func (t *Timer) Restart() { t.timer.Reset(t.timeout) }

// Stop withdraws the timer: C receives nothing until a restart.
func (t *Timer) Stop() { t.timer.Stop() }

// RestartableTimer restarts a timer before it may fire, waits until it
// does, one timeout after the last restart, and returns how often it
// fired before: never, unless the machine stalls for a whole timeout.
func RestartableTimer(restarts int, timeout time.Duration) int {
	requireAtLeast(0, "restarts", restarts)
	timer := NewTimer(timeout)
	defer timer.Stop()
	early := restart(timer, restarts)
	<-timer.C
	return early
}

func restart(timer *Timer, restarts int) (early int) {
	for range restarts {
		select {
		case <-timer.C:
			early++
		default:
		}
		timer.Restart()
	}
	return early
}
