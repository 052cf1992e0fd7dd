package replay

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/raft-three-ways/go-reference/raft"
)

// recording is a cluster of one server, which elects itself, proposes, commits and applies.
const recording = `{"schedule":17,"servers":1,"settings":{"servers":1,"snapshotThreshold":2}}
{"server":1,"act":"start","stored":{"currentTerm":0,"votedFor":null,"snapshot":null,"entries":[]},"out":null,"state":"$1|0|-|0|0|follower|-|0|0|0:0:|-|0=1;|-|0:-:0:0|;;0|-"}
{"server":1,"act":"startElection","out":null,"state":"$1|1|1|0|0|leader|1|2|0|0:0:1|-|0=1;|-|0:-:0:0|;;0|1:0:-:0:0//1.1.0.1.0.0.0.-.10.0."}
{"server":1,"act":"propose","command":{"type":"register"},"out":2,"state":"$1|1|1|0|0|leader|1|2|0|0:0:1,1|-|0=1;|-|0:-:0:0|;;0|1:0:-:0:0//1.1.0.1.0.0.0.-.10.0."}
{"server":1,"act":"unstableState","out":{"currentTerm":1,"votedFor":1,"snapshot":null,"truncations":0,"firstIndex":1,"entries":[{"term":1,"command":{"type":"noop"}},{"term":1,"command":{"type":"register"}}]},"state":"$1|1|1|0|0|leader|1|2|0|0:0:1,1|-|0=1;|-|0:-:0:0|;;0|1:0:-:0:0//1.1.0.1.0.0.0.-.10.0."}
{"server":1,"act":"markStable","write":0,"out":null,"state":"$1|1|1|2|0|leader|1|2|0|0:0:1,1|-|0=1;|-|1:1:2:0|;;0|1:0:-:2:0//1.3.2.1.1.0.0.-.10.0."}
{"server":1,"act":"committedEntries","limit":9,"out":[1,1],"state":"$1|1|1|2|0|leader|1|2|0|0:0:1,1|-|0=1;|-|1:1:2:0|;;0|1:0:-:2:0//1.3.2.1.1.0.0.-.10.0."}
{"server":1,"act":"apply","index":1,"out":null,"state":"$1|1|1|2|0|leader|1|2|0|0:0:1,1|-|0=1;|-|1:1:2:0|;;0|1:0:-:2:0//1.3.2.1.1.0.0.-.10.0."}
{"server":1,"act":"apply","index":2,"out":2,"state":"$1|1|1|2|0|leader|1|2|0|0:0:1,1|-|0=1;|-|1:1:2:0|;;0|1:0:-:2:0//1.3.2.1.1.0.0.-.10.0."}
{"server":1,"act":"startTransfer","to":2,"error":"TransferRefused","state":"$1|1|1|2|0|leader|1|2|0|0:0:1,1|-|0=1;|-|1:1:2:0|;;0|1:0:-:2:0//1.3.2.1.1.0.0.-.10.0."}
`

// written replaces the texts by their digests.
func written(recording string) string {
	lines := strings.Split(recording, "\n")
	for i, line := range lines {
		if start := strings.Index(line, `"$`); start >= 0 {
			lines[i] = line[:start] + `"` + digest(line[start+2:len(line)-2]) + `"}`
		}
	}
	return strings.Join(lines, "\n")
}

func TestReplay(t *testing.T) {
	t.Run("a recording that says what the rules do is replayed to its end", func(t *testing.T) {
		played, err := Replay(strings.NewReader(written(recording)))
		if err != nil || played != (Played{Schedules: 1, Steps: 9}) {
			t.Errorf("played were %+v: %v", played, err)
		}
	})
	for name, change := range map[string][2]string{
		"another answer":       {`"out":[1,1]`, `"out":[1]`},
		"another state":        {`$1|1|1|0|0|leader|1|2|0|0:0:1|`, `$1|1|1|0|0|leader|1|1|0|0:0:1|`},
		"an error there":       {`"out":2,"state"`, `"error":"NotLeader","state"`},
		"no error there":       {`"error":"TransferRefused"`, `"out":null`},
		"another error":        {`"error":"TransferRefused"`, `"error":"NotLeader"`},
		"an answer of no kind": {`"index":2,"out":2`, `"index":2`},
	} {
		t.Run(name+" is a difference", func(t *testing.T) {
			_, err := Replay(strings.NewReader(written(strings.Replace(recording, change[0], change[1], 1))))
			var difference *Difference
			if !errors.As(err, &difference) || difference.Schedule != 17 || strings.Contains(err.Error(), "\n") {
				t.Errorf("the error is %v", err)
			}
		})
	}
	for name, change := range map[string][2]string{
		"is no JSON":              {`{"server"`, `{"server`},
		"has an unknown act":      {`"act":"propose"`, `"act":"suppose"`},
		"has no such server":      {`"server":1,"act":"propose"`, `"server":2,"act":"propose"`},
		"has no such entry":       {`"index":2`, `"index":3`},
		"has no such write":       {`"write":0`, `"write":1`},
		"has impossible settings": {`"servers":1,"snapshot`, `"servers":0,"snapshot`},
		"has no header":           {`{"schedule":17`, `{"scheduled":17`},
	} {
		t.Run("a recording that "+name+" cannot be read", func(t *testing.T) {
			_, err := Replay(strings.NewReader(written(strings.Replace(recording, change[0], change[1], 1))))
			var difference *Difference
			if err == nil || errors.As(err, &difference) {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

// TestRecording replays a recording of `pnpm sim --record FILE --seeds 1000`.
func TestRecording(t *testing.T) {
	name := os.Getenv("RAFT_RECORDING")
	if name == "" {
		t.Skip("there is none: give its path in RAFT_RECORDING")
	}
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	played, err := Replay(file)
	if err != nil {
		t.Error(err)
	}
	t.Logf("%d schedules, %d steps", played.Schedules, played.Steps)
}

func TestDigest(t *testing.T) {
	settings, _ := raft.Settings{Servers: 3}.Complete()
	state := raft.New(1, settings, raft.StableState{})
	const want = "1|0|-|0|0|follower|-|0|0|0:0:|-|0=1,2,3;|-|0:-:0:0|;;0|-"
	if got := DescribeState(state); got != want {
		t.Errorf("the state is %s, want %s", got, want)
	}
}
