//go:build !race

package idioms

import (
	"slices"
	"strings"
	"testing"
)

// The race detector carries 8,128 goroutines at once, fewer than some rows start.
func TestRows(t *testing.T) {
	rows, idle := Rows(1), Rows(0)
	t.Run("the rows are those of the suite, in its order", func(t *testing.T) {
		var names []string
		for _, row := range rows {
			names = append(names, row.Name)
		}
		want := strings.Fields("spawn switch hand-off join fan-out lock restart-timer select cancel wake-all bounded-queue ring " +
			"spawn-tree signal pipe shared-buffer")
		if got := slices.Compact(names); !slices.Equal(got, want) {
			t.Errorf("the rows are %v", got)
		}
	})
	for i, row := range rows {
		t.Run(row.Name+" returns what it says it will", func(t *testing.T) { expect(t, row.Run(), row.Expected) })
		t.Run(row.Name+" does no work at the factor 0", func(t *testing.T) {
			expect(t, idle[i].Units, 0)
			expect(t, idle[i].Run(), idle[i].Expected)
		})
		t.Run(row.Name+" says what it measures", func(t *testing.T) {
			if row.Unit == "" || row.Size == "" || !strings.HasSuffix(row.What, ".") || row.Units < 4 {
				t.Errorf("it says only %+v", row)
			}
		})
		t.Run(row.Name+" has twice the units at twice the factor", func(t *testing.T) {
			expect(t, Rows(2)[i].Units, 2*row.Units)
		})
		t.Run(row.Name+" has half the units at half the factor", func(t *testing.T) {
			expect(t, 2*Rows(0.5)[i].Units, row.Units)
		})
	}
}
