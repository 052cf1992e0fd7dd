package idioms

const fanOut = 10

// SpawnTree adds up the numbers of its leaves, from 0. Each goroutine
// starts ten and waits for their sums, so a million leaves make
// 1,111,111 goroutines. Nothing limits their number but memory.
func SpawnTree(leaves int) int {
	requireAtLeast(0, "leaves", leaves)
	if leaves == 0 {
		return 0
	}
	sum := make(chan int)
	go addLeaves(0, leaves, sum)
	return <-sum
}

// addLeaves sends the sum of first, first+1 … end-1.
func addLeaves(first, end int, sum chan<- int) {
	leaves := end - first
	if leaves == 1 {
		sum <- first
		return
	}
	sums := make(chan int)
	branches := min(fanOut, leaves)
	for i := range branches {
		from := first + leaves*i/branches
		to := first + leaves*(i+1)/branches
		go addLeaves(from, to, sums)
	}
	total := 0
	for range branches {
		total += <-sums
	}
	sum <- total
}
