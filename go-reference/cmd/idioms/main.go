// Command idioms runs the idioms of package idioms for the bench and the paper. Each result is one line of JSON.
//
//	idioms race N
//
// counts the outcomes of N runs of the race:
//
//	{"model":"goroutines","runs":100000,"gomaxprocs":2,"outcomes":{"4 2":3,"4 8":99997}}
//
//	idioms primitives [--rounds 5] [--row NAME] [--sample-ms 100] [--factor 1] [--proof]
//
// measures the rows of the suite primitives, all of them in each round, or only those of a name ("pipe") or of a name and a
// size of message ("pipe/4096"). A sample is the mean of at least sample-ms of runs, in nanoseconds per unit, without what a run
// takes that starts the same tasks and does no work. The factor multiplies the work of a run, and may be a fraction. With --proof,
// doubling is the time of twice the work over that of the work, where sizes can be halved or doubled, and allocBytesPerUnit is 0.
//
//	{"model":"goroutines","go":"go1.26.8","gomaxprocs":2,"rounds":5,"sampleMs":100,"factor":1,"rows":[
//	 {"name":"spawn","bytes":0,"unit":"a goroutine","units":10000,"size":"Join(10000, 1)","what":"…",
//	  "nsPerUnit":[402.1,…],"doubling":2.03,"expectedOK":true,"allocBytesPerUnit":40.9},…]}
//
//	idioms park N…
//
// starts goroutines until N wait, prints what they take, and goes on to the next number with a line of standard input; after the
// last it ends, with a line or when standard input does:
//
//	{"tasks":100000,"rssBytes":281616384,"runtimeBytes":270133200}
//
// GOMAXPROCS is that of the environment. The exit code is 0; 1 if a result was not the expected one or something failed; 2 for
// an invalid argument. An error is one line on standard error.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
)

const usage = "usage: idioms race N | idioms primitives [--rounds R] [--row NAME] [--sample-ms MS] [--factor F] [--proof] | idioms park N…"

const (
	succeeded = iota
	failed
	unusable
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// run returns the exit code.
func run(args []string, in io.Reader, out, complaints io.Writer) int {
	if len(args) == 0 {
		fmt.Fprintln(complaints, usage)
		return unusable
	}
	code, err := runCommand(args[0], args[1:], in, json.NewEncoder(out))
	if err != nil {
		fmt.Fprintln(complaints, err)
	}
	return code
}

func runCommand(name string, args []string, in io.Reader, out *json.Encoder) (code int, err error) {
	out.SetEscapeHTML(false)
	switch name {
	case "race":
		return countRaces(args, out)
	case "primitives":
		return measureRows(args, out)
	case "park":
		return park(args, in, out)
	default:
		return unusable, fmt.Errorf("%q is no command; %s", name, usage)
	}
}

// number returns the only argument, at least 0.
func number(args []string) (int, error) {
	if len(args) != 1 {
		return 0, fmt.Errorf("expected one number, got %d arguments; %s", len(args), usage)
	}
	return parsed(args[0])
}

func parsed(argument string) (int, error) {
	n, err := strconv.Atoi(argument)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("invalid number %q: give a whole number, at least 0", argument)
	}
	return n, nil
}

// encoded returns the exit code after writing a result.
func encoded(out *json.Encoder, result any) (int, error) {
	if err := out.Encode(result); err != nil {
		return failed, err
	}
	return succeeded, nil
}
