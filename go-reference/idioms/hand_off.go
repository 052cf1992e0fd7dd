package idioms

// HandOff is Race with a channel that hands a and b over: what is done
// before the close is seen after the receive. One outcome, 4 2:
// b = 1*2, then a = 2*2.
func HandOff() (a, b int) {
	a, b = 1, 2
	operationDone := make(chan struct{})
	go func() {
		defer close(operationDone)
		b = a * b
	}()
	<-operationDone
	a = b * b
	return a, b
}
