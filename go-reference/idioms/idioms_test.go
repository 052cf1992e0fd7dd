package idioms

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// inBubble runs a subtest in a bubble: its time is virtual, and it fails if a goroutine is left waiting.
func inBubble(t *testing.T, name string, test func(t *testing.T)) {
	t.Run(name, func(t *testing.T) { synctest.Test(t, test) })
}

func expect(t *testing.T, got, want int) {
	t.Helper()
	if got != want {
		t.Errorf("got %d, want %d", got, want)
	}
}

func TestHandOff(t *testing.T) {
	inBubble(t, "a hand-off has one outcome in ten thousand runs", func(t *testing.T) {
		for range 10_000 {
			if a, b := HandOff(); a != 4 || b != 2 {
				t.Fatalf("got %d %d, want 4 2", a, b)
			}
		}
	})
}

func TestSums(t *testing.T) {
	for name, test := range map[string]struct {
		run  func() int
		want int
	}{
		"a join adds up what all tasks counted":            {func() int { return Join(7, 1000) }, 7000},
		"a join of no tasks is zero":                       {func() int { return Join(0, 1000) }, 0},
		"a join of tasks that count nothing is zero":       {func() int { return Join(7, 0) }, 0},
		"a critical section loses no addition":             {func() int { return CriticalSection(8, 500) }, 4000},
		"a critical section that is never entered":         {func() int { return CriticalSection(8, 0) }, 0},
		"a critical section without tasks":                 {func() int { return CriticalSection(0, 8) }, 0},
		"half of an even number of voters grant":           {func() int { return GatherVotes(4) }, 2},
		"half of an odd number of voters grant, and one":   {func() int { return GatherVotes(5) }, 3},
		"no voters grant nothing":                          {func() int { return GatherVotes(0) }, 0},
		"an event wakes all who wait":                      {func() int { return WakeAll(500) }, 500},
		"an event without waiters wakes none":              {func() int { return WakeAll(0) }, 0},
		"a ring passes its token on for each task and lap": {func() int { return Ring(100, 7) }, 700},
		"a ring of one task passes to itself":              {func() int { return Ring(1, 7) }, 7},
		"a ring without laps passes nothing":               {func() int { return Ring(5, 0) }, 0},
		"a tree adds up its leaves":                        {func() int { return SpawnTree(1000) }, 499_500},
		"a tree needs no power of its fan-out":             {func() int { return SpawnTree(1234) }, 1234 * 1233 / 2},
		"a tree of one more leaf than its fan-out":         {func() int { return SpawnTree(11) }, 55},
		"a tree of one leaf is that leaf":                  {func() int { return SpawnTree(1) }, 0},
		"a tree without leaves is zero":                    {func() int { return SpawnTree(0) }, 0},
		"a signal is received as often as it was sent":     {func() int { return SignalTask(1000) }, 1000},
		"a message ends each select":                       {func() int { return SelectMessages(1000) }, 1000},
		"no message ends no select":                        {func() int { return SelectMessages(0) }, 0},
		"no signal is received if none is sent":            {func() int { return SignalTask(0) }, 0},
		"two tasks take the same number of turns":          {func() int { return TakeTurns(500) }, 1000},
		"two tasks take no turns":                          {func() int { return TakeTurns(0) }, 0},
	} {
		inBubble(t, name, func(t *testing.T) { expect(t, test.run(), test.want) })
	}
}

func TestBoundedQueue(t *testing.T) {
	for name, test := range map[string]struct{ capacity, items, sum int }{
		"a queue passes on all items":                   {10, 1000, 499_500},
		"a queue that is larger than its use":           {1000, 10, 45},
		"a queue for one item":                          {1, 1000, 499_500},
		"a queue without room passes from hand to hand": {0, 1000, 499_500},
		"a queue that nothing is put into ends at once": {10, 0, 0},
		"a queue without room that nothing is put into": {0, 0, 0},
	} {
		inBubble(t, name, func(t *testing.T) {
			sum, longest := BoundedQueue(test.capacity, test.items)
			expect(t, sum, test.sum)
			if longest > test.capacity {
				t.Errorf("%d items were in a queue for %d", longest, test.capacity)
			}
		})
	}
	inBubble(t, "a slow consumer finds the queue full", func(t *testing.T) {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
		_, longest := BoundedQueue(10, 1000)
		expect(t, longest, 10)
	})
}

func TestPipe(t *testing.T) {
	for name, transfer := range map[string]func(bytes, messages int) (int, error){
		"a pipe": Pipe, "a shared buffer": ShareBuffer,
	} {
		for _, size := range []struct{ bytes, messages int }{{1, 300}, {16, 1000}, {4096, 100}, {1 << 20, 3}, {16, 0}} {
			t.Run(name+" carries all bytes of all messages", func(t *testing.T) {
				received, err := transfer(size.bytes, size.messages)
				if err != nil {
					t.Fatal(err)
				}
				expect(t, received, size.bytes*size.messages)
			})
		}
	}
	t.Run("a pipe leaves no goroutine and no open file", func(t *testing.T) {
		_, _ = Pipe(16, 1)
		files, goroutines := openFiles(t), runtime.NumGoroutine()
		for range 50 {
			_, _ = Pipe(1<<10, 10)
		}
		expect(t, openFiles(t), files)
		until(t, "the goroutines have ended", func() bool { return runtime.NumGoroutine() <= goroutines })
	})
	inBubble(t, "a shared buffer leaves no goroutine", func(*testing.T) { _, _ = ShareBuffer(16, 10) })
	for name, damaged := range map[string]message{
		"a message whose last byte has changed": {3, []byte{3, 4}},
		"a message without bytes":               {3, nil},
	} {
		t.Run(name+" is damaged", func(t *testing.T) {
			if err := damaged.check(); err == nil || err.Error() != "message 3 is damaged" {
				t.Errorf("the error is %v", err)
			}
		})
	}
	t.Run("a pipe that ends within a message is an error", func(t *testing.T) {
		var whole strings.Builder
		if err := send(&whole, 16, 2); err != nil {
			t.Fatal(err)
		}
		if bytes, err := receive(strings.NewReader(whole.String()[:whole.Len()-1])); bytes != 16 || err == nil {
			t.Errorf("received %d bytes, and the error is %v", bytes, err)
		}
	})
}

func TestPark(t *testing.T) {
	for _, tasks := range []int{0, 1, 500} {
		inBubble(t, "parked tasks wait until they are released", func(t *testing.T) {
			release := Park(tasks)
			synctest.Wait()
			expect(t, strings.Count(stacks(), "idioms.Park.func1("), tasks)
			release()
		})
	}
}

func TestRangeErrors(t *testing.T) {
	for want, run := range map[string]func(){
		"tasks is -1: give at least 0":    func() { Join(-1, 1) },
		"count is -1: give at least 0":    func() { Join(1, -1) },
		"times is -2: give at least 0":    func() { CriticalSection(1, -2) },
		"voters is -1: give at least 0":   func() { GatherVotes(-1) },
		"restarts is -1: give at least 0": func() { RestartableTimer(-1, time.Second) },
		"depth is -1: give at least 0":    func() { CancelDeep(t.Context(), nil, -1, time.Second) },
		"capacity is -1: give at least 0": func() { BoundedQueue(-1, 1) },
		"items is -1: give at least 0":    func() { BoundedQueue(1, -1) },
		"waiters is -1: give at least 0":  func() { WakeAll(-1) },
		"laps is -1: give at least 0":     func() { Ring(1, -1) },
		"leaves is -1: give at least 0":   func() { SpawnTree(-1) },
		"times is -1: give at least 0":    func() { SignalTask(-1) },
		"bytes is 0: give at least 1":     func() { _, _ = Pipe(0, 1) },
		"messages is -1: give at least 0": func() { _, _ = Pipe(1, -1) },
		"bytes is -1: give at least 1":    func() { _, _ = ShareBuffer(-1, 1) },
		"messages is -6: give at least 0": func() { SelectMessages(-6) },
		"messages is -5: give at least 0": func() { _, _ = ShareBuffer(1, -5) },
		"turns is -1: give at least 0":    func() { TakeTurns(-1) },
		"runs is -1: give at least 0":     func() { RaceOutcomes(-1) },
		"tasks is -3: give at least 0":    func() { Park(-3) },
		"tasks is 0: give at least 1":     func() { Ring(0, 1) },
		"tasks is -5: give at least 0":    func() { CriticalSection(-5, 1) },
	} {
		t.Run("a size below its range is named: "+want, func(t *testing.T) {
			defer func() {
				if err, ok := recover().(*RangeError); !ok || err.Error() != want {
					t.Errorf("the panic is %v, want %q", err, want)
				}
			}()
			run()
		})
	}
}

func TestPrint(t *testing.T) {
	notPrinted := []string{"doc.go", "rows.go", "park.go", "range_error.go", "race_outcomes.go", "outcome.go"}
	files, _ := filepath.Glob("*.go")
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || strings.Contains(strings.Join(notPrinted, " "), file) {
			continue
		}
		t.Run("no line of "+file+" is wider than a printed column", func(t *testing.T) {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for number, line := range strings.Split(string(source), "\n") {
				if width := len(strings.ReplaceAll(line, "\t", "    ")); width > 72 {
					t.Errorf("line %d has %d columns", number+1, width)
				}
			}
		})
	}
}

// stacks returns those of all goroutines.
func stacks() string {
	text := make([]byte, 1<<20)
	return string(text[:runtime.Stack(text, true)])
}

func openFiles(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skipf("open files can't be counted: %v", err)
	}
	return len(entries)
}

// until polls a condition, for at most ten seconds.
func until(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !condition(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it never came to pass that %s", what)
		}
	}
}
