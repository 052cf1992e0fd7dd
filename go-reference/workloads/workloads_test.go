package workloads

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/goroutines"
	"github.com/raft-three-ways/go-reference/raft"
)

const common = `"target":"goroutines","electionTimeout":[150,300],"heartbeatInterval":50,"seed":7,`

func newCluster(settings raft.Settings) (cluster.Cluster, error) {
	return goroutines.NewCluster(settings)
}

// inVirtualTime runs a workload on the real cluster in a bubble, where computation takes no time.
func inVirtualTime(t *testing.T, text string, check func(t *testing.T, result any)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		spec, err := ParseSpec([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		result, err := Run(newCluster, spec)
		if err != nil {
			t.Fatal(err)
		}
		check(t, result)
	})
}

func expectProof(t *testing.T, proof Proof, servers int) {
	t.Helper()
	if len(proof.Applied) != servers || len(proof.Digests) != servers {
		t.Fatalf("the proof is %+v", proof)
	}
	for i := range servers {
		if proof.Applied[i] != proof.Expected || proof.Digests[i] != proof.Digests[0] {
			t.Errorf("the proof is %+v", proof)
		}
	}
}

func TestWorkloads(t *testing.T) {
	t.Run("an idle cluster is measured", func(t *testing.T) {
		inVirtualTime(t, `{"suite":"memory","part":"idle","servers":3,`+common+
			`"settleMs":100,"idleMs":50,"commands":20,"budgetMs":20000,"budgetBytes":1000000000000}`, func(t *testing.T, result any) {
			idle := result.(IdleResult)
			if idle.LiveBytes < 10_000 || idle.PSSBytes < idle.LiveBytes || idle.RSSBytes < idle.PSSBytes || idle.ElectMs < 150 {
				t.Errorf("the result is %+v", idle)
			}
			expectProof(t, idle.Proof, 3)
		})
	})
	for limit, budget := range map[string]string{
		"time":   `"budgetMs":1,"budgetBytes":1000000000000`,
		"memory": `"budgetMs":20000,"budgetBytes":1`,
	} {
		t.Run("a cluster that exceeds its budget of "+limit+" is not carried, and says why", func(t *testing.T) {
			spec, err := ParseSpec([]byte(`{"suite":"memory","part":"idle","servers":3,` + common + `"settleMs":1,"idleMs":1,"commands":1,` + budget + `}`))
			if err != nil {
				t.Fatal(err)
			}
			result, err := Run(newCluster, spec) // in real time, in which what was begun ends by itself
			if err != nil {
				t.Fatal(err)
			}
			if notCarried := result.(NotCarried); notCarried.Limit != limit || notCarried.Reason == "" {
				t.Errorf("the result is %+v", notCarried)
			}
		})
	}
	t.Run("a load is measured before, during and after", func(t *testing.T) {
		spec, err := ParseSpec([]byte(`{"suite":"memory","part":"load","servers":3,` + common +
			`"settleMs":1,"outstanding":8,"commands":2000,"valueBytes":16,"keys":100,"snapshotThreshold":500}`))
		if err != nil {
			t.Fatal(err)
		}
		result, err := Run(newCluster, spec) // in real time: in virtual time a loop without a wait never ends
		if err != nil {
			t.Fatal(err)
		}
		load := result.(LoadResult)
		if load.ElapsedMs <= 0 || load.PeakRSSBytes < load.Before.PSSBytes/2 || load.Collected.LiveBytes > load.After.LiveBytes {
			t.Errorf("the result is %+v", load)
		}
		expectProof(t, load.Proof, 3)
	})
	t.Run("the messages of all proposals are counted", func(t *testing.T) {
		inVirtualTime(t, `{"suite":"hand-offs","servers":3,`+common+`"outstanding":4,"proposals":50}`, func(t *testing.T, result any) {
			handOffs := result.(HandOffsResult)
			if handOffs.Commits != 50 || handOffs.Messages <= 2*50/4 {
				t.Errorf("the result is %+v", handOffs)
			}
			expectProof(t, handOffs.Proof, 3)
		})
	})
	t.Run("a specification that cannot be used is named", func(t *testing.T) {
		for text, want := range map[string]string{
			`{`:                                  "invalid specification",
			`{"suite":"durability","servers":3}`: `suite "durability"`,
			`{"suite":"election","servers":3}`:   "crashes is 0",
			`{"suite":"memory"}`:                 "servers is 0",
			`{"suite":"starvation","servers":3}`: "commandEveryMs 0",
			`{"suite":"starvation","servers":3,"commandEveryMs":1,"blocks":[{"role":"candidate","ms":1,"times":1}]}`: "Role:candidate",
			`{"suite":"memory","servers":3}`:                                                                           "commands 0",
			`{"suite":"memory","servers":3,"commands":1,"part":"idle"}`:                                                "budgetMs 0",
			`{"suite":"memory","servers":3,"commands":1,"part":"load"}`:                                                "outstanding is 0",
			`{"suite":"memory","servers":3,"commands":1,"part":"full"}`:                                                `part is "full"`,
			`{"suite":"throughput","servers":3,"keys":1,"measureMs":1,"operation":"watch"}`:                            `operation "watch"`,
			`{"suite":"throughput","servers":3,"keys":1,"measureMs":1,"operation":"propose","load":{"kind":"closed"}}`: "load is {Kind:closed",
		} {
			if _, err := ParseSpec([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: the error is %v", text, err)
			}
		}
	})
}
