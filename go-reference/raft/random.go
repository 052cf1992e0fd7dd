package raft

// SeededRandom returns a generator of uniform numbers in [0, 1) (mulberry32), the same in both languages. It is not safe
// for concurrent use.
func SeededRandom(seed uint32) func() float64 {
	state := seed
	return func() float64 {
		state += 0x6d2b79f5
		mixed := (state ^ state>>15) * (state | 1)
		mixed ^= mixed + (mixed^mixed>>7)*(mixed|61)
		return float64(mixed^mixed>>14) / (1 << 32)
	}
}
