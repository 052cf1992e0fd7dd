package idioms

// SignalTask signals a goroutine and waits for its answer each time.
// A struct{} has no size and says nothing but that it was sent. The
// close is the last signal, and the only one that reaches any number
// of goroutines. Returns the signals received.
func SignalTask(times int) (received int) {
	requireAtLeast(0, "times", times)
	signal := make(chan struct{})
	answer := make(chan struct{})
	go func() {
		defer close(answer)
		for range signal {
			received++
			answer <- struct{}{}
		}
	}()
	for range times {
		signal <- struct{}{}
		<-answer
	}
	close(signal)
	<-answer
	return received
}
