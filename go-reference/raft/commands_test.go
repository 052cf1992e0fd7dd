package raft

import (
	"strings"
	"testing"
	"unicode/utf16"
)

// A character beyond ASCII is counted wherever it stands, in the words of eight bytes or after the last of them.
func TestCharactersInCountsUTF16Units(t *testing.T) {
	for _, character := range []string{"a", "\x7f", "é", "語", "😀"} {
		for before := range 20 {
			text := strings.Repeat("x", before) + character + strings.Repeat("y", 19-before)
			if got, want := charactersIn(text), len(utf16.Encode([]rune(text))); got != want {
				t.Errorf("%q has %d characters, not %d", text, want, got)
			}
		}
	}
	if got := charactersIn(""); got != 0 {
		t.Errorf("the empty text has %d characters", got)
	}
}
