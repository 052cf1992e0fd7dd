// Command linearizable judges histories of a cluster's clients:
//
//	linearizable [-limit 10s] [-picture DIR] FILE …       or, without a file, one history on standard input
//
// A history is one operation a line, as JSON. "call" and "return" are positions in one order of all events; the answer is
// the previous name of the id, or null; without a return it is unknown whether the operation took effect:
//
//	{"client":1,"asked":{"type":"set","id":"0","name":"1.1"},"call":3,"return":5,"answer":"x"}
//	{"client":2,"asked":{"type":"read","id":"0"},"call":6,"return":8,"answer":"1.1"}
//	{"client":1,"asked":{"type":"delete","id":"0"},"call":9,"return":null,"answer":null}
//
// Each verdict is one line as well. "linearizable" is null if the search timed out; "why" names the first answer that no
// order explains, and "picture" is a page that shows it:
//
//	{"file":"a.jsonl","operations":3,"linearizable":true}
//	{"file":"b.jsonl","operations":3,"linearizable":false,"why":"no order explains that …","picture":"DIR/b.html"}
//
// The exit code is 0 if all histories are linearizable, 1 if one is not, 3 if the search for one timed out, and 2 for an
// error, reported in one line on standard error.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/raft-three-ways/go-reference/linearizable"
)

const (
	allLinearizable = iota
	notLinearizable
	unusable
	givenUp
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

func run(args []string, in io.Reader, out, complaints io.Writer) int {
	j, files, err := parseArgs(args)
	if err != nil {
		fmt.Fprintf(complaints, "%v; usage: linearizable [-limit 10s] [-picture DIR] FILE …\n", err)
		return unusable
	}
	j.verdicts = json.NewEncoder(out)
	j.verdicts.SetEscapeHTML(false)
	if len(files) == 0 {
		err = j.judge("standard input", in)
	}
	for _, file := range files {
		if err == nil {
			err = j.judgeFile(file)
		}
	}
	if err != nil {
		fmt.Fprintln(complaints, err)
		return unusable
	}
	return j.exitCode()
}

// A judge checks one history after the other.
type judge struct {
	limit    time.Duration
	pictures string // the folder; empty for none
	drawn    map[string]bool
	verdicts *json.Encoder

	someAreNot, someAreUnknown bool
}

type line struct {
	File string `json:"file"`
	linearizable.Verdict
	Picture string `json:"picture,omitempty"`
}

func parseArgs(args []string) (j *judge, files []string, err error) {
	j = &judge{drawn: make(map[string]bool)}
	flags := flag.NewFlagSet("linearizable", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.DurationVar(&j.limit, "limit", 10*time.Second, "")
	flags.StringVar(&j.pictures, "picture", "", "")
	if err := flags.Parse(args); err != nil {
		return nil, nil, err
	}
	if j.limit <= 0 {
		return nil, nil, fmt.Errorf("the limit is %v: give more than 0", j.limit)
	}
	return j, flags.Args(), nil
}

func (j *judge) judgeFile(name string) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	return j.judge(name, file)
}

func (j *judge) judge(name string, in io.Reader) error {
	history, err := linearizable.ReadHistory(in)
	if err == nil && len(history) == 0 {
		err = errors.New("the history is empty")
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	verdict := line{File: name, Verdict: linearizable.Judge(history, j.limit)}
	switch {
	case verdict.Linearizable == nil:
		j.someAreUnknown = true
	case !*verdict.Linearizable:
		j.someAreNot = true
		if verdict.Picture, err = j.draw(name, verdict.Verdict); err != nil {
			return err
		}
	}
	return j.verdicts.Encode(verdict)
}

// draw writes a picture named after the history. Pictures of histories with the same name are numbered.
func (j *judge) draw(name string, verdict linearizable.Verdict) (picture string, err error) {
	if j.pictures == "" {
		return "", nil
	}
	if err := os.MkdirAll(j.pictures, 0o777); err != nil {
		return "", err
	}
	base := filepath.Base(name)
	stem := filepath.Join(j.pictures, strings.TrimSuffix(base, filepath.Ext(base)))
	picture = stem + ".html"
	for number := 2; j.drawn[picture]; number++ {
		picture = fmt.Sprintf("%s-%d.html", stem, number)
	}
	j.drawn[picture] = true
	return picture, verdict.Draw(picture, j.limit)
}

func (j *judge) exitCode() int {
	switch {
	case j.someAreNot:
		return notLinearizable
	case j.someAreUnknown:
		return givenUp
	default:
		return allLinearizable
	}
}
