package idioms

import "fmt"

// RaceOutcomes runs Race a number of times and counts each pair of results, as "a b".
func RaceOutcomes(runs int) map[string]int {
	requireAtLeast(0, "runs", runs)
	outcomes := make(map[string]int)
	for range runs {
		outcomes[pair(Race())]++
	}
	return outcomes
}

func pair(a, b int) string { return fmt.Sprintf("%d %d", a, b) }
