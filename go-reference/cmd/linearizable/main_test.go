package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	good = `{"client":1,"asked":{"type":"set","id":"0","name":"a"},"call":1,"return":2,"answer":null}
{"client":2,"asked":{"type":"read","id":"0"},"call":3,"return":4,"answer":"a"}
`
	bad = `{"client":1,"asked":{"type":"set","id":"0","name":"a"},"call":1,"return":2,"answer":null}
{"client":2,"asked":{"type":"read","id":"0"},"call":3,"return":4,"answer":null}
`
	why = `no order explains that client 2's call at 3 to read \"0\" returned nothing at 4`
)

// hard takes longer than any test.
func hard() string {
	var text strings.Builder
	for i := range 60 {
		answer := fmt.Sprintf(`"%d"`, i*i%7%6)
		if i == 0 {
			answer = "null"
		}
		fmt.Fprintf(&text, `{"client":1,"asked":{"type":"set","id":"0","name":"%d"},"call":%d,"return":100,"answer":%s}`, i%6, i, answer)
		text.WriteString("\n")
	}
	return text.String() + `{"client":2,"asked":{"type":"read","id":"0"},"call":101,"return":102,"answer":"unknown"}`
}

func TestRun(t *testing.T) {
	folder := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	goodFile, badFile := file("good.jsonl", good), file("bad.jsonl", bad)
	hardFile, otherBad := file("hard.jsonl", hard()), file("other/bad.jsonl", bad)
	malformed, missing := file("malformed.jsonl", good+"{}"), filepath.Join(folder, "missing.jsonl")
	pictures := filepath.Join(folder, "new", "pictures")
	isGood := `{"file":"` + goodFile + `","operations":2,"linearizable":true}` + "\n"
	isBad := `{"file":"` + badFile + `","operations":2,"linearizable":false,"why":"` + why + `"}` + "\n"
	isHard := `{"file":"` + hardFile + `","operations":61,"linearizable":null}` + "\n"
	const usage = "; usage: linearizable [-limit 10s] [-picture DIR] FILE …\n"
	for _, test := range []struct {
		name, args, in string
		code           int
		out, complaint string
	}{
		{"a history on standard input", "", good, 0, `{"file":"standard input","operations":2,"linearizable":true}` + "\n", ""},
		{"two good histories", goodFile + " " + goodFile, "", 0, isGood + isGood, ""},
		{"one that is not linearizable among others", goodFile + " " + badFile + " " + goodFile, "", 1, isGood + isBad + isGood, ""},
		{"one that is given up", "-limit 5ms " + hardFile + " " + goodFile, "", 3, isHard + isGood, ""},
		{"one that is not linearizable, and one that is given up", "-limit 5ms " + badFile + " " + hardFile, "", 1, isBad + isHard, ""},
		{"pictures of one name", "-picture " + pictures + " " + badFile + " " + otherBad, "", 1,
			strings.Replace(isBad, "}", `,"picture":"`+pictures+`/bad.html"}`, 1) +
				strings.NewReplacer("}", `,"picture":"`+pictures+`/bad-2.html"}`, badFile, otherBad).Replace(isBad), ""},
		{"an empty history", "", "", 2, "", "standard input: the history is empty\n"},
		{"a malformed line", goodFile + " " + malformed, "", 2, isGood,
			malformed + ": line 3: an operation has client, asked, call, return and answer\n"},
		{"a missing file", missing, "", 2, "", "open " + missing + ": no such file or directory\n"},
		{"pictures where none can be", "-picture " + goodFile + " " + badFile, "", 2, "", "mkdir " + goodFile + ": not a directory\n"},
		{"an unknown option", "-fast", "", 2, "", "flag provided but not defined: -fast" + usage},
		{"no time at all", "-limit 0s", "", 2, "", "the limit is 0s: give more than 0" + usage},
	} {
		t.Run(test.name+" is reported", func(t *testing.T) {
			var out, complaints strings.Builder
			code := run(strings.Fields(test.args), strings.NewReader(test.in), &out, &complaints)
			if code != test.code || out.String() != test.out || complaints.String() != test.complaint {
				t.Errorf("the code is %d, after %s and %s", code, out.String(), complaints.String())
			}
		})
	}
	t.Run("the pictures are there", func(t *testing.T) {
		for _, name := range []string{"bad.html", "bad-2.html"} {
			if page, err := os.ReadFile(filepath.Join(pictures, name)); err != nil || !strings.Contains(string(page), "<html") {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
