package idioms

import (
	"runtime"
	"sync"
)

// CriticalSection lets tasks add to one cell. Others run between the
// read and the write, but the lock keeps them out: no addition is
// lost. The deferred Unlock holds on every way out, panics too.
func CriticalSection(tasks, times int) int {
	requireAtLeast(0, "tasks", tasks)
	requireAtLeast(0, "times", times)
	var mu sync.Mutex
	total := 0 // guarded by mu
	add := func() {
		mu.Lock()
		defer mu.Unlock()
		read := total
		runtime.Gosched()
		total = read + 1
	}
	var adders sync.WaitGroup
	for range tasks {
		adders.Go(func() {
			for range times {
				add()
			}
		})
	}
	adders.Wait()
	return total
}
