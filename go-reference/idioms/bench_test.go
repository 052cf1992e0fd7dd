package idioms

import (
	"runtime"
	"strconv"
	"testing"
)

func BenchmarkSpawn(b *testing.B)        { benchmark(b, "spawn") }
func BenchmarkSwitch(b *testing.B)       { benchmark(b, "switch") }
func BenchmarkHandOff(b *testing.B)      { benchmark(b, "hand-off") }
func BenchmarkJoin(b *testing.B)         { benchmark(b, "join") }
func BenchmarkFanOut(b *testing.B)       { benchmark(b, "fan-out") }
func BenchmarkLock(b *testing.B)         { benchmark(b, "lock") }
func BenchmarkRestartTimer(b *testing.B) { benchmark(b, "restart-timer") }
func BenchmarkSelect(b *testing.B)       { benchmark(b, "select") }
func BenchmarkCancel(b *testing.B)       { benchmark(b, "cancel") }
func BenchmarkWakeAll(b *testing.B)      { benchmark(b, "wake-all") }
func BenchmarkBoundedQueue(b *testing.B) { benchmark(b, "bounded-queue") }
func BenchmarkRing(b *testing.B)         { benchmark(b, "ring") }
func BenchmarkSpawnTree(b *testing.B)    { benchmark(b, "spawn-tree") }
func BenchmarkSignal(b *testing.B)       { benchmark(b, "signal") }
func BenchmarkPipe(b *testing.B)         { benchmark(b, "pipe") }
func BenchmarkShareBuffer(b *testing.B)  { benchmark(b, "shared-buffer") }

// benchmark measures the rows of a name; those with messages as /<bytes>.
func benchmark(b *testing.B, name string) {
	for _, row := range Rows(1) {
		switch {
		case row.Name != name:
		case row.Bytes == 0:
			measure(b, row)
		default:
			b.Run(strconv.Itoa(row.Bytes), func(b *testing.B) { measure(b, row) })
		}
	}
}

func measure(b *testing.B, row Row) {
	before := allocated()
	for b.Loop() {
		if result := row.Run(); result != row.Expected {
			b.Fatalf("%s returned %d, want %d", row.Size, result, row.Expected)
		}
	}
	units := float64(b.N) * float64(row.Units)
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/units, "ns/unit")
	b.ReportMetric(float64(allocated()-before)/units, "B/unit")
}

// allocated returns the bytes allocated so far, those freed since included.
func allocated() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.TotalAlloc
}
