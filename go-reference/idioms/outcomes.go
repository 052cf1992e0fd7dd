package idioms

import "fmt"

// Outcomes runs Race a number of times and counts each pair of results, as "a b".
func Outcomes(runs int) map[string]int {
	requireAtLeast(0, "runs", runs)
	outcomes := make(map[string]int)
	for range runs {
		outcomes[outcome(Race())]++
	}
	return outcomes
}

func outcome(a, b int) string { return fmt.Sprintf("%d %d", a, b) }
