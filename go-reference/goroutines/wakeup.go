package goroutines

// A wakeup is a channel with room for one token. Notifications while no goroutine waits are merged into one, and notify
// never blocks.
type wakeup chan struct{}

func newWakeup() wakeup { return make(wakeup, 1) }

func (w wakeup) notify() {
	select {
	case w <- struct{}{}:
	default:
	}
}
