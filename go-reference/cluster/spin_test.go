package cluster_test

import (
	"os"
	"os/exec"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/raft-three-ways/go-reference/cluster"
)

func TestSpin(t *testing.T) {
	t.Run("it takes its time", func(t *testing.T) {
		started := time.Now()
		cluster.Spin(20*time.Millisecond, func() bool { return true })
		if took := time.Since(started); took < 20*time.Millisecond {
			t.Errorf("20 ms took %v", took)
		}
	})
	t.Run("it ends when it is told to", func(t *testing.T) {
		var calls int
		cluster.Spin(time.Hour, func() bool { calls++; return calls < 3 })
	})
	t.Run("asynchronous preemption, and nothing else, takes it off its processor", func(t *testing.T) {
		if setting := os.Getenv("TURNS"); setting != "" {
			if hadTurns := turnsDuringSpin() > 1; hadTurns != (setting == "some") {
				t.Errorf("whether another goroutine had turns: %v", hadTurns)
			}
			return
		}
		for godebug, turns := range map[string]string{"asyncpreemptoff=0": "some", "asyncpreemptoff=1": "none"} {
			alone := exec.Command(os.Args[0], "-test.run=^TestSpin$")
			alone.Env = append(os.Environ(), "GOMAXPROCS=1", "GODEBUG="+godebug, "TURNS="+turns)
			if output, err := alone.CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", godebug, err, output)
			}
		}
	})
}

// turnsDuringSpin returns how often another goroutine runs meanwhile.
func turnsDuringSpin() int64 {
	var turns atomic.Int64
	var isSpinning atomic.Bool
	isSpinning.Store(true)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for isSpinning.Load() {
			turns.Add(1)
			runtime.Gosched()
		}
	}()
	cluster.Spin(200*time.Millisecond, func() bool { return true })
	had := turns.Load()
	isSpinning.Store(false)
	<-ended
	return had
}
