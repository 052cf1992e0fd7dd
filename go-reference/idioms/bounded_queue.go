package idioms

import "runtime"

// BoundedQueue sends items from a fast producer to a slow consumer. A
// channel is the bounded queue: the producer waits while capacity
// items are in it; with capacity 0, until the consumer takes the item.
func BoundedQueue(capacity, items int) (sum, longest int) {
	requireAtLeast(0, "capacity", capacity)
	requireAtLeast(0, "items", items)
	queue := make(chan int, capacity)
	go func() {
		defer close(queue)
		for item := range items {
			queue <- item
		}
	}()
	for item := range queue {
		longest = max(longest, len(queue))
		sum += item
		runtime.Gosched() // the producer overtakes
	}
	return sum, longest
}
