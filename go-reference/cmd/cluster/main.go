// Command cluster drives a Raft cluster of goroutines by JSON lines on its standard streams, for the conformance tests and
// fault schedules in TypeScript.
//
// The first line creates the cluster, and is answered when it is ready:
//
//	{"settings":{"servers":3}}
//	{"ready":true,"ids":[1,2,3]}
//
// Every other line is a call or an abort; calls run concurrently and are answered in any order:
//
//	{"call":1,"method":"propose","args":{"command":{"type":"set","id":"1","name":"Ada"}}}
//	{"abort":1}
//	{"call":1,"ok":null}
//	{"call":1,"error":"Aborted","message":"…","leader":null}
//
// The methods and their arguments are in internal/session/calls.go. While the trace is on, events come between the answers, each as
// {"event":{…}}. When the input ends, or at SIGTERM, the cluster is stopped. The exit code is 0; 2 if the settings can't be
// used; 1 if a goroutine of the cluster has leaked; its stack is then on standard error.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/raft-three-ways/go-reference/goroutines"
	"github.com/raft-three-ways/go-reference/internal/session"
	"github.com/raft-three-ways/go-reference/raft"
)

func main() { os.Exit(runUntilSignal()) }

// runUntilSignal returns the exit code: that of run, or 1 if a goroutine of the cluster has leaked.
func runUntilSignal() int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	code := run(ctx, os.Stdin, os.Stdout)
	if stacks := leftovers(5 * time.Second); stacks != "" {
		fmt.Fprintf(os.Stderr, "goroutines are left of a cluster that has been stopped:\n%s", stacks)
		return 1
	}
	return code
}

// run returns the exit code: 2 if the settings can't be used.
func run(ctx context.Context, in io.Reader, out io.Writer) int {
	lines := make(chan any, 4096)
	written := make(chan struct{})
	go func() {
		defer close(written)
		writeLines(out, lines)
	}()
	defer func() {
		close(lines)
		<-written
	}()
	input := bufio.NewReader(in)
	c, err := newCluster(input)
	if err != nil {
		lines <- session.Failed(err)
		return 2
	}
	lines <- map[string]any{"ready": true, "ids": c.IDs()}
	served := session.New(c, lines)
	defer served.Close()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		served.ReadLines(input)
	}()
	select {
	case <-ended:
	case <-ctx.Done(): // the reading goroutine ends with the process
	}
	return 0
}

func newCluster(input *bufio.Reader) (*goroutines.Cluster, error) {
	line, err := input.ReadBytes('\n')
	if err != nil && len(line) == 0 {
		return nil, &raft.InvalidArgumentError{Reason: `the input ended before the settings: give a line {"settings":{…}}`}
	}
	first := struct {
		Settings json.RawMessage `json:"settings"`
	}{json.RawMessage("{}")}
	if err := json.Unmarshal(line, &first); err != nil {
		return nil, &raft.InvalidArgumentError{Reason: fmt.Sprintf("line 1: %v", err)}
	}
	settings, err := raft.ParseSettings(first.Settings)
	if err != nil {
		return nil, err
	}
	return goroutines.NewCluster(settings)
}

// writeLines writes each value as a line of JSON, and flushes when no more are queued.
func writeLines(out io.Writer, lines <-chan any) {
	buffered := bufio.NewWriterSize(out, 64*1024)
	defer buffered.Flush()
	encoder := json.NewEncoder(buffered)
	for line := range lines {
		_ = encoder.Encode(line) // the reader may have gone
		if len(lines) == 0 {
			_ = buffered.Flush()
		}
	}
}
