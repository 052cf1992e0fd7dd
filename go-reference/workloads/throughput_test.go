package workloads

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
	"github.com/raft-three-ways/go-reference/goroutines"
	"github.com/raft-three-ways/go-reference/raft"
)

func throughputSpec(t *testing.T, load string, operation Operation) Spec {
	t.Helper()
	spec, err := ParseSpec([]byte(fmt.Sprintf(`{"suite":"throughput","servers":3,%s"load":%s,"operation":%q,`+
		`"warmupMs":20,"measureMs":60,"valueBytes":16,"keys":100,"snapshotThreshold":500}`, common, load, operation)))
	if err != nil {
		t.Fatal(err)
	}
	return spec
}

// measureThroughput runs in real time: in virtual time a loop without a wait never ends.
func measureThroughput(t *testing.T, spec Spec) ThroughputResult {
	t.Helper()
	c, err := goroutines.NewCluster(spec.Settings())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Stop()
	result, err := Throughput(c, spec)
	if err != nil {
		t.Fatal(err)
	}
	expectProof(t, result.Proof, 3)
	return result
}

func TestThroughput(t *testing.T) {
	const closed, open = `{"kind":"closed","outstanding":8}`, `{"kind":"open","ratePerSecond":5000,"maxOutstanding":100}`
	for _, load := range []string{closed, open} {
		for _, operation := range []Operation{Propose, ReadLinearizable, ReadStale} {
			t.Run(fmt.Sprintf("%s, %s", load[9:13], operation), func(t *testing.T) {
				result := measureThroughput(t, throughputSpec(t, load, operation))
				expectCounts(t, result, operation)
				latency := result.LatencyUs
				if !(0 < latency.P50 && latency.P50 <= latency.P90 && latency.P90 <= latency.P99 && latency.P99 <= latency.P999 && latency.P999 <= latency.Max) {
					t.Errorf("the latencies are %+v", latency)
				}
				if (result.LateUs == nil) != (load == closed) {
					t.Errorf("lateUs is %v", result.LateUs)
				}
			})
		}
	}
}

// expectCounts requires that the windows hold every answer that was counted.
func expectCounts(t *testing.T, result ThroughputResult, operation Operation) {
	t.Helper()
	counted := result.Answered + result.Warmup.Answered
	if result.Answered == 0 || counted != result.total().Answered || len(result.Windows) < 2 {
		t.Errorf("%d answers were counted in %v", counted, result.Windows)
	}
	if operation == Propose && counted > result.Proof.Expected || operation != Propose && result.Proof.Expected != 100 {
		t.Errorf("%d answers were counted, %d commands expected", counted, result.Proof.Expected)
	}
}

func TestAnOpenLoopCountsFromTheMomentARequestWasDue(t *testing.T) {
	requests := &requests{count: 1, ask: func(int) (raft.Answer, error) {
		time.Sleep(20 * time.Millisecond)
		return raft.Answer{}, nil
	}}
	load := newLoad(requests, LoadSpec{Kind: "open"})
	load.recordFrom.Store(0)
	time.AfterFunc(100*time.Millisecond, func() { load.ended.Store(true) })
	// One request at a time of 50 that become due meanwhile: each waits for those before it.
	if err := runOpenLoop(load, 500, 1); err != nil {
		t.Fatal(err)
	}
	if latency := load.latencies.summary(); latency.Max < 80_000 || latency.Max > 1_000_000 {
		t.Errorf("the last request took %v µs, the stall before it 80,000", latency.Max)
	}
}

func TestAFailedRequestEndsTheLoad(t *testing.T) {
	lost := errors.New("the leader is lost")
	requests := &requests{count: 1, ask: func(int) (raft.Answer, error) { return raft.Answer{}, lost }}
	for _, spec := range []LoadSpec{{Kind: "closed", Outstanding: 3}, {Kind: "open", RatePerSecond: 1000, MaxOutstanding: 9}} {
		if err := newLoad(requests, spec).run(spec); !errors.Is(err, lost) {
			t.Errorf("%s: the error is %v", spec.Kind, err)
		}
	}
}

func TestAWrongAnswerToAReadIsNamed(t *testing.T) {
	requests := &requests{expected: []string{"a"}}
	for answer, want := range map[raft.Answer]string{{Name: "a", Found: true}: "", {Name: "b", Found: true}: `not "a"`, {}: `not "a"`} {
		if err := requests.check(0, answer); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: the error is %v", answer, err)
		}
	}
}

// shared are histograms of the same latencies, made in both languages: the test of TypeScript's latencies.ts reads them, too.
func shared(t *testing.T) (latencies []int64, encoded map[string]string) {
	t.Helper()
	var file struct {
		Nanoseconds []int64           `json:"nanoseconds"`
		Encoded     map[string]string `json:"encoded"`
	}
	text, err := os.ReadFile("testdata/latencies.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	return file.Nanoseconds, file.Encoded
}

func TestLatenciesMergeAcrossLanguages(t *testing.T) {
	nanoseconds, encoded := shared(t)
	own := NewLatencies()
	for _, latency := range nanoseconds {
		own.record(time.Duration(latency))
	}
	mine, err := own.Encode()
	if err != nil {
		t.Fatal(err)
	}
	merged := hdrhistogram.New(1, int64(longest), digits)
	for name, text := range map[string]string{"this": mine, "go": encoded["go"], "typescript": encoded["typescript"]} {
		decoded, err := hdrhistogram.Decode([]byte(text))
		if err != nil {
			t.Fatalf("%s: %v (made here: %s)", name, err, mine)
		}
		if !decoded.Equals(own.histogram) {
			t.Errorf("%s: %v (made here: %s)", name, decoded.Export(), mine)
		}
		if dropped := merged.Merge(decoded); dropped > 0 {
			t.Errorf("%s: %d were dropped", name, dropped)
		}
	}
	if count := merged.TotalCount(); count != int64(3*len(nanoseconds)) {
		t.Errorf("%d latencies were merged of three times %d", count, len(nanoseconds))
	}
}
