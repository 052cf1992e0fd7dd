// Package replay replays recorded runs of a simulated cluster on the rules: the calls made in TypeScript, in order, each with
// its result and the digest of the state afterwards. It reports the first call at which the twins differ. The format is in
// packages/raft-simulator/README.md.
package replay

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"

	"github.com/raft-three-ways/go-reference/kv"
	"github.com/raft-three-ways/go-reference/raft"
)

// Played counts the schedules and steps replayed without a difference.
type Played struct {
	Schedules int
	Steps     int
}

// A Difference is the first call at which the twins differ.
type Difference struct {
	Line     int
	Schedule int
	// Step is the number of the call in the schedule, from 1.
	Step int
	Call string
	// What is the part that differs: "out", "error", "state's digest".
	What      string
	Here      string
	Recorded  string
	HereState string
}

func (d *Difference) Error() string {
	return fmt.Sprintf("line %d, schedule %d, step %d: after %s the %s is %s, recorded is %s; the state here is %s",
		d.Line, d.Schedule, d.Step, d.Call, d.What, d.Here, d.Recorded, d.HereState)
}

// Replay replays all schedules of a recording. The error is a *Difference where the twins differ; any other is about the
// recording.
func Replay(recording io.Reader) (played Played, err error) {
	var p player
	lines := bufio.NewReaderSize(recording, 1<<20)
	for number := 1; ; number++ {
		line, err := lines.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			if err := p.play(number, line); err != nil {
				return p.played, err
			}
		}
		if errors.Is(err, io.EOF) {
			return p.played, nil
		} else if err != nil {
			return p.played, err
		}
	}
}

// A player replays schedules one after the other.
type player struct {
	played   Played
	schedule int
	step     int
	settings raft.Settings
	servers  map[raft.ServerID]*server
}

// A server is the rules' state, the state machine, the writes since its start, and its stable storage.
type server struct {
	state   *raft.State
	machine *kv.StateMachine
	writes  []raft.Unstable
	// storage holds the first synced of the writes.
	storage raft.MemoryStorage
	synced  int
}

// line is a line of a recording: the header of a schedule, or a call with its arguments.
type line struct {
	Schedule *int            `json:"schedule"`
	Settings json.RawMessage `json:"settings"`

	Server raft.ServerID   `json:"server"`
	Action string          `json:"act"`
	Out    json.RawMessage `json:"out"`
	Error  string          `json:"error"`
	State  string          `json:"state"`

	Message json.RawMessage          `json:"message"`
	Stored  raft.StableState         `json:"stored"`
	To      raft.ServerID            `json:"to"`
	From    raft.ServerID            `json:"from"`
	Command raft.Command             `json:"command"`
	Change  raft.ConfigurationChange `json:"change"`
	ReadID  int                      `json:"readId"`
	Write   int                      `json:"write"`
	Limit   int                      `json:"limit"`
	Index   raft.LogIndex            `json:"index"`
	Data    []byte                   `json:"data"`
}

func (p *player) play(number int, text []byte) error {
	var line line
	if err := json.Unmarshal(text, &line); err != nil {
		return fmt.Errorf("line %d: invalid JSON: %w", number, err)
	}
	if line.Schedule != nil {
		return p.begin(number, line)
	}
	if p.servers == nil {
		return fmt.Errorf("line %d: expected the header of a schedule", number)
	}
	p.step++
	difference, err := p.call(line)
	switch {
	case err != nil:
		return fmt.Errorf("line %d: %w", number, err)
	case difference != nil:
		difference.Line, difference.Schedule, difference.Step = number, p.schedule, p.step
		difference.Call = fmt.Sprintf("%s on server %d", line.Action, line.Server)
		return difference
	}
	p.played.Steps++
	return nil
}

func (p *player) begin(number int, header line) (err error) {
	p.settings, err = raft.ParseSettings(header.Settings)
	if err != nil {
		return fmt.Errorf("line %d: %w", number, err)
	}
	p.schedule, p.step = *header.Schedule, 0
	p.servers = make(map[raft.ServerID]*server)
	p.played.Schedules++
	return nil
}

// call makes the call, and compares its result and the state afterwards.
func (p *player) call(line line) (*Difference, error) {
	if p.servers[line.Server] == nil && line.Action == "start" {
		p.servers[line.Server] = new(server)
	}
	server, action := p.servers[line.Server], actions[line.Action]
	if server == nil {
		return nil, fmt.Errorf("server %d has not been started", line.Server)
	}
	if line.Action == "start" {
		server.state = raft.New(line.Server, p.settings, line.Stored)
		server.machine = kv.NewStateMachine(p.settings.MaxSessions)
	}
	if action == nil {
		return nil, fmt.Errorf("unknown action %q", line.Action)
	}
	out, err := action(server, &line)
	if invalid := (*raft.InvalidArgumentError)(nil); errors.As(err, &invalid) {
		return nil, err
	}
	difference := compare(&line, out, err)
	if difference == nil && DigestOf(server.state) != line.State {
		difference = &Difference{What: "state's digest", Here: DigestOf(server.state), Recorded: line.State}
	}
	if difference != nil {
		difference.HereState = DescribeState(server.state)
	}
	return difference, nil
}

func compare(line *line, out any, err error) *Difference {
	kind := ""
	var known raft.Error
	if errors.As(err, &known) {
		kind = known.Kind()
	} else if err != nil {
		kind = err.Error()
	}
	if kind != line.Error {
		return &Difference{What: "error", Here: fmt.Sprintf("%q", kind), Recorded: fmt.Sprintf("%q", line.Error)}
	}
	if kind != "" {
		return nil
	}
	text, err := json.Marshal(out)
	if err != nil || !sameJSON(text, line.Out) {
		return &Difference{What: "out", Here: string(text), Recorded: string(line.Out)}
	}
	return nil
}

func sameJSON(one, other []byte) bool {
	if string(one) == string(other) {
		return true
	}
	var values [2]any
	return json.Unmarshal(one, &values[0]) == nil && json.Unmarshal(other, &values[1]) == nil &&
		reflect.DeepEqual(values[0], values[1])
}
