package goroutines

// A wakeup is a channel that holds at most one token: whoever has news puts one there, and the goroutine that waits takes
// it. A wake-up that comes while nobody waits is kept, many of them are kept as one, and to notify never blocks.
type wakeup chan struct{}

func newWakeup() wakeup { return make(wakeup, 1) }

func (w wakeup) notify() {
	select {
	case w <- struct{}{}:
	default:
	}
}
