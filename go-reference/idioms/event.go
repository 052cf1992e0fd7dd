package idioms

import "sync"

// WakeAll lets all goroutines wait for one event and sets it. Closing
// a channel is an event that stays set: it also lets through what
// comes late, where sync.Cond wakes only those that wait already.
func WakeAll(waiters int) (woken int) {
	requireAtLeast(0, "waiters", waiters)
	event := make(chan struct{})
	awake := make(chan bool, waiters)
	var ready sync.WaitGroup
	ready.Add(waiters)
	for range waiters {
		go func() {
			ready.Done()
			<-event
			awake <- true
		}()
	}
	ready.Wait()
	close(event)
	for range waiters {
		<-awake
		woken++
	}
	return woken
}
