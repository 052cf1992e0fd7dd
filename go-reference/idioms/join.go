package idioms

// Join starts goroutines that count, and adds up what they counted.
// A goroutine has no handle to join: it says that it has finished by
// sending its result, and the caller receives once for each. The
// channel has room for all, so that none waits to be heard.
func Join(tasks, count int) (sum int) {
	requireAtLeast(0, "tasks", tasks)
	requireAtLeast(0, "count", count)
	finished := make(chan int, tasks)
	for range tasks {
		go func() {
			counted := 0
			for range count {
				counted++
			}
			finished <- counted
		}()
	}
	for range tasks {
		sum += <-finished
	}
	return sum
}
