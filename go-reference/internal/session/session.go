// Package session serves the calls to a cluster that come as JSON lines, for the programs that TypeScript runs.
package session

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/raft"
)

// A Session reads the calls to a cluster and answers each.
type Session struct {
	cluster cluster.Cluster
	lines   chan<- any

	mu       sync.Mutex
	underWay map[int]context.CancelFunc
	calls    sync.WaitGroup
	closed   bool
}

// request is an input line: a call or an abort.
type request struct {
	Call   *int            `json:"call"`
	Method string          `json:"method"`
	Args   json.RawMessage `json:"args"`
	Abort  *int            `json:"abort"`
}

// success is an output line. OK is null for a call without a result.
type success struct {
	Call int `json:"call"`
	OK   any `json:"ok"`
}

// failure is an output line. It has no call if the input line itself is invalid.
type failure struct {
	Call *int `json:"call,omitempty"`
	cluster.Failure
}

func failed(call *int, err error) failure { return failure{call, cluster.FailureOf(err)} }

// Failed returns the output line for an error that belongs to no call.
func Failed(err error) any { return failed(nil, err) }

func invalid(format string, args ...any) error {
	return &raft.InvalidArgumentError{Reason: fmt.Sprintf(format, args...)}
}

// New returns a session that puts its output lines, to be written as JSON, into the channel.
func New(c cluster.Cluster, lines chan<- any) *Session {
	return &Session{cluster: c, lines: lines, underWay: make(map[int]context.CancelFunc)}
}

// ReadLines serves until the input ends. Line 1 held the settings.
func (s *Session) ReadLines(input *bufio.Reader) {
	for number := 2; ; number++ {
		line, err := input.ReadBytes('\n')
		if len(line) > 1 {
			s.ServeLine(number, line)
		}
		if err != nil {
			return
		}
	}
}

// ServeLine serves one line of the input. A call that can block is answered later.
func (s *Session) ServeLine(number int, line []byte) {
	if err := s.serveLine(line); err != nil {
		s.complain(invalid("line %d: %v", number, err))
	}
}

func (s *Session) serveLine(line []byte) error {
	var request request
	if err := json.Unmarshal(line, &request); err != nil {
		return err
	}
	switch {
	case request.Abort != nil:
		s.abort(*request.Abort)
		return nil
	case request.Call != nil:
		return s.serve(*request.Call, request)
	default:
		return errors.New(`neither a call nor an abort: give {"call":1,"method":"…","args":{…}} or {"abort":1}`)
	}
}

// serve runs each call that can block in a goroutine of its own, and the others in order.
func (s *Session) serve(call int, request request) error {
	ctx, cancel := context.WithCancel(context.Background())
	if err := s.begin(call, cancel); err != nil {
		cancel()
		return err
	}
	do := func() {
		defer s.calls.Done()
		ok, err := s.perform(ctx, request.Method, request.Args)
		s.end(call)
		if err != nil {
			s.lines <- failed(&call, err)
		} else {
			s.lines <- success{call, ok}
		}
	}
	switch request.Method {
	case "propose", "read", "transfer", "change":
		go do()
	default:
		do()
	}
	return nil
}

func (s *Session) begin(call int, cancel context.CancelFunc) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errors.New("the cluster has been stopped")
	}
	if s.underWay[call] != nil {
		return fmt.Errorf("call %d is under way already: give each call a number of its own", call)
	}
	s.underWay[call] = cancel
	s.calls.Add(1)
	return nil
}

// end must be called before the call is answered: the number may be reused after the answer.
func (s *Session) end(call int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.underWay[call]()
	delete(s.underWay, call)
}

// abort cancels a call, unless it has been answered.
func (s *Session) abort(call int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel := s.underWay[call]; cancel != nil {
		cancel()
	}
}

// complain reports an invalid line, unless the session is closed.
func (s *Session) complain(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.lines <- failed(nil, err)
	}
}

// Close stops the cluster. Calls under way are answered before it returns, and nothing is written afterwards.
func (s *Session) Close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.cluster.Stop()
	_ = s.cluster.Trace(nil) // never fails
	s.calls.Wait()
}
