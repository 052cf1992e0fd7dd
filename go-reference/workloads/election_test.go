package workloads

import (
	"fmt"
	"slices"
	"testing"

	"github.com/raft-three-ways/go-reference/raft"
)

// The experiment against a model, in virtual time.

func election(crashes int, more string) string {
	return fmt.Sprintf(`{"suite":"election","target":"goroutines","servers":5,"electionTimeout":[150,300],"heartbeatInterval":75,
		"seed":16,"clusters":2,"crashes":%d,"longest":10000%s}`, crashes/2, more)
}

func TestElection(t *testing.T) {
	const crashes = 400
	for _, preVote := range []bool{false, true} {
		t.Run(fmt.Sprintf("a new leader is heard when the model says, with pre-vote %v, and failed rounds are counted", preVote), func(t *testing.T) {
			inVirtualTime(t, election(crashes, fmt.Sprintf(`,"preVote":%v`, preVote)), func(t *testing.T, result any) {
				election := result.(ElectionResult)
				if len(election.Samples) != crashes || len(election.Elections) != crashes || len(election.PreVotes) != crashes {
					t.Fatalf("there are %d samples, %d and %d counts", len(election.Samples), len(election.Elections), len(election.PreVotes))
				}
				expectModel(t, election.Samples)
				if len(election.ElectedAfter) != crashes || slices.Min(election.ElectedAfter) < -0.001 || slices.Max(election.ElectedAfter) > 0.001 {
					t.Errorf("%d leaders are heard %v ms after their timeouts, want all at once", len(election.ElectedAfter), slices.Max(election.ElectedAfter))
				}
				expectUniform(t, election.CrashedAfter, 75)
				failing := election.Elections
				if preVote {
					failing = election.PreVotes
				}
				if failed := shareAbove(failing, 1); failed < 0.4 || failed > 0.6 {
					t.Errorf("after a share of %v of the crashes a round failed, want one half", failed)
				}
				expectProof(t, election.Proof, 5)
			})
		})
	}
	t.Run("a broadcast time of 15 ms costs about as much", func(t *testing.T) {
		const crashes = 2000 // the medians' difference has a standard error of 1.6 ms
		var medians []float64
		for _, more := range []string{``, `,"broadcastTime":15`} {
			inVirtualTime(t, election(crashes, more), func(t *testing.T, result any) {
				medians = append(medians, slices.Sorted(slices.Values(result.(ElectionResult).Samples))[crashes/2])
			})
		}
		if cost := medians[1] - medians[0]; cost < 5 || cost > 25 {
			t.Errorf("it costs %v ms", cost)
		}
	})
	t.Run("at 15 ms a leader is heard after two of three votes and its first heartbeat, delayed by up to 10.5 ms each way", func(t *testing.T) {
		random := raft.SeededRandom(1)
		delay := func() float64 { return jitterShare * 15 * random() }
		model := make([]float64, 2000)
		for i := range model {
			votes := []float64{delay() + delay(), delay() + delay(), delay() + delay()}
			slices.Sort(votes)
			model[i] = votes[1] + min(delay(), delay(), delay())
		}
		inVirtualTime(t, election(crashes, `,"broadcastTime":15`), func(t *testing.T, result any) {
			if distance := distanceBetween(result.(ElectionResult).ElectedAfter, model); distance > 0.135 { // 2.47 · √(1/400 + 1/2000)
				t.Errorf("the distribution is at a distance of %v", distance)
			}
		})
	})
	t.Run("an election that takes too long is given up", func(t *testing.T) {
		inVirtualTime(t, election(20, `,"longest":120`), func(t *testing.T, result any) {
			if longest := slices.Max(result.(ElectionResult).Samples); longest != 120 {
				t.Errorf("the longest took %v ms", longest)
			}
		})
	})
}

func TestElectionWithOneTimeout(t *testing.T) {
	single := `{"suite":"election","target":"goroutines","servers":5,"electionTimeout":[150,150],"heartbeatInterval":75,
		"seed":16,"clusters":2,"crashes":1,"longest":3000,"broadcastTime":15}`
	inVirtualTime(t, single, func(t *testing.T, result any) {
		election := result.(ElectionResult)
		if !slices.Equal(election.Samples, []float64{3000, 3000}) {
			t.Errorf("the elections took %v ms, want all given up", election.Samples)
		}
		if proof := election.Proof; proof.Expected != 0 || !slices.Equal(proof.Applied, make([]int, 5)) {
			t.Errorf("the proof of clusters without a leader is %v", proof)
		}
	})
}

// expectModel compares with a model: without a delay, the first of the two servers that can win wins as soon as its timeout
// expires.
func expectModel(t *testing.T, samples []float64) {
	t.Helper()
	random := raft.SeededRandom(1)
	model := make([]float64, 2000)
	for i := range model {
		model[i] = 150 + 150*min(random(), random()) - 75*random()
	}
	if distance := distanceBetween(samples, model); distance > 0.135 { // 2.47 · √(1/400 + 1/2000)
		t.Errorf("the distribution is at a distance of %v", distance)
	}
}

func expectUniform(t *testing.T, values []float64, highest float64) {
	t.Helper()
	if lowest := slices.Min(values); lowest > 0.03*highest {
		t.Errorf("the lowest is %v", lowest)
	}
	if greatest := slices.Max(values); greatest < 0.97*highest || greatest > highest {
		t.Errorf("the highest is %v", greatest)
	}
}

// distanceBetween returns the maximum distance between two distributions (Kolmogorov and Smirnov).
func distanceBetween(a, b []float64) (distance float64) {
	share := func(values []float64, limit float64) (share float64) {
		for _, value := range values {
			if value <= limit {
				share += 1 / float64(len(values))
			}
		}
		return share
	}
	for _, limit := range slices.Concat(a, b) {
		distance = max(distance, share(a, limit)-share(b, limit), share(b, limit)-share(a, limit))
	}
	return distance
}

func shareAbove(counts []int, limit int) (share float64) {
	for _, count := range counts {
		if count > limit {
			share += 1 / float64(len(counts))
		}
	}
	return share
}
