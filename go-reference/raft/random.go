package raft

// SeededRandom returns a function that draws evenly from [0, 1): a small generator (mulberry32), written alike in both
// languages, so that one seed makes the same choices in each. The function is for one goroutine at a time.
func SeededRandom(seed uint32) func() float64 {
	state := seed
	return func() float64 {
		state += 0x6d2b79f5
		mixed := (state ^ state>>15) * (state | 1)
		mixed ^= mixed + (mixed^mixed>>7)*(mixed|61)
		return float64(mixed^mixed>>14) / (1 << 32)
	}
}
