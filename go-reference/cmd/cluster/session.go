package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/raft-three-ways/go-reference/raft"
)

// A session is one conversation about one cluster: it reads the calls and sees to it that each is answered.
type session struct {
	cluster raft.Cluster
	lines   chan<- any

	mu       sync.Mutex
	underWay map[int]context.CancelFunc
	calls    sync.WaitGroup
	closed   bool
}

// request is a line that comes in: a call, or the end of one.
type request struct {
	Call   *int            `json:"call"`
	Method string          `json:"method"`
	Args   json.RawMessage `json:"args"`
	Abort  *int            `json:"abort"`
}

// success is a line that goes out. OK is null where there is nothing to say.
type success struct {
	Call int `json:"call"`
	OK   any `json:"ok"`
}

// failure is a line that goes out, too. It names no call if it is about the line itself.
type failure struct {
	Call *int `json:"call,omitempty"`
	raft.Failure
}

func failed(call *int, err error) failure { return failure{call, raft.FailureOf(err)} }

func invalid(format string, args ...any) error {
	return &raft.InvalidArgumentError{Reason: fmt.Sprintf(format, args...)}
}

func newSession(cluster raft.Cluster, lines chan<- any) *session {
	return &session{cluster: cluster, lines: lines, underWay: make(map[int]context.CancelFunc)}
}

// readLines serves until the input ends. The settings were line 1.
func (s *session) readLines(input *bufio.Reader) {
	for number := 2; ; number++ {
		line, err := input.ReadBytes('\n')
		if len(line) > 1 {
			if err := s.serveLine(line); err != nil {
				s.complain(invalid("line %d: %v", number, err))
			}
		}
		if err != nil {
			return
		}
	}
}

func (s *session) serveLine(line []byte) error {
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

// serve waits for nothing that waits itself: each such call is a goroutine. All else is quick, and is done in the order in
// which it is asked for.
func (s *session) serve(call int, request request) error {
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

func (s *session) begin(call int, cancel context.CancelFunc) error {
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

// end is for before the call is answered: whoever hears the answer may use the number again.
func (s *session) end(call int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.underWay[call]()
	delete(s.underWay, call)
}

// abort ends the wait of a call. One that has been answered meanwhile needs no ending.
func (s *session) abort(call int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel := s.underWay[call]; cancel != nil {
		cancel()
	}
}

// complain says what is wrong with a line, unless nobody is to hear it any more.
func (s *session) complain(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.lines <- failed(nil, err)
	}
}

// close stops the cluster; what is under way is answered before it returns, and nothing is said after.
func (s *session) close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.cluster.Stop()
	_ = s.cluster.Trace(nil) // which is never refused
	s.calls.Wait()
}
