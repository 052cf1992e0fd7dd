package idioms

import (
	"context"
	"fmt"
	"math"
	"sync"
	"time"
)

// The subjects that the bench measures: which idiom for each row of its suite primitives, and at which size.

// A Row is a subject.
type Row struct {
	// Name is that of the suite's row. Pipe and ShareBuffer have a row for each size of a message.
	Name string
	// Bytes of a message; 0 in rows without messages.
	Bytes int
	// Unit is what one unit is, such as "a goroutine".
	Unit string
	// Units of one run.
	Units int
	// Size of one run: the idiom with its arguments.
	Size string
	// What a unit's time contains, in one sentence.
	What string
	// Run runs the idiom once and returns its result.
	Run func() int
	// Expected is the result if all work was done.
	Expected int
}

// atOnce is how many goroutines live at once: what one costs depends on that, so that more work is more times as many.
const atOnce = 1_000

// cancelledAtOnce is how many goroutines one context cancels, as many as in the other models.
const cancelledAtOnce = 100

// PipeSizes are the bytes of a message, from 16 B to 16 MiB.
var PipeSizes = []int{16, 256, 4 << 10, 64 << 10, 1 << 20, 16 << 20}

// Rows returns the subjects, their work multiplied by factor and rounded up. At the factor 0 a run starts the goroutines that every
// run starts, and makes its buffers, but does no work. Beyond that, twice the factor must take twice the time for each run.
func Rows(factor float64) []Row {
	rows := make([]Row, 0, 14+2*len(PipeSizes))
	scale := func(size int) int { return int(math.Ceil(float64(size) * factor)) }
	rows = append(rows, taskRows(scale)...)
	rows = append(rows, waitRows(scale)...)
	rows = append(rows, manyRows(scale)...)
	return append(rows, pipeRows(scale)...)
}

// taskRows are about two tasks, or many that know nothing of each other.
func taskRows(scale func(int) int) []Row {
	turns, handOffs, count, additions := scale(100_000), scale(20_000), 1_000, scale(1_000)
	times := scale(10)
	tasks := atOnce * times
	return []Row{{
		Name: "spawn", Unit: "a goroutine", Units: tasks, Size: fmt.Sprintf("%d × Join(%d, 1)", times, atOnce),
		What: "A goroutine is started, all at once, counts to 1, and sends that through a channel with room for it.",
		Run:  func() int { return repeat(times, func() int { return Join(atOnce, 1) }) }, Expected: tasks,
	}, {
		Name: "switch", Unit: "a runtime.Gosched", Units: 2 * turns, Size: fmt.Sprintf("TakeTurns(%d)", turns),
		What: "One of two goroutines yields; with GOMAXPROCS=1 the other one runs next, with more both run at once.",
		Run:  func() int { return TakeTurns(turns) }, Expected: 2 * turns,
	}, {
		Name: "hand-off", Unit: "a hand-off", Units: handOffs, Size: fmt.Sprintf("%d × HandOff()", handOffs),
		What: "A goroutine is started, and closes a channel that the caller waits for.",
		Run:  func() int { return repeat(handOffs, handOff) }, Expected: 6 * handOffs,
	}, {
		Name: "join", Unit: "a goroutine", Units: tasks, Size: fmt.Sprintf("%d × Join(%d, %d)", times, atOnce, count),
		What: "A goroutine is started, all at once, counts to 1,000, and sends that through a channel with room for it.",
		Run:  func() int { return repeat(times, func() int { return Join(atOnce, count) }) }, Expected: tasks * count,
	}, {
		Name: "fan-out", Unit: "a voter", Units: tasks, Size: fmt.Sprintf("%d × GatherVotes(%d)", times, atOnce),
		What: "A goroutine asks one voter; all are started at once, and a sync.WaitGroup waits for them.",
		Run:  func() int { return repeat(times, func() int { return GatherVotes(atOnce) }) }, Expected: tasks / 2,
	}, {
		Name: "lock", Unit: "a critical section", Units: 100 * additions, Size: fmt.Sprintf("CriticalSection(100, %d)", additions),
		What: "One of a hundred goroutines locks a sync.Mutex, reads, yields, writes and unlocks, while the others wait for it.",
		Run:  func() int { return CriticalSection(100, additions) }, Expected: 100 * additions,
	}}
}

// waitRows are about timers and cancellation.
func waitRows(scale func(int) int) []Row {
	restarts, selects, times, depth := scale(500_000), scale(100_000), scale(100), 10
	return []Row{{
		Name: "restart-timer", Unit: "a restart", Units: restarts, Size: fmt.Sprintf("restart(an hour's Timer, %d)", restarts),
		What: "A running time.Timer is looked at and Reset; it never fires.",
		Run:  func() int { return restarted(restarts) }, Expected: 0,
	}, {
		Name: "select", Unit: "a select of three", Units: selects, Size: fmt.Sprintf("SelectMessages(%d)", selects),
		What: "A timer is made, the first of a message, the deadline and a context's end is chosen, and the timer is stopped; " +
			"another goroutine sends the messages.",
		Run: func() int { return SelectMessages(selects) }, Expected: selects,
	}, {
		Name: "cancel", Unit: "a goroutine that waits 10 calls deep", Units: cancelledAtOnce * times,
		Size: fmt.Sprintf("%d times %d × CancelDeep(…, %d, 1 min) at once", times, cancelledAtOnce, depth),
		What: "A goroutine is started, waits 10 calls deep under a timeout (its stack grows), and is cancelled with all others by " +
			"their common context.",
		Run:      func() int { return repeat(times, func() int { return cancelAll(cancelledAtOnce, depth) }) },
		Expected: cancelledAtOnce * times * depth,
	}}
}

// manyRows are about many tasks that depend on each other.
func manyRows(scale func(int) int) []Row {
	wakes, capacity, items, ring, laps := scale(10), 100, scale(200_000), 1_000, scale(400)
	trees, leaves := treesOf(scale(1_000_000))
	signals := scale(100_000)
	return []Row{{
		Name: "wake-all", Unit: "a waiter", Units: atOnce * wakes, Size: fmt.Sprintf("%d × WakeAll(%d)", wakes, atOnce),
		What: "A goroutine is started, waits for an event, is woken by it with all others, and says so.",
		Run:  func() int { return repeat(wakes, func() int { return WakeAll(atOnce) }) }, Expected: atOnce * wakes,
	}, {
		Name: "bounded-queue", Unit: "an item", Units: items, Size: fmt.Sprintf("BoundedQueue(%d, %d)", capacity, items),
		What: "An item passes through a buffered channel of 100, and the consumer yields.",
		Run:  func() int { return queued(capacity, items) }, Expected: items * (items - 1) / 2,
	}, {
		Name: "ring", Unit: "a hop", Units: ring * laps, Size: fmt.Sprintf("Ring(%d, %d)", ring, laps),
		What: "A goroutine receives the token through a channel and sends it to the next, which waits for it.",
		Run:  func() int { return Ring(ring, laps) }, Expected: ring * laps,
	}, {
		Name: "spawn-tree", Unit: "a leaf", Units: trees * leaves, Size: fmt.Sprintf("%d × SpawnTree(%d)", trees, leaves),
		What:     "A goroutine is started as a leaf and sends its number; a ninth of a goroutine above it adds up.",
		Run:      func() int { return repeat(trees, func() int { return SpawnTree(leaves) }) },
		Expected: trees * leaves * (leaves - 1) / 2,
	}, {
		Name: "signal", Unit: "a signal and its answer", Units: signals, Size: fmt.Sprintf("SignalTask(%d)", signals),
		What: "A goroutine sends a struct{} through an unbuffered channel to another one, which sends one back.",
		Run:  func() int { return SignalTask(signals) }, Expected: signals,
	}}
}

// treesOf returns trees of a power of ten leaves, full down to the last: one of twice the leaves would have more than
// twice the tasks.
func treesOf(total int) (trees, leaves int) {
	leaves = 1
	for 10*leaves <= total {
		leaves *= 10
	}
	return (total + leaves - 1) / leaves, leaves
}

// pipeRows send fewer messages where they are larger.
func pipeRows(scale func(int) int) []Row {
	var piped, shared []Row
	for _, bytes := range PipeSizes {
		messages := scale(messagesOf(bytes))
		handed := scale(handOversOf(bytes))
		piped = append(piped, Row{
			Name: "pipe", Bytes: bytes, Unit: "a message", Units: messages,
			Size: fmt.Sprintf("Pipe(%d, %d)", bytes, messages),
			What: "A message is encoded with encoding/gob, goes through os.Pipe to another goroutine, and is decoded.",
			Run:  func() int { return must(Pipe(bytes, messages)) }, Expected: bytes * messages,
		})
		shared = append(shared, Row{
			Name: "shared-buffer", Bytes: bytes, Unit: "a message", Units: handed,
			Size: fmt.Sprintf("ShareBuffer(%d, %d)", bytes, handed),
			What: "A channel hands a slice to another goroutine, and another channel gives it back; nothing is copied.",
			Run:  func() int { return must(ShareBuffer(bytes, handed)) }, Expected: bytes * handed,
		})
	}
	return append(piped, shared...)
}

// messagesOf returns a number that a fifth of, and two fifths, divide: messages of up to 32 MiB, at least four.
func messagesOf(bytes int) int {
	messages := min(20_000, 32<<20/bytes)
	if messages < 10 {
		return 4
	}
	return messages / 10 * 10
}

// handOversOf returns enough to make little of the time that the two buffers take.
func handOversOf(bytes int) int {
	if bytes <= 64<<10 {
		return 50_000
	}
	return min(400_000, max(200_000, bytes/16))
}

// repeat adds up the results of a number of calls.
func repeat(times int, run func() int) (sum int) {
	for range times {
		sum += run()
	}
	return sum
}

func handOff() int {
	a, b := HandOff()
	return a + b
}

func restarted(restarts int) int {
	timer := NewTimer(time.Hour)
	defer timer.Stop()
	return restart(timer, restarts)
}

// cancelAll cancels tasks that wait, all at once, and returns the frames that cleaned up.
func cancelAll(tasks, depth int) (cleanedUp int) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan int, tasks)
	var ready sync.WaitGroup
	ready.Add(tasks)
	for range tasks {
		go func() {
			ready.Done()
			outcome, cleanedUp := CancelDeep(ctx, nil, depth, time.Minute)
			if outcome != Cancelled {
				cleanedUp = 0
			}
			ended <- cleanedUp
		}()
	}
	ready.Wait()
	cancel()
	for range tasks {
		cleanedUp += <-ended
	}
	return cleanedUp
}

// queued returns the sum, or -1 if the queue was ever longer than its capacity.
func queued(capacity, items int) int {
	sum, longest := BoundedQueue(capacity, items)
	if longest > capacity {
		return -1
	}
	return sum
}

// must panics where the operating system refuses a pipe.
func must(received int, err error) int {
	if err != nil {
		panic(err)
	}
	return received
}
