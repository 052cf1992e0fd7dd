package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const recording = `{"schedule":1,"servers":3,"settings":{"servers":3}}
{"server":1,"act":"start","stored":{"currentTerm":0,"votedFor":null,"snapshot":null,"entries":[]},"out":null,"state":"STATE"}
`

// digest is that of server 1 of three before anything happened.
const digest = "e7167288"

func TestRun(t *testing.T) {
	for _, test := range []struct {
		name, recording string
		code            int
		out, complaint  string
	}{
		{"a recording that is alike", strings.Replace(recording, "STATE", digest, 1), 0,
			"standard input: 1 schedules, 1 steps, all alike\n", ""},
		{"a recording that differs", strings.Replace(recording, "STATE", "01234567", 1), 1, "", "standard input: line 2, schedule 1, " +
			"step 1: after start on server 1 the state's digest is " + digest + ", recorded is 01234567; the state here is " +
			"1|0|-|0|0|follower|-|0|0|0:0:|-|0=1,2,3;|-|0:-:0:0|;;0|-\n"},
		{"a recording that cannot be read", "{", 2, "", "standard input: line 1: invalid JSON: unexpected end of JSON input\n"},
		{"an empty recording", "", 2, "", "standard input: the recording is empty\n"},
	} {
		t.Run(test.name+" is reported", func(t *testing.T) {
			var out, complaints strings.Builder
			code := run(nil, strings.NewReader(test.recording), &out, &complaints)
			if code != test.code || out.String() != test.out || complaints.String() != test.complaint {
				t.Errorf("the code is %d, after %q and %q", code, out.String(), complaints.String())
			}
		})
	}
	t.Run("files are replayed one after the other, and one that is not there is named", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "recording.jsonl")
		if err := os.WriteFile(file, []byte(strings.Replace(recording, "STATE", digest, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		var out, complaints strings.Builder
		if code := run([]string{file, file, file + "x"}, nil, &out, &complaints); code != 2 ||
			strings.Count(out.String(), "all alike") != 2 || !strings.Contains(complaints.String(), file+"x") {
			t.Errorf("the code is %d, after %q and %q", code, out.String(), complaints.String())
		}
	})
}
