package workloads

import (
	"testing"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

func TestStarvation(t *testing.T) {
	t.Run("commits go on while an application blocks, and only the answers of a blocked leader wait", func(t *testing.T) {
		spec, err := ParseSpec([]byte(`{"suite":"starvation","servers":3,` + common + `"commandEveryMs":2,"warmupMs":20,"restMs":5,"controlMs":10,
			"blocks":[{"role":"leader","ms":200,"times":2},{"role":"follower","ms":200,"times":1},{"role":"follower","ms":0,"times":1}]}`))
		if err != nil {
			t.Fatal(err)
		}
		result, err := Run(newCluster, spec) // in real time, which a block takes
		if err != nil {
			t.Fatal(err)
		}
		starvation := result.(StarvationResult)
		expectProof(t, starvation.Proof, 3)
		if len(starvation.Blocks) != 4 || len(starvation.Latencies) != 3 {
			t.Fatalf("the result is %+v", starvation)
		}
		for _, block := range starvation.Blocks {
			if block.TookMs < float64(block.Ms) || block.Ms > 0 && block.CommitGapMs > 150 {
				t.Errorf("a block is %+v", block)
			}
		}
		leader := decoded(t, starvation.Latencies[0].Latencies)
		if leader.TotalCount() < 2*99 || time.Duration(leader.Max()) < 190*time.Millisecond {
			t.Errorf("the longest of %d latencies is %v", leader.TotalCount(), time.Duration(leader.Max()))
		}
	})
}

func decoded(t *testing.T, encoded string) *hdrhistogram.Histogram {
	t.Helper()
	histogram, err := hdrhistogram.Decode([]byte(encoded))
	if err != nil {
		t.Fatal(err)
	}
	return histogram
}

func TestStarvationObserver(t *testing.T) {
	started := time.Now().Add(-time.Hour)
	at := func(ms raft.Millis) time.Time { return started.Add(ms.Duration()) }
	observer := newStarvationObserver(50)
	observer.clock.startedAt = started
	observe := func(event raft.Event, ms raft.Millis) { observer.observe(cluster.TraceEvent{Event: event, At: ms}) }
	deliver := func(to raft.ServerID, ms raft.Millis) {
		observe(cluster.MessageEvent{Type: "deliver", Message: &raft.AppendEntries{To: to}}, ms)
	}
	for _, server := range []raft.ServerID{1, 2, 3} {
		deliver(server, 1000)
	}
	deliver(2, 1049) // in time
	deliver(3, 1120)
	deliver(2, 1230)
	observe(raft.RoleEvent{Server: 1, Role: raft.Leader}, 1250)
	observe(raft.CommitEvent{CommitIndex: 1}, 1260)
	observe(raft.CommitEvent{CommitIndex: 2}, 1270)
	observe(raft.CommitEvent{CommitIndex: 1}, 1350) // another server learns of the first
	observe(raft.CommitEvent{CommitIndex: 3}, 1370)
	deliver(1, 2000) // a follower again
	for _, test := range []struct {
		from, to raft.Millis
		want     effects
	}{
		{900, 1100, effects{}},
		{900, 1150, effects{HeartbeatsMissed: 2}},
		{900, 1300, effects{HeartbeatsMissed: 3, LeadersElected: 1, CommitGapMs: 10}},
		{1300, 2100, effects{CommitGapMs: 100}},
	} {
		if got := observer.effects(at(test.from), at(test.to)); got != test.want {
			t.Errorf("from %v to %v: %+v, not %+v", test.from, test.to, got, test.want)
		}
	}
}
