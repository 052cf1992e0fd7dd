package idioms

import "sync"

// Park starts tasks that wait for one event, and returns once all wait; release sets the event and returns once all have
// ended. What a waiting goroutine costs is the slope of the process's memory over the number of tasks.
func Park(tasks int) (release func()) {
	requireAtLeast(0, "tasks", tasks)
	event := make(chan struct{})
	var waiting, ended sync.WaitGroup
	waiting.Add(tasks)
	ended.Add(tasks)
	wait := func() {
		defer ended.Done()
		waiting.Done()
		<-event
	}
	for range tasks {
		go wait()
	}
	waiting.Wait()
	return func() {
		close(event)
		ended.Wait()
	}
}
