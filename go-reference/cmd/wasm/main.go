//go:build js && wasm

// Command wasm runs a Raft cluster of goroutines in a web page. The page provides the object threeWays: settings, a text of
// JSON, and the functions line, called with each answer and each event as a line of JSON, and failed, called with an error's
// message. The program adds its own functions: call, which takes a line of JSON as cmd/cluster does, and interfere, which
// takes an interference.
//
// The clock, the timers and the random data of Go's runtime are the page's as well. With those of a virtual clock the same
// calls give the same run.
package main

import (
	"encoding/json"
	"syscall/js"

	"github.com/raft-three-ways/go-reference/cluster"
	"github.com/raft-three-ways/go-reference/goroutines"
	"github.com/raft-three-ways/go-reference/internal/session"
	"github.com/raft-three-ways/go-reference/raft"
)

func main() {
	page := js.Global().Get("threeWays")
	settings, err := raft.ParseSettings(json.RawMessage(page.Get("settings").String()))
	if err != nil {
		page.Call("failed", err.Error())
		return
	}
	c, err := goroutines.NewCluster(settings)
	if err != nil {
		page.Call("failed", err.Error())
		return
	}
	lines := make(chan any, 4096)
	flights := newFlights()
	_ = c.Trace(func(event cluster.TraceEvent) { lines <- flights.number(event) }) // fails only after a stop
	calls := make(chan string, 4096)
	page.Set("call", js.FuncOf(func(_ js.Value, args []js.Value) any {
		calls <- args[0].String()
		return nil
	}))
	page.Set("interfere", js.FuncOf(func(_ js.Value, args []js.Value) any {
		var given interference
		if err := json.Unmarshal([]byte(args[0].String()), &given); err != nil {
			page.Call("failed", err.Error())
			return nil
		}
		c.Intercept(flights.interceptor(given))
		return nil
	}))
	go serve(session.New(c, lines), calls)
	for line := range lines {
		text, _ := json.Marshal(line) // lines are plain data
		page.Call("line", string(text))
	}
}

func serve(s *session.Session, calls <-chan string) {
	number := 0
	for call := range calls {
		number++
		s.ServeLine(number, []byte(call))
	}
}
