package idioms

// SignalTask signals from one goroutine to another and returns how
// many signals came. A struct{} carries nothing but the fact that it
// was sent; the close is the last signal, and the only one that any
// number of goroutines receives.
func SignalTask(signals int) (received int) {
	requireAtLeast(0, "signals", signals)
	signal := make(chan struct{})
	go func() {
		defer close(signal)
		for range signals {
			signal <- struct{}{}
		}
	}()
	for range signal {
		received++
	}
	return received
}
