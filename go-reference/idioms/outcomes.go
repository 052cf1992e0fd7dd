package idioms

import "fmt"

// Outcomes runs Race a number of times and counts each pair of results, as "a b".
func Outcomes(runs int) map[string]int {
	requireAtLeast(0, "runs", runs)
	outcomes := make(map[string]int)
	for range runs {
		a, b := Race()
		outcomes[fmt.Sprintf("%d %d", a, b)]++
	}
	return outcomes
}
